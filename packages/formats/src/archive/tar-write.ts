import { Fault, sortedBy } from "@ascent/core";
import { type Bytes, concat, streamOf } from "./bytes.ts";
import type { TarInput } from "./tar-entry.ts";

/*
 * The encoder is Ascent's own, not tar-stream's: every bit of it is in the digest of every package, and tar-stream names
 * each entry that has PAX records "PaxHeader" in the plain header and cannot hold binary values.
 *
 * Format: POSIX.1-2001 pax, "ustar Interchange Format" and "pax Extended Header".
 */

const BLOCK = 512;
const encoder = new TextEncoder();

const TYPE_FLAGS = { file: "0", hardlink: "1", symlink: "2", directory: "5", pax: "x" } as const;

/** The largest value of an 11-digit octal field: sizes up to 8 GiB, times up to the year 2242. */
const MAX_OCTAL_11 = 0o77777777777;

interface Header {
  readonly name: string;
  readonly flag: string;
  readonly mode: number;
  readonly size: number;
  readonly mtime: number;
  readonly linkName: string;
}

/** A path cut for the header's two fields; undefined where it needs a PAX record. */
function splitName(path: string): { readonly name: string; readonly prefix: string } | undefined {
  if (!isAscii(path)) return undefined;
  if (path.length <= 100) return { name: path, prefix: "" };
  const slash = path.indexOf("/", path.length - 101);
  const fits = slash > 0 && slash <= 155 && slash < path.length - 1;
  return fits ? { name: path.slice(slash + 1), prefix: path.slice(0, slash) } : undefined;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** The beginning of a text that a header field can hold; readers of PAX never look at it. */
function asciiStart(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "_").slice(0, 100);
}

function encodeHeader(header: Header): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number): void => {
    block.set(encoder.encode(text), at);
  };
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");
  const { name, prefix } = splitName(header.name) ?? { name: asciiStart(header.name), prefix: "" };
  put(name, 0);
  put(octal(header.mode, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(Math.min(header.size, MAX_OCTAL_11), 11), 124);
  put(octal(header.mtime, 11), 136);
  put(" ".repeat(8), 148);
  put(header.flag, 156);
  put(asciiStart(header.linkName), 157);
  put("ustar\0" + "00", 257);
  put("root", 265);
  put("root", 297);
  put(prefix, 345);
  put(`${octal(checksum(block), 6)}\0 `, 148);
  return block;
}

function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte) => sum + byte, 0);
}

/** `LENGTH KEY=VALUE\n`, where the length counts itself. */
function paxRecord(key: string, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === "string" ? encoder.encode(value) : value;
  const rest = encoder.encode(key).length + bytes.length + 3;
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return concat([encoder.encode(`${length} ${key}=`), bytes, encoder.encode("\n")]);
}

/** The records of an entry by key in code-unit order: those the header cannot express, and the given ones. */
function paxRecords(input: TarInput, name: string): Uint8Array {
  const linkTarget = input.linkTarget ?? "";
  const needed = new Map<string, string | Uint8Array>(Object.entries(input.pax ?? {}));
  if (splitName(name) === undefined) needed.set("path", name);
  if (linkTarget.length > 100 || !isAscii(linkTarget)) needed.set("linkpath", linkTarget);
  if ((input.size ?? 0) > MAX_OCTAL_11) needed.set("size", String(input.size));
  return concat(sortedBy(needed, ([key]) => key).map(([key, value]) => paxRecord(key, value)));
}

function padding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

function contentOf(input: TarInput): { readonly size: number; readonly content: Bytes } {
  if (input.type !== "file") return { size: 0, content: [] };
  if (input.content instanceof Uint8Array) return { size: input.content.length, content: streamOf(input.content) };
  return { size: input.size ?? 0, content: input.content ?? [] };
}

function checkInput(input: TarInput): void {
  const isLink = input.type === "symlink" || input.type === "hardlink";
  const numbers = [input.mode, input.mtime, input.size ?? 0];
  const sane =
    input.path !== "" &&
    !input.path.includes("\0") &&
    isLink === (input.linkTarget !== undefined && input.linkTarget !== "") &&
    numbers.every((value) => Number.isSafeInteger(value) && value >= 0) &&
    input.mtime <= MAX_OCTAL_11;
  if (!sane) throw new Fault("archive-bad-entry", `"${input.path}" cannot be written to a tar archive as it is given`);
}

/** Headers and content of one entry, padded to whole blocks. */
async function* writeEntry(input: TarInput): AsyncGenerator<Uint8Array> {
  checkInput(input);
  const { size, content } = contentOf(input);
  const name = input.type === "directory" ? `${input.path}/` : input.path;
  const common = { name, mode: input.mode & 0o7777, mtime: input.mtime, linkName: input.linkTarget ?? "" };
  const records = paxRecords({ ...input, size }, name);
  if (records.length > 0) {
    const header = { ...common, name: "PaxHeader", linkName: "", mode: 0o644, flag: TYPE_FLAGS.pax };
    yield encodeHeader({ ...header, size: records.length });
    yield records;
    yield padding(records.length);
  }
  yield encodeHeader({ ...common, flag: TYPE_FLAGS[input.type], size });
  let written = 0;
  for await (const chunk of content) {
    written += chunk.length;
    if (chunk.length > 0) yield chunk;
  }
  if (written !== size) {
    throw new Fault("archive-size-mismatch", `"${input.path}" has ${written} bytes, but ${size} were announced`);
  }
  yield padding(size);
}

/**
 * Writes a tar archive whose bits depend on the entries alone: owner root:root (0:0), the entries' own times, ustar
 * headers, and PAX records only where an entry gives some or ustar cannot hold a name, link or size. Entries are
 * written in the order given. `endOfArchive: false` leaves the closing zero blocks out, as apk's segments but the last
 * want it. Throws Fault "archive-bad-entry" or "archive-size-mismatch".
 */
export async function* writeTar(
  entries: AsyncIterable<TarInput> | Iterable<TarInput>,
  { endOfArchive = true }: { readonly endOfArchive?: boolean } = {},
): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) yield* writeEntry(entry);
  if (endOfArchive) yield new Uint8Array(2 * BLOCK);
}
