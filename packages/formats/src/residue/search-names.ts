import type { ResidueFinding } from "@ascent/core";
import { plainPath } from "./seed-names.ts";
import { describe, findingIn, placeOf, type Subject } from "./subject.ts";

/** Of one file and kind; more say nothing more. */
const MOST = 20;
const LONGEST = 256;

function isWord(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || (byte >= 0x61 && byte <= 0x7a)
  );
}

/** What may stand in a path that is written somewhere: no blanks, quotes or signs that separate paths. */
function isInPath(byte: number | undefined): boolean {
  return isWord(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e || byte === 0x2f || byte === 0x40;
}

/** Every place where a word stands by itself. */
function* wordsIn(bytes: Buffer, word: string): Generator<number> {
  for (let at = bytes.indexOf(word, 0, "latin1"); at >= 0; at = bytes.indexOf(word, at + 1, "latin1")) {
    if (!isWord(bytes[at - 1]) && !isWord(bytes[at + word.length])) yield at;
  }
}

/** The path, or whatever is written without a blank, that a place is in. */
function textAround(bytes: Buffer, at: number): string {
  let from = at;
  let to = at;
  while (from > 0 && at - from < LONGEST && isInPath(bytes[from - 1])) from--;
  while (to - at < LONGEST && isInPath(bytes[to])) to++;
  return bytes.toString("latin1", from, to);
}

/**
 * The seed's triplets in a file: in texts that people read they are a hint. `told`: strings that have been told as
 * something else.
 */
export function searchTriplets(subject: Subject, told: readonly string[]): ResidueFinding[] {
  const { seed, bytes } = subject;
  const isText = subject.class === "text";
  return [...seed.triplets.keys()].flatMap((triplet) => {
    for (const offset of wordsIn(bytes, triplet)) {
      const text = textAround(bytes, offset);
      if (told.some((each) => each.includes(text))) continue;
      const what = `It names the seed's target ${triplet}: "${text}".`;
      const strength = isText ? "hint" : "strong";
      const place = placeOf(seed, seed.triplets, triplet);
      const unless = { own: "triplet", name: triplet } as const;
      return [findingIn(subject, { kind: "triplet", strength, what, detail: triplet, place, offset, unless })];
    }
    return [];
  });
}

/** Whole paths of the seed's files that stand in a program or a script. Naming a path proves nothing. */
export function searchPaths(subject: Subject, told: readonly string[]): ResidueFinding[] {
  const { seed, bytes } = subject;
  const found = new Map<string, ResidueFinding>();
  for (const { text, offset } of pathsIn(bytes)) {
    const path = plainPath(text, seed.aliases);
    const place = placeOf(seed, seed.paths, path);
    if (place === undefined || found.has(path) || told.includes(text)) continue;
    const what = `It names ${text}, a file of the seed's (${describe(place)}).`;
    const unless = { own: "path", name: path } as const;
    found.set(
      path,
      findingIn(subject, { kind: "seed-path", strength: "hint", what, detail: text, place, offset, unless }),
    );
    if (found.size === MOST) break;
  }
  return [...found.values()];
}

const SLASH = 0x2f;

/** What looks like the absolute path of a file in a folder. */
function* pathsIn(bytes: Buffer): Generator<{ readonly text: string; readonly offset: number }> {
  for (let at = bytes.indexOf(SLASH); at >= 0; at = bytes.indexOf(SLASH, at)) {
    let end = at + 1;
    while (end - at < LONGEST && isInPath(bytes[end])) end++;
    if (!isInPath(bytes[at - 1]) && end - at > 4) {
      const text = bytes.toString("latin1", at, end);
      if (text.indexOf("/", 1) > 0) yield { text, offset: at };
    }
    at = end;
  }
}
