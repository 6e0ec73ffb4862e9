import { Fault } from "@ascent/core";

const BLOCK = 512;
const decoder = new TextDecoder();

/** A file of a small archive that is wholly in memory. */
export interface SegmentFile {
  readonly name: string;
  readonly content: Uint8Array;
}

function field(block: Uint8Array, at: number, length: number): string {
  const bytes = block.subarray(at, at + length);
  const zero = bytes.indexOf(0);
  return decoder.decode(zero < 0 ? bytes : bytes.subarray(0, zero));
}

/** Octal digits, perhaps with spaces around. */
function octal(block: Uint8Array, at: number, length: number): number {
  const text = field(block, at, length).trim();
  if (!/^[0-7]+$/.test(text)) throw new Fault("archive-corrupt", "a tar header has a number that is none");
  return Number.parseInt(text, 8);
}

function checksumHolds(block: Uint8Array): boolean {
  const spaces = 8 * 0x20;
  const sum = block.reduce((total, byte, at) => (at >= 148 && at < 156 ? total : total + byte), spaces);
  return sum === octal(block, 148, 8);
}

/** Ordinary files; PAX records (x, g) and GNU's long names are passed over: segments of an apk need neither. */
const FILE_FLAGS: ReadonlySet<string> = new Set(["0", "\0", "7"]);
const PASSED_FLAGS: ReadonlySet<string> = new Set(["x", "g"]);

/**
 * Reads the files of a small tar in memory, at once: what an apk's signature and control segments and an index are.
 * (Archives of any size and kind are `readTar`'s.)
 * Throws Fault "archive-truncated", or "archive-corrupt", also for whatever is no ordinary file.
 */
export function readSegment(bytes: Uint8Array): SegmentFile[] {
  const files: SegmentFile[] = [];
  let at = 0;
  while (at < bytes.length) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.length < BLOCK) throw new Fault("archive-truncated", "the tar archive ends inside a header");
    at += BLOCK;
    if (header.every((byte) => byte === 0)) continue;
    const { file, padded } = readFile(header, bytes, at);
    if (file !== undefined) files.push(file);
    at += padded;
  }
  return files;
}

function readFile(header: Uint8Array, bytes: Uint8Array, at: number): { file?: SegmentFile; padded: number } {
  if (!checksumHolds(header)) throw new Fault("archive-corrupt", "a tar header's checksum is wrong");
  const size = octal(header, 124, 12);
  const padded = Math.ceil(size / BLOCK) * BLOCK;
  if (at + padded > bytes.length) throw new Fault("archive-truncated", "the tar archive ends inside an entry");
  const flag = String.fromCharCode(header[156] ?? 0);
  if (PASSED_FLAGS.has(flag)) return { padded };
  const name = field(header, 0, 100);
  if (!FILE_FLAGS.has(flag)) throw new Fault("archive-corrupt", `"${name}" is no ordinary file`);
  return { file: { name, content: bytes.subarray(at, at + size) }, padded };
}
