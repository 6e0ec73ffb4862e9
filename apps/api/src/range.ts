import { Fault } from "@ascent/core";

/**
 * Reads one `Range: bytes=` (RFC 9110, section 14): both ends inclusive, `undefined` for the whole. Several ranges, or
 * another unit, are answered with the whole, as the RFC allows. Throws Fault "bad-range" when it lies outside.
 */
export function byteRange(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  const suffix = match[1] === "";
  const start = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = suffix || match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (start > end) throw new Fault("bad-range", `bytes ${header?.slice("bytes=".length)} are not in 0-${size - 1}`);
  return { start, end };
}
