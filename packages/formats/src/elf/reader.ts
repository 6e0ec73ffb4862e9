import { Fault } from "@ascent/core";

/** More are no package's: a hostile count must not cost time. */
const MAX_ENTRIES = 65_536;
/** Names in C++ and lists of folders are long, but not this long: a text that never ends must not cost time either. */
const LONGEST_TEXT = 64 * 1024;
const decoder = new TextDecoder();

export function corrupt(why: string): Fault {
  return new Fault("elf-corrupt", `the ELF file is damaged: ${why}`);
}

/** Bounds-checked numbers and texts of one file; every access outside of it is Fault "elf-corrupt". */
export class Reader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;
  readonly wide: boolean;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = bytes[5] === 1;
    this.wide = bytes[4] === 2;
  }

  u16(at: number): number {
    this.range(at, 2);
    return this.#view.getUint16(at, this.#little);
  }

  u32(at: number): number {
    this.range(at, 4);
    return this.#view.getUint32(at, this.#little);
  }

  /** An address or offset of the file's class; beyond 2^53 no file has any. */
  word(at: number): number {
    if (!this.wide) return this.u32(at);
    this.range(at, 8);
    const value = this.#view.getBigUint64(at, this.#little);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value);
  }

  /** The lower half of a 64-bit number. */
  low(at: number): number {
    return this.u32(this.#little ? at : at + 4);
  }

  range(at: number, size: number): void {
    if (!(at >= 0 && size >= 0 && at + size <= this.bytes.length)) throw corrupt("it points outside of itself");
  }

  slice(at: number, size: number): Uint8Array {
    this.range(at, size);
    return this.bytes.subarray(at, at + size);
  }

  /** Text up to a NUL, at most so many bytes of it: for names that are but shown or compared. */
  shortText(at: number, longest: number): string {
    this.range(at, 1);
    const start = this.bytes.subarray(at, at + longest);
    const end = start.indexOf(0);
    return decoder.decode(end < 0 ? start : start.subarray(0, end));
  }

  /** Text up to a NUL, which must come. */
  text(at: number): string {
    this.range(at, 1);
    const start = this.bytes.subarray(at, at + LONGEST_TEXT);
    const end = start.indexOf(0);
    if (end < 0) throw corrupt("a name has no end");
    return decoder.decode(start.subarray(0, end));
  }
}

export interface Table {
  readonly at: number;
  readonly entrySize: number;
  readonly count: number;
}

/** Where the entries of a table begin. Throws Fault "elf-corrupt" for entries that are too small, and for too many. */
export function* offsets(table: Table, smallest: number): Generator<number> {
  if (table.count > 0 && table.entrySize < smallest) throw corrupt("the entries of a table are too small");
  if (table.count > MAX_ENTRIES) throw corrupt("a table is too long");
  for (let index = 0; index < table.count; index++) yield table.at + index * table.entrySize;
}

/** Does it begin as an ELF file? */
export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/** A file whose header is whole, to be read further. Throws Fault "elf-corrupt". */
export function openElf(bytes: Uint8Array): Reader {
  const known = (bytes[4] === 1 || bytes[4] === 2) && (bytes[5] === 1 || bytes[5] === 2);
  if (!known) throw corrupt("its class or byte order is none that ELF defines");
  const file = new Reader(bytes);
  file.range(0, file.wide ? 64 : 52);
  return file;
}
