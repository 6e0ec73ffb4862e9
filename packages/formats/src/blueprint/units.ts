import { parseDuration } from "../melange/duration.ts";
import { complain, type Read, text } from "../yaml/decode.ts";

const BYTES: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** `2GiB`, `500 MB`, `1048576`: bytes, whole and above zero; undefined when it is no size. */
export function parseSize(written: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([kKMGT]?i?B?)$/.exec(written);
  const factor = BYTES[match?.[2] ?? "?"];
  if (match === null || factor === undefined) return undefined;
  const bytes = Math.round(Number(match[1]) * factor);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

export const size: Read<number> = (node, reading) => {
  const scalar = text(node, reading);
  if (scalar === undefined) return undefined;
  return (
    parseSize(scalar.value) ??
    complain(reading, node, {
      code: "bad-size",
      message: `"${scalar.value}" is not a number of bytes above zero.`,
      wayOut: "Write it as 512MiB, 4GiB, or in bytes.",
    })
  );
};

/** Seconds: `90`, `90s`, `30m`, `1h30m`. */
export const duration: Read<number> = (node, reading) => {
  const scalar = text(node, reading);
  if (scalar === undefined) return undefined;
  const seconds = parseDuration(/^\d+$/.test(scalar.value) ? `${scalar.value}s` : scalar.value);
  if (seconds !== undefined && seconds > 0) return seconds;
  return complain(reading, node, {
    code: "bad-duration",
    message: `"${scalar.value}" is not a length of time above zero.`,
    wayOut: "Write it as 90s, 30m or 1h30m.",
  });
};

export const count: Read<number> = (node, reading) => {
  const scalar = text(node, reading);
  if (scalar === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(scalar.value)) return Number(scalar.value);
  return complain(reading, node, {
    code: "not-a-number",
    message: `"${scalar.value}" is not a whole number above zero.`,
    wayOut: "Write a whole number, such as 512.",
  });
};
