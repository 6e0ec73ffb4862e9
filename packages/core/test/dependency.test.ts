import { formatDependency, formatProvision, isFault, parseDependency, parseProvision } from "@ascent/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

describe("dependency atoms", () => {
  test.each([
    ["busybox", { name: "busybox", conflict: false }],
    ["busybox=1.36.1-r2", { name: "busybox", conflict: false, constraint: { relation: "=", version: "1.36.1-r2" } }],
    ["musl>=1.2", { name: "musl", conflict: false, constraint: { relation: ">=", version: "1.2" } }],
    ["gcc~12", { name: "gcc", conflict: false, constraint: { relation: "~", version: "12" } }],
    ["gcc~=12", { name: "gcc", conflict: false, constraint: { relation: "~", version: "12" } }],
    ["gcc>~12", { name: "gcc", conflict: false, constraint: { relation: ">~", version: "12" } }],
    ["gcc==12", { name: "gcc", conflict: false, constraint: { relation: "=", version: "12" } }],
    ["gcc=>12", { name: "gcc", conflict: false, constraint: { relation: ">=", version: "12" } }],
    ["gcc<<12", { name: "gcc", conflict: false, constraint: { relation: "<", version: "12" } }],
    ["so:libz.so.1=1.2", { name: "so:libz.so.1", conflict: false, constraint: { relation: "=", version: "1.2" } }],
    ["cmd:[", { name: "cmd:[", conflict: false }],
    ["g++", { name: "g++", conflict: false }],
    ["/bin/sh", { name: "/bin/sh", conflict: false }],
    ["!systemd", { name: "systemd", conflict: true }],
    ["!openssl<3", { name: "openssl", conflict: true, constraint: { relation: "<", version: "3" } }],
    ["perl@edge", { name: "perl", conflict: false, tag: "edge" }],
    ["perl@edge>=5", { name: "perl", conflict: false, tag: "edge", constraint: { relation: ">=", version: "5" } }],
    ["perl>=5@edge", { name: "perl", conflict: false, tag: "edge", constraint: { relation: ">=", version: "5" } }],
  ])("%s is read", (text, expected) => {
    expect(parseDependency(text)).toEqual(expected);
    expect(parseDependency(formatDependency(parseDependency(text)))).toEqual(expected);
  });

  test.each(["", " ", "!", "a b", "=1", "a=", "a>", "a><1", "a<>1", "a<=>1", "!!a", "a@", "a@b@c", "a@b=1@c", "a\n"])(
    "%j is refused by code",
    (text) => {
      expect(() => parseDependency(text)).toThrow(expect.objectContaining({ code: "bad-dependency" }));
    },
  );

  test("any text is either refused by code or survives being written and read again", () => {
    const texts = fc.string({
      unit: fc.constantFrom("a", "1", ".", "!", "=", "<", ">", "~", "@", ":", "-", " "),
      maxLength: 10,
    });
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const read = parseDependency(text);
          expect(parseDependency(formatDependency(read))).toEqual(read);
        } catch (error) {
          if (!isFault(error)) throw error;
          expect(error.code).toBe("bad-dependency");
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("provisions", () => {
  test("have a name, and a version where there is one", () => {
    expect(parseProvision("cmd:sed")).toEqual({ name: "cmd:sed" });
    expect(parseProvision("so:libz.so.1=1.3.1")).toEqual({ name: "so:libz.so.1", version: "1.3.1" });
    expect(formatProvision(parseProvision("so:libz.so.1=1.3.1"))).toBe("so:libz.so.1=1.3.1");
    expect(formatProvision(parseProvision("cmd:sed"))).toBe("cmd:sed");
  });

  test.each(["!a", "a>=1", "a~1", "a@tag", ""])("%j is refused by code", (text) => {
    expect(() => parseProvision(text)).toThrow(expect.objectContaining({ code: "bad-dependency" }));
  });
});
