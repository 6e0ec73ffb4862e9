import { corrupt, isElf, openElf, type Reader } from "./reader.ts";
import { readSections, SHT, sectionNames } from "./sections.ts";

/** Who made an ELF file, as far as it says so. */
export interface ElfNotes {
  /** Texts of `.comment`: one per compiler, assembler or linker that took part. */
  readonly comments: readonly string[];
  /** In hex: names the link that made the file, and survives stripping. */
  readonly buildIds: readonly string[];
}

const NT_GNU_BUILD_ID = 3;
/** Of all such sections together; real ones have a few hundred. */
const MOST_BYTES = 256 * 1024;

/** Tells one from the other by 4-byte words: sizes of name and description, type; both are padded (gABI, chapter 5). */
function buildIdsIn(file: Reader, from: number, size: number): string[] {
  const found: string[] = [];
  const end = from + size;
  for (let at = from; at + 12 <= end; ) {
    const nameSize = file.u32(at);
    const descSize = file.u32(at + 4);
    const desc = at + 12 + 4 * Math.ceil(nameSize / 4);
    const next = desc + 4 * Math.ceil(descSize / 4);
    if (next > end) break;
    const isGnu = nameSize === 4 && file.text(at + 12) === "GNU";
    if (isGnu && file.u32(at + 8) === NT_GNU_BUILD_ID) found.push(hex(file.slice(desc, descSize)));
    at = next;
  }
  return found;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function commentsIn(bytes: Uint8Array): string[] {
  const texts = new TextDecoder().decode(bytes).split("\0");
  return texts.filter((text) => text !== "");
}

/** Reads who made an ELF file; nothing for whatever is none. Takes hostile input. Throws Fault "elf-corrupt". */
export function readNotes(bytes: Uint8Array): ElfNotes {
  if (!isElf(bytes)) return { comments: [], buildIds: [] };
  const file = openElf(bytes);
  const sections = readSections(file);
  const names = sectionNames(file, sections);
  const comments = sections.filter(({ index, type }) => type === SHT.progbits && names[index] === ".comment");
  const notes = sections.filter(({ type }) => type === SHT.note);
  const size = [...comments, ...notes].reduce((sum, section) => sum + section.size, 0);
  if (size > MOST_BYTES) throw corrupt("its notes are larger than any program's");
  return {
    comments: [...new Set(comments.flatMap((section) => commentsIn(file.slice(section.offset, section.size))))],
    buildIds: [...new Set(notes.flatMap((section) => buildIdsIn(file, section.offset, section.size)))],
  };
}
