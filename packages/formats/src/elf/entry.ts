import { isFault } from "@ascent/core";
import { isElf, openElf } from "./reader.ts";
import { PT, readSegments } from "./segments.ts";

/**
 * Where in the file the first instruction of a program is (`e_entry`; gABI, chapter 4): bytes from its beginning. Undefined
 * for what is no program, or a damaged one.
 */
export function entryOffset(bytes: Uint8Array): number | undefined {
  if (!isElf(bytes)) return undefined;
  try {
    const file = openElf(bytes);
    const entry = file.word(24);
    const segment = readSegments(file).find(
      ({ type, address, fileSize }) => type === PT.load && address <= entry && entry < address + fileSize,
    );
    return entry === 0 || segment === undefined ? undefined : segment.offset + (entry - segment.address);
  } catch (error) {
    if (isFault(error)) return undefined;
    throw error;
  }
}
