import { isAr } from "../archive/ar.ts";
import { isElf } from "../elf/reader.ts";

/**
 * What a file is, for what its being equal to a seed's means. `elf`, `library` (an `ar` archive) and `program` (machine or
 * virtual machine code in another wrapping) are made by tools from the seed's sources; `script` and `text` people write;
 * `data` is whatever else.
 */
export type FileClass = "elf" | "library" | "program" | "script" | "text" | "data";

/** Beginnings: Windows programs, WebAssembly, Java classes and archives. */
const PROGRAMS = ["MZ", "\0asm", "\xca\xfe\xba\xbe", "PK\x03\x04"];
/** As far as grep looks for a NUL, to tell text from the rest. */
const FIRST_LOOK = 32 * 1024;

export function classOf(bytes: Uint8Array): FileClass {
  if (isElf(bytes)) return "elf";
  if (isAr(bytes)) return "library";
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  if (PROGRAMS.some((magic) => start.startsWith(magic))) return "program";
  if (bytes.subarray(0, FIRST_LOOK).includes(0)) return "data";
  return start.startsWith("#!") ? "script" : "text";
}

/** Files below this say nothing by being equal. */
export const SMALLEST_FILE = 64;
