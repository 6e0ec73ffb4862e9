import type { ResidueFinding } from "@ascent/core";
import { type ElfFacts, readElf } from "../elf/read-elf.ts";
import { readNotes } from "../elf/read-notes.ts";
import { folderOf, isCommonFolder, plainPath, tripletsIn } from "./seed-names.ts";
import { describe, findingIn, placeOf, type Subject } from "./subject.ts";

/** What an ELF file says of itself that is the seed's. Throws Fault "elf-corrupt". */
export function searchElf(subject: Subject): ResidueFinding[] {
  const facts = readElf(subject.bytes);
  if (facts === undefined) return [];
  return [
    ...interpreterOf(subject, facts),
    ...facts.needed.flatMap((library) => libraryOf(subject, library)),
    ...[...facts.rpath, ...facts.runpath].flatMap((folder) => runPathOf(subject, folder)),
    ...notesOf(subject),
  ];
}

/** What strings of an ELF file have been told as: they are no findings once more. */
export function toldStrings(subject: Subject): string[] {
  const facts = readElf(subject.bytes);
  if (facts === undefined) return [];
  return [...facts.rpath, ...facts.runpath, ...(facts.interpreter === undefined ? [] : [facts.interpreter])];
}

function interpreterOf(subject: Subject, { interpreter }: ElfFacts): ResidueFinding[] {
  if (interpreter === undefined) return [];
  const { seed } = subject;
  const path = plainPath(interpreter, seed.aliases);
  const place = placeOf(seed, seed.paths, path) ?? placeOf(seed, seed.interpreters, interpreter);
  if (place === undefined) return [];
  const what = `It is loaded by ${interpreter}, which is the seed's.`;
  const unless = { own: "path", name: path } as const;
  return [findingIn(subject, { kind: "interpreter", strength: "strong", what, detail: interpreter, place, unless })];
}

function libraryOf(subject: Subject, library: string): ResidueFinding[] {
  const { seed } = subject;
  const place = placeOf(seed, seed.libraries, library);
  if (place === undefined) return [];
  const what = `It needs the library ${library}, which is the seed's (${describe(place)}).`;
  const unless = { own: "library", name: library } as const;
  return [findingIn(subject, { kind: "library", strength: "strong", what, detail: library, place, unless })];
}

function runPathOf(subject: Subject, written: string): ResidueFinding[] {
  const { seed, path: file } = subject;
  const folder = plainPath(written.replace(/\$(?:ORIGIN|\{ORIGIN\})/g, `/${folderOf(file)}`), seed.aliases);
  const [triplet = ""] = tripletsIn(folder).filter((each) => seed.triplets.has(each));
  const place = placeOf(seed, seed.folders, folder) ?? placeOf(seed, seed.triplets, triplet);
  if (place === undefined || isCommonFolder(folder)) return [];
  const what = `It looks for libraries in ${written}, which is a folder of the seed's.`;
  const unless = { own: "path", name: folder } as const;
  return [findingIn(subject, { kind: "run-path", strength: "strong", what, detail: written, place, unless })];
}

/** Who made it: also asked of objects in archives. Throws Fault "elf-corrupt". */
export function notesOf(subject: Subject): ResidueFinding[] {
  const { comments, buildIds } = readNotes(subject.bytes);
  return [
    ...comments.flatMap((text) => compilerOf(subject, text)),
    ...buildIds.flatMap((id) => buildIdOf(subject, id)),
  ];
}

function compilerOf(subject: Subject, comment: string): ResidueFinding[] {
  const { seed } = subject;
  const words = comment.match(/[A-Za-z]+/g) ?? [];
  const vendor = words.find((word) => seed.vendors.has(word));
  const place = placeOf(seed, seed.comments, comment) ?? placeOf(seed, seed.vendors, vendor ?? "");
  if (place === undefined) return [];
  const what = `"${comment}" made it, which is the seed's.`;
  return [findingIn(subject, { kind: "compiler", strength: "strong", what, detail: comment, place })];
}

function buildIdOf(subject: Subject, id: string): ResidueFinding[] {
  const place = placeOf(subject.seed, subject.seed.buildIds, id);
  if (place === undefined) return [];
  const what = `Its build-id, ${id}, is that of ${describe(place)}.`;
  return [findingIn(subject, { kind: "build-id", strength: "proof", what, detail: id, place })];
}
