import { readFileSync, type Stats } from "node:fs";
import { type Digest, Fault } from "@ascent/core";
import type { BlueprintFile } from "@ascent/engine";
import { describesPackage, sha256 } from "@ascent/formats";

/** What tells, without reading it, whether a file is the one that it was. Times in milliseconds since 1970, with fractions. */
export interface FileState {
  readonly size: number;
  readonly modified: number;
  readonly changed: number;
  readonly inode: number;
  readonly mode: number;
}

/** A file as it was found once. */
export interface KnownFile extends FileState {
  readonly digest: Digest;
  readonly describesPackage: boolean;
}

/**
 * Files that need not be read again. As git's index does it: a file is taken for the same while its size, times, inode and mode
 * are, unless it was written so shortly before it was looked at that another write could have left the same times.
 */
export class KnownFiles {
  readonly #known: ReadonlyMap<string, KnownFile>;
  readonly #seen = new Map<string, KnownFile>();
  /** How many had to be read. */
  read = 0;

  /** `known`: by real path. */
  constructor(known: ReadonlyMap<string, KnownFile>) {
    this.#known = known;
  }

  /** All that were asked for, as they are now: what a next time can know. */
  get seen(): ReadonlyMap<string, KnownFile> {
    return this.#seen;
  }

  /** A file by its real path; its bytes are read when somebody asks for them. Errors are those of reading. */
  file(path: string, stats: Stats): BlueprintFile {
    const state = stateOf(stats);
    const known = this.#known.get(path);
    const same = known !== undefined && isSame(known, state);
    const file = same ? new FileOnDisk(path, known) : this.#look(path, state);
    this.#seen.set(path, file.known);
    return file;
  }

  #look(path: string, state: FileState): FileOnDisk {
    this.read += 1;
    const bytes = readFileSync(path);
    const describes = /\.ya?ml$/.test(path) && describesPackage(path, bytes);
    return new FileOnDisk(path, { ...state, digest: sha256(bytes), describesPackage: describes }, bytes);
  }
}

class FileOnDisk implements BlueprintFile {
  readonly known: KnownFile;
  readonly #path: string;
  #bytes: Uint8Array | undefined;

  constructor(path: string, known: KnownFile, bytes?: Uint8Array) {
    this.#path = path;
    this.known = known;
    this.#bytes = bytes;
  }

  get executable(): boolean {
    return (this.known.mode & 0o100) !== 0;
  }

  get digest(): Digest {
    return this.known.digest;
  }

  get describesPackage(): boolean {
    return this.known.describesPackage;
  }

  /** Fault "blueprint-changed": other bytes under this digest would be remembered as what they are not. */
  get bytes(): Uint8Array {
    this.#bytes ??= readAgain(this.#path, this.known.digest);
    return this.#bytes;
  }
}

function readAgain(path: string, digest: Digest): Uint8Array {
  const bytes = readFileSync(path);
  if (sha256(bytes) === digest) return bytes;
  throw new Fault("blueprint-changed", `${path} changed while it was looked at.`, {
    wayOut: "Try again; with --no-cache where its times were set by hand.",
  });
}

function stateOf({ size, mtimeMs, ctimeMs, ino, mode }: Stats): FileState {
  return { size, modified: mtimeMs, changed: ctimeMs, inode: ino, mode };
}

function isSame(a: FileState, b: FileState): boolean {
  return (
    a.size === b.size &&
    a.modified === b.modified &&
    a.changed === b.changed &&
    a.inode === b.inode &&
    a.mode === b.mode
  );
}

/** File systems keep times as coarse as this, in milliseconds. */
const COARSE = 2000;

/** Could it have been written once more after it was looked at, at `now` or later, without its times telling? */
export function isRacy({ modified, changed }: FileState, now: number): boolean {
  return Math.max(modified, changed) > now - COARSE;
}
