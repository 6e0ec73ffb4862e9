import fc from "fast-check";
import { expect, test } from "vitest";
import { parseReachBaseline, writeReachBaseline } from "../../src/index.ts";

test("a baseline is the same bytes whatever the order of names, one name to a line", () => {
  const written = writeReachBaseline({ arch: "x86_64", reached: ["zlib", "m4"], unreached: ["vala"] });
  expect(writeReachBaseline({ arch: "x86_64", reached: ["m4", "zlib"], unreached: ["vala"] })).toBe(written);
  expect(written.split("\n")).toEqual([
    "{",
    '  "format": "ascent-reach/1",',
    '  "arch": "x86_64",',
    '  "reached": [',
    '    "m4",',
    '    "zlib"',
    "  ],",
    '  "unreached": [',
    '    "vala"',
    "  ]",
    "}",
    "",
  ]);
});

test("what is written is read back as the same", () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 })).map((list) => list.sort());
  fc.assert(
    fc.property(names, names, (reached, unreached) => {
      const baseline = { arch: "aarch64", reached, unreached };
      expect(parseReachBaseline("f", writeReachBaseline(baseline))).toMatchObject(baseline);
    }),
  );
});

test.each([
  "",
  "{",
  "null",
  "[]",
  "{}",
  '{"format":"ascent-reach/2","arch":"x86_64","reached":[],"unreached":[]}',
  '{"format":"ascent-reach/1","arch":"x86_64","reached":[1],"unreached":[]}',
  '{"format":"ascent-reach/1","arch":"x86_64","reached":{},"unreached":[]}',
  '{"format":"ascent-reach/1","arch":"","reached":[],"unreached":[]}',
  '{"format":"ascent-reach/1","arch":"x86_64","reached":[],"unreached":[],"more":1}',
])("%j is refused by code, with the file's name", (text) => {
  expect(() => parseReachBaseline("reach.json", text)).toThrow(
    expect.objectContaining({ code: "baseline-unreadable", message: expect.stringContaining("reach.json") }),
  );
});
