import fc from "fast-check";
import { expect, test } from "vitest";
import { findLines, linesOf, type WantedLines } from "../src/log/find-lines.ts";

async function* inParts(parts: readonly string[]): AsyncGenerator<string> {
  yield* parts;
}

async function find(text: string, wanted: Partial<WantedLines>) {
  return findLines(inParts([text]), { from: 1, limit: 100, isCaseSensitive: false, context: 0, ...wanted });
}

const LOG = "one\n\u001b[31mError:\u001b[0m two\nthree\nfour\nerror: five\nsix\n";

test("lines are the same however the text is cut into parts", async () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "\n", "\r", "ß", "\u001b") }));
  await fc.assert(
    fc.asyncProperty(texts, async (parts) => {
      const lines: string[] = [];
      for await (const line of linesOf(inParts(parts))) lines.push(line);
      const expected = parts.join("").split("\n");
      if (expected.at(-1) === "") expected.pop();
      expect(lines).toEqual(expected);
    }),
  );
});

test("a page says where to go on, and all pages together are the log", async () => {
  expect(await find(LOG, { limit: 2 })).toMatchObject({ lines: [{ line: 1 }, { line: 2 }], next: 3 });
  expect(await find(LOG, { from: 3, limit: 4 })).toEqual({
    lines: [
      { line: 3, text: "three" },
      { line: 4, text: "four" },
      { line: 5, text: "error: five" },
      { line: 6, text: "six" },
    ],
  });
  expect(await find(LOG, { from: 7 })).toEqual({ lines: [] });
});

test("a search sees through colours, which stay in what is told, and counts lines as the log does", async () => {
  expect((await find(LOG, { search: "error: " })).lines).toEqual([
    { line: 2, text: "\u001b[31mError:\u001b[0m two", isMatch: true },
    { line: 5, text: "error: five", isMatch: true },
  ]);
  expect((await find(LOG, { search: "error:", isCaseSensitive: true })).lines.map(({ line }) => line)).toEqual([5]);
  expect((await find(LOG, { search: "e.r" })).lines).toEqual([]);
});

test("lines around a match come once each, in order, and are told from it", async () => {
  const { lines } = await find(LOG, { search: "error", context: 1 });
  expect(lines.map(({ line, isMatch }) => [line, isMatch])).toEqual([
    [1, false],
    [2, true],
    [3, false],
    [4, false],
    [5, true],
    [6, false],
  ]);
});

test("one answer stays small, whatever the lines are", async () => {
  const long = "x".repeat(700_000);
  const { lines, next } = await find(`${long}\n${long}\n${long}\n`, {});
  expect([lines.length, next]).toEqual([2, 3]);
});
