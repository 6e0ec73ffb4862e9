import { isFault } from "@ascent/core";
import { type ArMember, isAr, libraryMembers, readAr } from "../archive/ar.ts";
import { firstMember } from "../archive/gzip.ts";
import { isElf } from "../elf/reader.ts";
import { compareElf } from "./compare-elf.ts";
import { asText, compareBytes, compareText, sameBytes } from "./compare-plain.ts";
import { byName, type Difference, type Pair, pairUp, unlike } from "./difference.ts";

/** Archives in archives in archives: deeper ones are compared as bytes. */
const DEEPEST = 4;
const LARGEST_UNPACKED = 256 * 1024 * 1024;

/**
 * How the contents of two files differ, by what they are: gzip, static libraries, ELF, text, or else bytes. What is damaged,
 * or only claims to be one of those, is compared as bytes. Pure.
 */
export function compareContent(pair: Pair<Uint8Array>, depth = 0): Difference[] {
  if (sameBytes(pair.first, pair.second)) return [];
  try {
    const inside = depth < DEEPEST ? compareInside(pair, depth) : undefined;
    if (inside !== undefined) return inside;
  } catch (error) {
    if (!isFault(error)) throw error;
  }
  const [first, second] = [asText(pair.first), asText(pair.second)];
  if (first !== undefined && second !== undefined) return compareText({ at: pair.at, first, second });
  return compareBytes(pair);
}

function compareInside(pair: Pair<Uint8Array>, depth: number): Difference[] | undefined {
  const both = (is: (bytes: Uint8Array) => boolean) => is(pair.first) && is(pair.second);
  if (both(isElf)) return compareElf(pair);
  if (both(isAr)) return compareAr(pair, depth);
  return both(isGzip) ? compareGzip(pair, depth) : undefined;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function compareGzip(pair: Pair<Uint8Array>, depth: number): Difference[] | undefined {
  const first = firstMember(pair.first, LARGEST_UNPACKED);
  const second = firstMember(pair.second, LARGEST_UNPACKED);
  if (first === undefined || second === undefined) return undefined;
  const at = [...pair.at, "(unpacked)"];
  const inside = compareContent({ at, first: first.content, second: second.content }, depth + 1);
  // RFC 1952: seconds since 1970 in bytes 4 to 7.
  const time = (bytes: Uint8Array) => String(new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true));
  const times = unlike("time", { at: pair.at, first: time(pair.first), second: time(pair.second) });
  const found = [...times, ...inside];
  return found.length > 0 ? found : [{ at: pair.at, kind: "packing", note: "compressed otherwise" }];
}

function compareAr(pair: Pair<Uint8Array>, depth: number): Difference[] {
  const first = membersOf(pair.first);
  const second = membersOf(pair.second);
  const { both, differences } = pairUp({ at: pair.at, first, second });
  const order = unlike("order", {
    at: pair.at,
    first: [...first.keys()].join(" "),
    second: [...second.keys()].join(" "),
  });
  const contents = both.flatMap(({ at, first: mine, second: theirs }) => [
    ...unlike("time", { at, first: mine.header, second: theirs.header }),
    ...compareContent({ at, first: mine.bytes, second: theirs.bytes }, depth + 1),
  ]);
  const found = [...differences, ...(differences.length === 0 ? order : []), ...contents];
  return found.length > 0 ? found : compareBytes(pair);
}

interface HeadedMember extends ArMember {
  readonly header: string;
}

function membersOf(archive: Uint8Array): Map<string, HeadedMember> {
  const starts = new Set(readAr(archive).map(({ offset }) => offset));
  const members = libraryMembers(archive).map((member) => {
    return { ...member, header: starts.has(member.offset) ? headerBefore(archive, member.offset) : "" };
  });
  return byName(members, ({ name }) => name);
}

/** Time, owner and mode as the archive has them: bytes 16 to 47 of the 60 in front of each member (ar(5)). */
function headerBefore(archive: Uint8Array, offset: number): string {
  const text = Buffer.from(archive.subarray(offset - 60, offset)).toString("latin1");
  const field = (from: number, to: number) => text.slice(from, to).trim();
  return `time ${field(16, 28)}, owner ${field(28, 34)}:${field(34, 40)}, mode ${field(40, 48)}`;
}
