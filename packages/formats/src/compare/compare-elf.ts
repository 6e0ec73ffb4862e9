import { openElf, type Reader } from "../elf/reader.ts";
import { readSections, type Section, SHT, sectionNames } from "../elf/sections.ts";
import { compareBytes, sameBytes } from "./compare-plain.ts";
import { byName, type Difference, type Pair, pairUp, unlike } from "./difference.ts";

/** A digest of the rest of the file, and the tables behind the symbols' names. */
const FOLLOWERS: ReadonlySet<string> = new Set([".note.gnu.build-id", ".symtab", ".strtab", ".shstrtab"]);
/** Names of symbols that are told; beyond, only how many. */
const TOLD = 8;
const LONGEST_NAME = 256;
const SYMBOL = { wide: 24, narrow: 16 } as const;

interface Symbol {
  readonly name: string;
  readonly section: number;
  readonly value: number;
  readonly size: number;
}

interface Parsed {
  readonly bytes: Uint8Array;
  readonly file: Reader;
  readonly sections: ReadonlyMap<string, Section>;
  readonly symbols: readonly Symbol[];
  readonly isRelocatable: boolean;
}

/**
 * Section by section: which one of the two lacks, and where the others differ, with the function or object around it; for
 * the symbols by name. Where the sections say nothing (a file without any), the bytes. Throws Fault "elf-corrupt".
 */
export function compareElf(pair: Pair<Uint8Array>): Difference[] {
  const first = parse(pair.first);
  const second = parse(pair.second);
  const { both, differences } = pairUp({ at: pair.at, first: first.sections, second: second.sections });
  const order = unlike("order", { at: pair.at, first: names(first), second: names(second) });
  const found = [
    ...header({ at: pair.at, first, second }),
    ...differences,
    ...(differences.length === 0 ? order : []),
    ...symbolNames({ at: pair.at, first, second }),
    ...both.flatMap((sections) => compareSection(sections, { first, second })),
  ];
  return found.length > 0 ? found : compareBytes(pair);
}

function names({ sections }: Parsed): string {
  return [...sections.keys()].join(" ");
}

function parse(bytes: Uint8Array): Parsed {
  const file = openElf(bytes);
  const sections = readSections(file);
  const texts = sectionNames(file, sections);
  const named = byName(
    sections.filter(({ type }) => type !== 0),
    ({ index }) => texts[index] || `section ${index}`,
  );
  return { bytes, file, sections: named, symbols: readSymbols(file, sections), isRelocatable: file.u16(16) === 1 };
}

function readSymbols(file: Reader, sections: readonly Section[]): Symbol[] {
  const table = sections.find(({ type }) => type === SHT.symtab);
  const texts = sections[table?.link ?? 0];
  if (table === undefined || texts === undefined) return [];
  file.range(table.offset, table.size);
  const size = file.wide ? SYMBOL.wide : SYMBOL.narrow;
  return Array.from({ length: Math.floor(table.size / size) }, (_, index) => {
    const at = table.offset + index * size;
    const name = file.shortText(texts.offset + file.u32(at), LONGEST_NAME);
    return file.wide
      ? { name, section: file.u16(at + 6), value: file.word(at + 8), size: file.word(at + 16) }
      : { name, section: file.u16(at + 14), value: file.word(at + 4), size: file.word(at + 8) };
  }).filter(({ name, section }) => name !== "" && section !== 0);
}

/** What the first bytes say: class, byte order, system; then type, machine and where it starts. */
function header({ at, first, second }: Pair<Parsed>): Difference[] {
  const told = ({ bytes, file }: Parsed) =>
    `${Buffer.from(bytes.subarray(4, 9)).toString("hex")}, type ${file.u16(16)}, machine ${file.u16(18)}, entry 0x${file.word(24).toString(16)}`;
  return unlike("bytes", { at: [...at, "header"], first: told(first), second: told(second) });
}

function symbolNames({ at, first, second }: Pair<Parsed>): Difference[] {
  const [mine, theirs] = [namesOf(first), namesOf(second)];
  const only = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((name) => !b.has(name)).sort();
  return unlike("text", { at: [...at, "symbols"], first: told(only(mine, theirs)), second: told(only(theirs, mine)) });
}

function namesOf({ symbols }: Parsed): Set<string> {
  return new Set(symbols.map(({ name }) => name));
}

function told(names: readonly string[]): string {
  if (names.length === 0) return "none of its own";
  const rest = names.length - TOLD;
  return `only here: ${names.slice(0, TOLD).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function compareSection(pair: Pair<Section>, files: { readonly first: Parsed; readonly second: Parsed }): Difference[] {
  const first = contentOf(files.first, pair.first);
  const second = contentOf(files.second, pair.second);
  if (sameBytes(first, second)) {
    const sizes = unlike("size", {
      at: pair.at,
      first: `${pair.first.size} bytes`,
      second: `${pair.second.size} bytes`,
    });
    // Without content a section still has a size: zeros that a program is given.
    return pair.first.type === SHT.nobits ? sizes : [];
  }
  const nameAt = (offset: number) => nearest(files.first, pair.first, offset);
  const differences = compareBytes({ at: pair.at, first, second }, { nameAt });
  return FOLLOWERS.has(pair.at.at(-1) ?? "") ? differences.map((one) => ({ ...one, follows: true })) : differences;
}

function contentOf({ file }: Parsed, { type, offset, size }: Section): Uint8Array {
  return type === SHT.nobits ? new Uint8Array() : file.slice(offset, size);
}

/** The symbol that a byte of a section belongs to; in objects values count from the section's beginning. */
function nearest({ symbols, isRelocatable }: Parsed, section: Section, offset: number): string | undefined {
  const value = isRelocatable ? offset : section.address + offset;
  const around = symbols.filter((symbol) => symbol.section === section.index && symbol.value <= value);
  const exact = around.find((symbol) => value < symbol.value + symbol.size);
  return (
    exact ?? around.reduce<Symbol | undefined>((best, one) => (best && best.value > one.value ? best : one), undefined)
  )?.name;
}
