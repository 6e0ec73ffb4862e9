import { Fault } from "@ascent/core";

/**
 * Reads one `Range: bytes=` (RFC 9110, section 14) of something that is `size` bytes long: both ends inclusive,
 * `undefined` for the whole. Several ranges, another unit, or an end before its start are answered with the whole, as the
 * RFC demands or allows. Throws Fault "bad-range" when it lies outside.
 */
export function byteRange(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | undefined {
  const asked = askedRange(header);
  if (asked === undefined) return undefined;
  const start = "last" in asked ? Math.max(0, size - asked.last) : asked.start;
  const end = "last" in asked ? size - 1 : Math.min(asked.end, size - 1);
  if (start <= end) return { start, end };
  throw new Fault("bad-range", `${header} is outside of what is ${size} bytes long`);
}

/** `bytes=START-`, `bytes=START-END`, or `bytes=-LAST`. */
function askedRange(header: string | undefined): { start: number; end: number } | { last: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  if (first === "") return { last: Number(last) };
  const [start, end] = [Number(first), last === "" ? Number.POSITIVE_INFINITY : Number(last)];
  return end < start ? undefined : { start, end };
}
