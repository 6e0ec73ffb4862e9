import { corrupt, isElf, offsets, openElf, type Reader } from "./reader.ts";
import { readSections, type Section, SHT } from "./sections.ts";
import { PT, readSegments, type Segment } from "./segments.ts";

/** What an ELF file says of itself (System V gABI, chapters 4 and 5). */
export interface ElfFacts {
  readonly bits: 32 | 64;
  readonly endian: "little" | "big";
  /** `x86_64`, `aarch64`, …; `machine-N` for those without a name here. */
  readonly machine: string;
  /** `shared` are libraries and position-independent programs alike. */
  readonly type: "relocatable" | "executable" | "shared" | "core" | "other";
  /** Of programs that are loaded by another: `/lib/ld-musl-x86_64.so.1`. */
  readonly interpreter?: string;
  readonly soname?: string;
  /** Names of the libraries that it is loaded with, in order. */
  readonly needed: readonly string[];
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  /** A program that needs nothing at run time: no interpreter, no libraries. */
  readonly isStatic: boolean;
  /** Not stripped: it has a symbol table beside the dynamic one. */
  readonly hasSymbols: boolean;
}

const MACHINES: Readonly<Record<number, string>> = {
  3: "x86",
  20: "ppc",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  62: "x86_64",
  183: "aarch64",
  243: "riscv64",
  258: "loongarch64",
};
const TYPES: Readonly<Record<number, ElfFacts["type"]>> = { 1: "relocatable", 2: "executable", 3: "shared", 4: "core" };

const DT = { needed: 1, strtab: 5, soname: 14, rpath: 15, runpath: 29, flags1: 0x6ffffffb } as const;
const DF_1_PIE = 0x08000000;

/** Of libraries, or of lists of folders. */
const MAX_NAMES = 4096;

/** The file's own view of where its parts are. */
interface Layout {
  readonly file: Reader;
  readonly segments: readonly Segment[];
  readonly sections: readonly Section[];
}

/**
 * Separate debug files keep the program's headers but not what they point to; their sections of that kind are marked as
 * taking no room.
 */
function isHollow({ sections }: Layout, segment: Segment): boolean {
  // Every: thread-local zeros (.tbss) take no room either, and share their address with the section behind them.
  const there = sections.filter(({ address, size }) => address === segment.address && size > 0);
  return there.length > 0 && there.every(({ type }) => type === SHT.nobits);
}

function segmentOf(layout: Layout, type: number): Segment | undefined {
  const segment = layout.segments.find((each) => each.type === type && each.fileSize > 0);
  return segment === undefined || isHollow(layout, segment) ? undefined : segment;
}

function interpreterIn(layout: Layout): string | undefined {
  const segment = segmentOf(layout, PT.interp);
  if (segment === undefined) return undefined;
  const bytes = layout.file.slice(segment.offset, segment.fileSize);
  const text = new TextDecoder().decode(bytes).replace(/\0.*$/s, "");
  return text === "" ? undefined : text;
}

interface Dynamic {
  readonly tag: number;
  readonly value: number;
}

function readDynamic(layout: Layout): Dynamic[] {
  const segment = segmentOf(layout, PT.dynamic);
  if (segment === undefined) return [];
  const { file } = layout;
  const entrySize = file.wide ? 16 : 8;
  const entries: Dynamic[] = [];
  const table = { at: segment.offset, entrySize, count: Math.floor(segment.fileSize / entrySize) };
  for (const at of offsets(table, entrySize)) {
    const tag = file.word(at);
    if (tag === 0) break;
    entries.push({ tag, value: file.word(at + entrySize / 2) });
  }
  return entries;
}

/** Where in the file the bytes at an address of the running program are. */
function offsetOf(layout: Layout, address: number): number {
  const segment = layout.segments.find(
    (each) => each.type === PT.load && each.address <= address && address < each.address + each.fileSize,
  );
  if (segment === undefined) throw corrupt("its names are at an address that it does not have");
  return segment.offset + (address - segment.address);
}

/** The texts of all entries with a tag, in order. */
function namesIn(layout: Layout, entries: readonly Dynamic[], tag: number): string[] {
  const wanted = entries.filter((entry) => entry.tag === tag);
  if (wanted.length === 0) return [];
  if (wanted.length > MAX_NAMES) throw corrupt("it has more names than any program needs");
  const table = entries.find((entry) => entry.tag === DT.strtab);
  if (table === undefined) throw corrupt("it has names, but no table of names");
  const start = offsetOf(layout, table.value);
  return wanted.map(({ value }) => layout.file.text(start + value));
}

function pathsIn(layout: Layout, entries: readonly Dynamic[], tag: number): string[] {
  return namesIn(layout, entries, tag).flatMap((text) => text.split(":").filter((path) => path !== ""));
}

function isProgram(type: ElfFacts["type"], entries: readonly Dynamic[]): boolean {
  const flags = entries.find(({ tag }) => tag === DT.flags1)?.value ?? 0;
  return type === "executable" || (type === "shared" && Math.floor(flags / DF_1_PIE) % 2 === 1);
}

function layoutOf(bytes: Uint8Array): Layout {
  const file = openElf(bytes);
  return { file, segments: readSegments(file), sections: readSections(file) };
}

/**
 * Reads what an ELF file says of itself; undefined for whatever does not begin as one. Takes hostile input: every access
 * is within bounds and every table has an end. Throws Fault "elf-corrupt".
 */
export function readElf(bytes: Uint8Array): ElfFacts | undefined {
  if (!isElf(bytes)) return undefined;
  const layout = layoutOf(bytes);
  const { file, sections } = layout;
  const type = TYPES[file.u16(16)] ?? "other";
  const machine = file.u16(18);
  const interpreter = interpreterIn(layout);
  const entries = readDynamic(layout);
  const [soname] = namesIn(layout, entries, DT.soname);
  const needed = namesIn(layout, entries, DT.needed);
  return {
    bits: file.wide ? 64 : 32,
    endian: bytes[5] === 1 ? "little" : "big",
    machine: MACHINES[machine] ?? `machine-${machine}`,
    type,
    ...(interpreter !== undefined && { interpreter }),
    ...(soname !== undefined && { soname }),
    needed,
    rpath: pathsIn(layout, entries, DT.rpath),
    runpath: pathsIn(layout, entries, DT.runpath),
    isStatic: interpreter === undefined && needed.length === 0 && isProgram(type, entries),
    hasSymbols: sections.some((section) => section.type === SHT.symtab),
  };
}
