import { offsets, type Reader } from "./reader.ts";

export const PT = { load: 1, dynamic: 2, interp: 3 } as const;

/** A program header (gABI, chapter 5), as far as it is asked for. */
export interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
}

/** All program headers. Throws Fault "elf-corrupt". */
export function readSegments(file: Reader): Segment[] {
  const { wide } = file;
  const table = wide
    ? { at: file.word(32), entrySize: file.u16(54), count: file.u16(56) }
    : { at: file.word(28), entrySize: file.u16(42), count: file.u16(44) };
  return [...offsets(table, wide ? 56 : 32)].map((at) => {
    return wide
      ? { type: file.u32(at), offset: file.word(at + 8), address: file.word(at + 16), fileSize: file.word(at + 32) }
      : { type: file.u32(at), offset: file.word(at + 4), address: file.word(at + 8), fileSize: file.word(at + 16) };
  });
}
