import type { Difference, Pair } from "./difference.ts";

/** Bytes shown on each side of a difference, and the longest piece of text. */
const SHOWN_BYTES = 12;
const SHOWN_TEXT = 120;

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/** Text as people write it: UTF-8 without NUL, and not empty. */
export function asText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first line that two texts do not share, and how many there are. */
export function compareText({ at, first, second }: Pair<string>): Difference[] {
  if (first === second) return [];
  const [mine, theirs] = [first.split("\n"), second.split("\n")];
  const all = Math.max(mine.length, theirs.length);
  const unlike = Array.from({ length: all }, (_, line) => line).filter((line) => mine[line] !== theirs[line]);
  const [line = 0] = unlike;
  const note = `line ${line + 1}; ${unlike.length} of ${all} lines differ`;
  const show = (lines: readonly string[]) => cut(lines[line] ?? "(ends before)", columnOf(mine[line], theirs[line]));
  return [{ at, kind: "text", first: show(mine), second: show(theirs), note }];
}

/** Where two lines part. */
function columnOf(a = "", b = ""): number {
  let column = 0;
  while (column < a.length && a[column] === b[column]) column += 1;
  return column;
}

/** The part of a long line that holds the column. */
function cut(line: string, column: number): string {
  if (line.length <= SHOWN_TEXT) return line;
  const from = Math.max(0, Math.min(column - SHOWN_TEXT / 2, line.length - SHOWN_TEXT));
  const to = from + SHOWN_TEXT;
  return `${from > 0 ? "…" : ""}${line.slice(from, to)}${to < line.length ? "…" : ""}`;
}

export interface BytesContext {
  /** What a byte belongs to: the name of a function. */
  readonly nameAt?: (offset: number) => string | undefined;
}

/** Where two pieces of bytes first differ, what is there, and in how many bytes. */
export function compareBytes(
  { at, first, second }: Pair<Uint8Array>,
  { nameAt = () => undefined }: BytesContext = {},
): Difference[] {
  if (sameBytes(first, second)) return [];
  const { offset, count } = differing(first, second);
  const near = nameAt(offset);
  const sizes = first.length === second.length ? `of ${first.length}` : `(${first.length} and ${second.length} long)`;
  const place = `first at 0x${offset.toString(16)}${near === undefined ? "" : ` in ${near}`}`;
  const note = `${count} bytes ${sizes} differ, ${place}`;
  return [{ at, kind: "bytes", first: shown(first, offset), second: shown(second, offset), note }];
}

/** Bytes that only the longer has count as differing. */
function differing(a: Uint8Array, b: Uint8Array): { readonly offset: number; readonly count: number } {
  const shared = Math.min(a.length, b.length);
  let offset = -1;
  let count = Math.max(a.length, b.length) - shared;
  for (let index = 0; index < shared; index++) {
    if (a[index] === b[index]) continue;
    if (offset < 0) offset = index;
    count += 1;
  }
  return { offset: offset < 0 ? shared : offset, count };
}

/** The text around a byte where there is one, else the bytes in hex. */
function shown(bytes: Uint8Array, offset: number): string {
  const text = textAround(bytes, offset);
  if (text.length >= 4) return JSON.stringify(cut(text, text.length / 2));
  const from = Math.max(0, offset - 2);
  return Buffer.from(bytes.subarray(from, from + SHOWN_BYTES)).toString("hex") || "(ends before)";
}

/** Printable ASCII that goes through a byte. */
function textAround(bytes: Uint8Array, offset: number): string {
  const reach = SHOWN_TEXT / 2;
  let [from, to] = [offset, offset];
  while (from > 0 && offset - from < reach && isPrintable(bytes[from - 1])) from -= 1;
  while (to < bytes.length && to - offset < reach && isPrintable(bytes[to])) to += 1;
  return to === offset ? "" : Buffer.from(bytes.subarray(from, to)).toString("latin1");
}

function isPrintable(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte < 0x7f;
}
