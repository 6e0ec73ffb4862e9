import fc from "fast-check";
import { expect, test } from "vitest";
import { findLines, LogLines, plainText } from "../src/build/log-lines.ts";

const RED = "\u001b[31m";
const OFF = "\u001b[0m";

function linesOf(...texts: string[]) {
  const log = new LogLines();
  for (const text of texts) log.add(text);
  return log.lines;
}

test("however a text is cut into pieces, its lines are the same", () => {
  const text = fc.array(fc.constantFrom("a", "\n", "\r", RED, OFF, "\u001b[1;32m", "é", " "), { maxLength: 60 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(60), { maxLength: 8 }), (parts, cuts) => {
      const whole = parts.join("");
      const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
      const pieces = places.slice(1).map((end, index) => whole.slice(places[index], end));
      expect(linesOf(...pieces)).toEqual(linesOf(whole));
    }),
  );
});

test("a colour that is not turned off goes on in the next line", () => {
  expect(linesOf(`${RED}one\ntwo\n${OFF}three\nfour\n`).map(({ colors }) => colors)).toEqual(["", RED, RED, ""]);
});

test("what a carriage return writes over is gone, and one at the end of a line is no text", () => {
  expect(linesOf("10%\r50%\r100%\ndone\r\n").map(({ text }) => text)).toEqual(["100%", "done"]);
});

test("a line that is not whole yet is shown", () => {
  expect(linesOf("one\ntw").map(({ text }) => text)).toEqual(["one", "tw"]);
});

test("a search looks at what is to be read: whatever its case, and across colours", () => {
  const lines = linesOf(`make: *** ${RED}Err${OFF}or 1\nfine\nno ERROR\n`);
  expect(findLines(lines, "error")).toEqual([0, 2]);
  expect(findLines(lines, "[31m")).toEqual([]);
  expect(findLines(lines, "")).toEqual([]);
  expect(lines.map(plainText)[0]).toBe("make: *** Error 1");
});
