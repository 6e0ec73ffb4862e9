import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { isFault } from "@ascent/core";
import { concat, type ElfFacts, readElf, type ScannedFile } from "@ascent/formats";
import { type OutputEntry, readChunks } from "./output.ts";

/** What one reading of a file tells. Hashes in hex. */
export interface Inspected {
  readonly sha1: string;
  readonly sha256: string;
  readonly elf?: ElfFacts;
  /** Of scripts the beginning, of pkg-config files all. */
  readonly text?: string;
}

/** By path; the names of one file share what was found. */
export type Inspections = ReadonlyMap<string, Inspected>;

/** Longer first lines are no kernel's business (BINPRM_BUF_SIZE is 256). */
const FIRST_LINE = 256;
const MAX_TEXT = 1024 * 1024;

/** Reads every file of a package once; reading is synchronous, other work gets its turn between files. */
export async function inspectFiles(entries: readonly OutputEntry[]): Promise<Inspections> {
  const inspections = new Map<string, Inspected>();
  for (const entry of entries) {
    await breathe();
    const found = entry.kind === "file" ? inspectFile(entry.source, entry.path) : inspections.get(linkedFile(entry));
    if (found !== undefined && (entry.kind === "file" || entry.kind === "hardlink")) inspections.set(entry.path, found);
  }
  return inspections;
}

function linkedFile(entry: OutputEntry): string {
  return entry.kind === "hardlink" ? entry.target : "";
}

function inspectFile(source: string, path: string): Inspected {
  const [sha1, sha256] = [createHash("sha1"), createHash("sha256")];
  let kept: Uint8Array[] = [];
  let keep: "all" | "nothing" | undefined;
  for (const chunk of readChunks(source)) {
    sha1.update(chunk);
    sha256.update(chunk);
    keep ??= isElf(chunk) ? "all" : "nothing";
    if (keep === "all" || kept.length === 0) kept.push(chunk);
  }
  const bytes = concat(kept);
  kept = [];
  const hashes = { sha1: sha1.digest("hex"), sha256: sha256.digest("hex") };
  if (keep === "all") return { ...hashes, ...elfOf(bytes) };
  return { ...hashes, ...textOf(bytes, path) };
}

function isElf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).equals(Buffer.from("\x7fELF", "latin1"));
}

/** A damaged ELF file (test data of some package) is a file like any other, and asks for nothing. */
function elfOf(bytes: Uint8Array): { elf?: ElfFacts } {
  try {
    const elf = readElf(bytes);
    return elf === undefined ? {} : { elf };
  } catch (error) {
    if (isFault(error) && error.code === "elf-corrupt") return {};
    throw error;
  }
}

function textOf(bytes: Uint8Array, path: string): { text?: string } {
  const text = (length: number) => ({ text: new TextDecoder().decode(bytes.subarray(0, length)) });
  if (path.endsWith(".pc")) return text(MAX_TEXT);
  return bytes[0] === 0x23 && bytes[1] === 0x21 ? text(FIRST_LINE) : {};
}

/** The entries as the scanner for dependencies takes them. */
export function scannedFiles(entries: readonly OutputEntry[], inspections: Inspections): ScannedFile[] {
  return entries.map((entry) => scannedFile(entry, inspections.get(entry.path)));
}

function scannedFile(entry: OutputEntry, inspected: Inspected | undefined): ScannedFile {
  const { path } = entry;
  switch (entry.kind) {
    case "symlink":
      return { path, type: "symlink", mode: 0o777, linkTarget: entry.target };
    case "directory":
      return { path, type: "directory", mode: entry.mode };
    case "hardlink":
      return { path, type: "hardlink", mode: entry.mode, linkTarget: entry.target, ...facts(inspected) };
    case "file":
      return { path, type: "file", mode: entry.mode, ...facts(inspected) };
  }
}

function facts({ elf, text }: Partial<Inspected> = {}): Pick<ScannedFile, "elf" | "text"> {
  return { ...(elf === undefined ? {} : { elf }), ...(text === undefined ? {} : { text }) };
}
