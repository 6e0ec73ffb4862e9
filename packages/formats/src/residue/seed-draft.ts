import { createHash } from "node:crypto";
import { compareText, isFault } from "@ascent/core";
import { type ArMember, libraryMembers } from "../archive/ar.ts";
import { type ElfFacts, readElf } from "../elf/read-elf.ts";
import { readNotes } from "../elf/read-notes.ts";
import { type RelocatableObject, readObject } from "../elf/read-object.ts";
import { type Body, bodiesOf } from "./bodies.ts";
import type { PackageContents, PackageFile } from "./contents.ts";
import { classOf, SMALLEST_FILE } from "./file-class.ts";
import type { SeedPackage, SeedPlace } from "./fingerprint.ts";
import { libraryOf } from "./seed-names.ts";
import { vendorsIn, vendorsInComment } from "./vendors.ts";
import { headHash } from "./verify.ts";
import { proposeWindows, type WindowChoice } from "./window.ts";

/** A body before it is known which of its windows is the rarest. */
export interface DraftBody {
  readonly name: string;
  readonly holds: Body["holds"];
  readonly place: SeedPlace;
  readonly size: number;
  readonly evidence: number;
  readonly isAssembled: boolean;
  readonly head: number;
  readonly digest: string;
  readonly masks: readonly number[];
  readonly windows: readonly WindowChoice[];
}

/** A name and where it is; of several places the first in order stays. */
export class Named {
  readonly places = new Map<string, SeedPlace>();

  add(name: string, place: SeedPlace): void {
    const known = this.places.get(name);
    if (known === undefined || comparePlaces(place, known) < 0) this.places.set(name, place);
  }
}

/** By package, path and member: an order that does not depend on how packages come in. */
export function comparePlaces(a: SeedPlace, b: SeedPlace): number {
  return (
    compareText(a.package.name, b.package.name) ||
    compareText(a.package.version, b.package.version) ||
    compareText(a.path, b.path) ||
    compareText(a.member ?? "", b.member ?? "")
  );
}

/** What has been seen of a seed so far, in no order. */
export class SeedDraft {
  readonly files = new Named();
  readonly paths = new Named();
  readonly folders = new Named();
  readonly interpreters = new Named();
  readonly libraries = new Named();
  readonly buildIds = new Named();
  readonly comments = new Named();
  readonly vendors = new Named();
  readonly links: { readonly path: string; readonly target: string }[] = [];
  readonly bodies: DraftBody[] = [];

  async add({ name, version, origin, files }: PackageContents): Promise<void> {
    const from = { name, version, origin };
    for await (const file of files) this.#addFile(from, file);
  }

  #addFile(from: SeedPackage, { path, linkTarget, type, content }: PackageFile): void {
    if (path === "") return;
    const place = { package: from, path };
    if (type === "directory") this.folders.add(path, place);
    else this.paths.add(path, place);
    const library = type === "directory" ? undefined : libraryOf(path);
    if (library !== undefined) this.libraries.add(library, place);
    if (type === "symlink" && linkTarget !== undefined) this.links.push({ path, target: linkTarget });
    if (content !== undefined) this.#addContent(place, content);
  }

  #addContent(place: SeedPlace, bytes: Uint8Array): void {
    if (bytes.length >= SMALLEST_FILE) this.files.add(hexDigest(bytes), place);
    const kind = classOf(bytes);
    if (kind === "elf") unlessDamaged(() => this.#addElf(place, bytes));
    if (kind === "library") unlessDamaged(() => this.#addLibrary(place, bytes));
  }

  #addLibrary(place: SeedPlace, bytes: Uint8Array): void {
    for (const { name, bytes: content } of libraryMembers(bytes) satisfies ArMember[]) {
      this.#addContent({ ...place, member: name }, content);
    }
  }

  #addElf(place: SeedPlace, bytes: Uint8Array): void {
    const object = readObject(bytes);
    if (object === undefined) this.#addProgram(place, bytes);
    else this.#addObject(place, object, bytes.length);
    for (const comment of readNotes(bytes).comments) {
      this.comments.add(comment, place);
      for (const vendor of vendorsInComment(comment)) this.vendors.add(vendor, place);
    }
  }

  #addObject(place: SeedPlace, object: RelocatableObject, size: number): void {
    const { isAssembled } = object;
    for (const body of bodiesOf(object, size)) {
      const windows = proposeWindows(body);
      if (windows.length > 0) this.bodies.push(draftBody(body, { place, windows, isAssembled }));
    }
  }

  #addProgram(place: SeedPlace, bytes: Uint8Array): void {
    for (const id of readNotes(bytes).buildIds) this.buildIds.add(id, place);
    const facts: ElfFacts | undefined = readElf(bytes);
    if (facts?.interpreter !== undefined) this.interpreters.add(facts.interpreter, place);
    if (facts?.soname !== undefined) this.libraries.add(facts.soname, place);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const vendor of vendorsIn(buffer)) this.vendors.add(vendor, place);
  }
}

/** A file of the seed that is not what it claims to be is told by its digest alone. */
function unlessDamaged(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!isFault(error)) throw error;
  }
}

export function hexDigest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

type Origin = Pick<DraftBody, "place" | "windows" | "isAssembled">;

function draftBody({ name, holds, bytes, masks, evidence }: Body, origin: Origin): DraftBody {
  return {
    ...origin,
    name,
    holds,
    size: bytes.length,
    evidence,
    head: headHash(bytes),
    digest: hexDigest(bytes).slice(0, 32),
    masks: masks.flatMap(({ at, size }) => [at, size]),
  };
}
