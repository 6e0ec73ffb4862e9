import { isFault } from "@ascent/core";
import { libraryMembers, readAr } from "@ascent/formats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ascii, joined, madeLibrary } from "../residue/made-elf.ts";

const header = (name: string, size: number): Uint8Array =>
  ascii(`${name.padEnd(16)}${"0".padEnd(32)}${String(size).padEnd(10)}\`\n`);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("members come with their names, contents and places, and without symbol tables", () => {
  const library = madeLibrary({ "a.o": ascii("odd"), "a-name-that-is-too-long.o": ascii("even"), "b.o": ascii("") });
  const members = libraryMembers(library);
  expect(members.map(({ name, bytes }) => [name, text(bytes)])).toEqual([
    ["a.o", "odd"],
    ["a-name-that-is-too-long.o", "even"],
    ["b.o", ""],
  ]);
  for (const { offset, bytes } of members) expect(library.slice(offset, offset + bytes.length)).toEqual(bytes);
});

test("names as BSD writes them are read", () => {
  const library = joined(ascii("!<arch>\n"), header("#1/12", 16), ascii("long-name.o\0data"));
  expect(libraryMembers(library).map(({ name, bytes }) => [name, text(bytes)])).toEqual([["long-name.o", "data"]]);
});

test.each([
  ["no archive", ascii("!<thin>\n")],
  ["cut off inside a header", joined(ascii("!<arch>\n"), header("a/", 0).slice(0, 59))],
  ["cut off inside a member", joined(ascii("!<arch>\n"), header("a/", 5), ascii("1234"))],
  [
    "a size that is none",
    joined(ascii("!<arch>\n"), ascii(text(header("a/", 0)).replace("0         `", "-1        `"))),
  ],
  ["a header without its end", joined(ascii("!<arch>\n"), header("a/", 0).fill(0x20, 58))],
])("%s is told so", (_what, bytes) => {
  expect(() => readAr(bytes)).toThrow(expect.objectContaining({ code: "ar-corrupt" }));
});

test("an archive changed anywhere is read, or is a coded fault", () => {
  const library = madeLibrary({ "a.o": ascii("one"), "a-name-that-is-too-long.o": ascii("two") });
  fc.assert(
    fc.property(fc.nat(library.length - 1), fc.nat(255), fc.nat(library.length), (at, value, end) => {
      const changed = library.slice(0, end);
      if (at < end) changed[at] = value;
      try {
        return libraryMembers(changed).length <= 4;
      } catch (error) {
        return isFault(error) && error.code === "ar-corrupt";
      }
    }),
    { numRuns: 500 },
  );
});
