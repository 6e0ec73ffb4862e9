import { corrupt, offsets, type Reader } from "./reader.ts";

/** A section header (gABI, chapter 4); offsets and sizes in bytes. */
export interface Section {
  readonly index: number;
  /** Where in the table of section names its own begins. */
  readonly nameAt: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
}

export const SHT = { progbits: 1, symtab: 2, rela: 4, dynamic: 6, note: 7, nobits: 8, rel: 9 } as const;
export const SHF = { write: 1, alloc: 2, exec: 4, merge: 16 } as const;

/** Names that mean something are short. */
const LONGEST_NAME = 256;

function readHeader(file: Reader, at: number, index: number): Section {
  const W = file.wide ? 8 : 4;
  // Name, type: words of 4; flags, address, offset, size: of the class; link, info: of 4 again.
  const rest = at + 8;
  return {
    index,
    nameAt: file.u32(at),
    type: file.u32(at + 4),
    flags: file.word(rest),
    address: file.word(rest + W),
    offset: file.word(rest + 2 * W),
    size: file.word(rest + 3 * W),
    link: file.u32(rest + 4 * W),
    info: file.u32(rest + 4 * W + 4),
  };
}

/** All section headers; none where the file has no table of them. Throws Fault "elf-corrupt". */
export function readSections(file: Reader): Section[] {
  const { wide } = file;
  const at = file.word(wide ? 40 : 32);
  if (at === 0) return [];
  const entrySize = file.u16(wide ? 58 : 46);
  const written = file.u16(wide ? 60 : 48);
  // More than the field can hold: the first, otherwise empty, header has the number in its size.
  const count = written === 0 ? readHeader(file, at, 0).size : written;
  return [...offsets({ at, entrySize, count }, wide ? 64 : 40)].map((each, index) => readHeader(file, each, index));
}

/** Names of sections, by index. Throws Fault "elf-corrupt". */
export function sectionNames(file: Reader, sections: readonly Section[]): string[] {
  if (sections.length === 0) return [];
  const written = file.u16(file.wide ? 62 : 50);
  const table = sections[written === 0xffff ? (sections[0]?.link ?? 0) : written];
  if (table === undefined) throw corrupt("its sections' names are in a section that it does not have");
  if (table.type === 0) return sections.map(() => "");
  return sections.map(({ nameAt }) => file.shortText(table.offset + nameAt, LONGEST_NAME));
}
