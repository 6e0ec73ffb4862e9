import { corrupt, isElf, openElf, type Reader } from "./reader.ts";
import { readSections, type Section, SHF, SHT, sectionNames } from "./sections.ts";

/** A symbol of a section (gABI, chapter 4). */
export interface ObjectSymbol {
  readonly name: string;
  readonly kind: "function" | "object" | "other";
  /** Seen by other objects. */
  readonly isGlobal: boolean;
  /** Bytes from the beginning of its section. */
  readonly at: number;
  /** Bytes; 0 where nobody said it, as in much hand-written assembly. */
  readonly size: number;
}

/** Bytes that a linker fills in: `at` from the beginning of the section; types are the machine's own. */
export interface Relocation {
  readonly at: number;
  readonly type: number;
}

/** A section of a relocatable object that ends up in a program as it is, but for its relocations. */
export interface ObjectSection {
  readonly name: string;
  readonly holds: "code" | "constants";
  readonly bytes: Uint8Array;
  /** By place, then name. */
  readonly symbols: readonly ObjectSymbol[];
  /** By place. */
  readonly relocations: readonly Relocation[];
}

export interface RelocatableObject {
  /** `e_machine`: 62 is x86_64, 183 aarch64. */
  readonly machine: number;
  readonly sections: readonly ObjectSection[];
  /**
   * Nothing in it says that a compiler made it: neither a `.comment`, nor tables for unwinding or debugging. So it was
   * assembled from text that a person wrote.
   */
  readonly isAssembled: boolean;
}

const ET_REL = 1;
const STT: Readonly<Record<number, ObjectSymbol["kind"]>> = { 1: "object", 2: "function", 10: "function" };

/** Of C++; cut off, they still tell which function is meant. */
const LONGEST_NAME = 512;

interface Opened {
  readonly file: Reader;
  readonly sections: readonly Section[];
  readonly names: readonly string[];
}

/**
 * What sections with entries of a fixed size hold, entry by entry. Together they cannot be larger than the file, unless
 * they overlap, which no real ones do.
 */
function* entries({ file }: Opened, tables: readonly Section[], sizeOf: (table: Section) => number) {
  const total = tables.reduce((sum, { size }) => sum + size, 0);
  if (total > file.bytes.length) throw corrupt("its tables overlap");
  for (const table of tables) {
    file.range(table.offset, table.size);
    const entrySize = sizeOf(table);
    const count = Math.floor(table.size / entrySize);
    for (let index = 0; index < count; index++) yield { table, at: table.offset + index * entrySize };
  }
}

function holdsOf({ type, flags, size }: Section, name: string): ObjectSection["holds"] | undefined {
  const isLoaded = type === SHT.progbits && size > 0 && (flags & SHF.alloc) !== 0;
  if (!isLoaded) return undefined;
  if ((flags & SHF.exec) !== 0) return "code";
  // Merged sections are taken apart by the linker, tables for unwinding are rewritten.
  const isConstant = (flags & (SHF.write | SHF.merge)) === 0 && name.startsWith(".rodata");
  return isConstant ? "constants" : undefined;
}

function readSymbol(
  opened: Opened,
  at: number,
  names: number,
): { readonly section: number; readonly symbol: ObjectSymbol } {
  const { file } = opened;
  const { wide } = file;
  const info = file.bytes[at + (wide ? 4 : 12)] ?? 0;
  const symbol: ObjectSymbol = {
    name: file.shortText(names + file.u32(at), LONGEST_NAME),
    kind: STT[info & 15] ?? "other",
    isGlobal: info >> 4 !== 0,
    at: file.word(at + (wide ? 8 : 4)),
    size: file.word(at + (wide ? 16 : 8)),
  };
  return { section: file.u16(at + (wide ? 6 : 14)), symbol };
}

/** Symbols by the index of their section. */
function readSymbols(opened: Opened): Map<number, ObjectSymbol[]> {
  const bySection = new Map<number, ObjectSymbol[]>();
  const table = opened.sections.find(({ type }) => type === SHT.symtab);
  const names = opened.sections[table?.link ?? 0];
  if (table === undefined || names === undefined) return bySection;
  for (const { at } of entries(opened, [table], () => (opened.file.wide ? 24 : 16))) {
    const { section, symbol } = readSymbol(opened, at, names.offset);
    if (section === 0 || symbol.name === "") continue;
    const there = bySection.get(section);
    if (there === undefined) bySection.set(section, [symbol]);
    else there.push(symbol);
  }
  return bySection;
}

/** Relocations by the index of the section that they are for. */
function readRelocations(opened: Opened): Map<number, Relocation[]> {
  const bySection = new Map<number, Relocation[]>();
  const { file, sections } = opened;
  const W = file.wide ? 8 : 4;
  const tables = sections.filter(({ type }) => type === SHT.rela || type === SHT.rel);
  for (const { table, at } of entries(opened, tables, ({ type }) => (type === SHT.rela ? 3 * W : 2 * W))) {
    const there = bySection.get(table.info) ?? [];
    bySection.set(table.info, there);
    // In 64 bits r_info has the type in its lower half, in 32 bits in its lowest byte.
    const type = file.wide ? file.low(at + W) : file.u32(at + W) & 0xff;
    there.push({ at: file.word(at), type });
  }
  return bySection;
}

const MADE_BY_COMPILER: ReadonlySet<string> = new Set([".comment", ".eh_frame", ".debug_frame", ".debug_info"]);

/**
 * Reads the code and the constants of a relocatable object (`.o`); undefined for whatever is none. Takes hostile input.
 * Throws Fault "elf-corrupt".
 */
export function readObject(bytes: Uint8Array): RelocatableObject | undefined {
  if (!isElf(bytes)) return undefined;
  const file = openElf(bytes);
  if (file.u16(16) !== ET_REL) return undefined;
  const sections = readSections(file);
  const opened = { file, sections, names: sectionNames(file, sections) };
  const symbols = readSymbols(opened);
  const relocations = readRelocations(opened);
  const read = sections.flatMap((section): ObjectSection[] => {
    const name = opened.names[section.index] ?? "";
    const holds = holdsOf(section, name);
    if (holds === undefined) return [];
    return [
      {
        name,
        holds,
        bytes: file.slice(section.offset, section.size),
        symbols: (symbols.get(section.index) ?? []).sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)),
        relocations: (relocations.get(section.index) ?? []).sort((a, b) => a.at - b.at),
      },
    ];
  });
  const isAssembled = !opened.names.some((name) => MADE_BY_COMPILER.has(name));
  return { machine: file.u16(18), sections: read, isAssembled };
}

/** Not the program's: for unwinding, or about the file. */
const BESIDES = /^\.(?:eh_frame|note)/;

/**
 * A relocatable object without a byte of code or data: compilers make it of a source with nothing in it, the same one of each.
 * Throws Fault "elf-corrupt".
 */
export function isEmptyObject(bytes: Uint8Array): boolean {
  if (!isElf(bytes)) return false;
  const file = openElf(bytes);
  if (file.u16(16) !== ET_REL) return false;
  const sections = readSections(file);
  const names = sectionNames(file, sections);
  return !sections.some(({ index, size, flags }) => {
    return size > 0 && (flags & SHF.alloc) !== 0 && !BESIDES.test(names[index] ?? "");
  });
}
