import { closeSync, constants, openSync, readSync } from "node:fs";
import { chmod, lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { compareText, Fault } from "@ascent/core";
import { outputOf } from "../pipeline/workspace.ts";

/** Something that a build left in an output directory. */
export type OutputEntry =
  | { readonly kind: "directory"; readonly path: string; readonly mode: number }
  | { readonly kind: "symlink"; readonly path: string; readonly target: string }
  /** Another name of the file at `target`, which comes earlier. */
  | { readonly kind: "hardlink"; readonly path: string; readonly mode: number; readonly target: string }
  | OutputFile;

export interface OutputFile {
  readonly kind: "file";
  /** Relative to the output directory. */
  readonly path: string;
  /** As the build left it, set-user-id included: a package that needs the bit is made with it. But see `settledMode`. */
  readonly mode: number;
  readonly size: number;
  /** On the host. */
  readonly source: string;
}

/**
 * Everything below the output directory of one package, parents first, in code-unit order. Nothing of the build runs any
 * more, but what it left is not trusted: no link is followed, the directory itself included.
 * Throws Fault "output-invalid" for what no package can hold.
 */
export async function walkOutput(home: string, packageName: string): Promise<OutputEntry[]> {
  const directory = await realDirectory(home, packageName);
  const entries = await new OutputWalk(directory).below("");
  return entries.sort((a, b) => compareText(a.path, b.path));
}

/** `home` is the worker's; each part below it may have been replaced by the build. */
async function realDirectory(home: string, packageName: string): Promise<string> {
  let path = home;
  for (const part of outputOf(packageName).split("/")) {
    path = join(path, part);
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isDirectory())
      throw invalid(packageName, `the build removed or replaced its output directory "${part}"`);
    await makeReadable(path, found.mode);
  }
  return path;
}

class OutputWalk {
  readonly #directory: string;
  /** First path of each file that has several names, by device and inode. */
  readonly #firstNames = new Map<string, string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async below(path: string): Promise<OutputEntry[]> {
    const names = await readdir(join(this.#directory, path), { encoding: "buffer" });
    const entries: OutputEntry[] = [];
    for (const name of names.map((bytes) => nameOf(bytes, path)).sort(compareText)) {
      const entry = await this.#entry(path === "" ? name : `${path}/${name}`);
      entries.push(entry);
      if (entry.kind === "directory") entries.push(...(await this.below(entry.path)));
    }
    return entries;
  }

  async #entry(path: string): Promise<OutputEntry> {
    const source = join(this.#directory, path);
    const found = await lstat(source);
    const mode = settledMode(found.mode);
    if (found.isSymbolicLink()) return { kind: "symlink", path, target: await linkTarget(source, path) };
    if (!found.isDirectory() && !found.isFile())
      throw invalid(path, "it is a device, fifo or socket, which no package can hold");
    await makeReadable(source, found.mode);
    if (found.isDirectory()) return { kind: "directory", path, mode };
    const first = this.#firstNames.get(`${found.dev}:${found.ino}`);
    if (first !== undefined) return { kind: "hardlink", path, mode, target: first };
    if (found.nlink > 1) this.#firstNames.set(`${found.dev}:${found.ino}`, path);
    return { kind: "file", path, mode, size: found.size, source };
  }
}

/**
 * The mode that the build gave, but what its umask alone decided: whether the file's group may write. Owner and group of
 * everything in a package are root, so nothing is lost. What others may write too, or belongs to a group on purpose
 * (set-group-id), was made so and stays.
 */
function settledMode(mode: number): number {
  return mode & 0o2002 ? mode & 0o7777 : mode & 0o7757;
}

function nameOf(bytes: Buffer, directory: string): string {
  const name = bytes.toString("utf8");
  if (bytes.equals(Buffer.from(name, "utf8")) && !name.includes("\n")) return name;
  throw invalid(`${directory}/${name}`, "its name is not UTF-8, or has a line break");
}

async function linkTarget(source: string, path: string): Promise<string> {
  return nameOf(await readlink(source, { encoding: "buffer" }), `the target of ${path}:`);
}

/** A worker that is not root owns what the build left, but may not be allowed to read it; the recorded mode stays. */
async function makeReadable(path: string, mode: number): Promise<void> {
  const needed = (mode & constants.S_IFMT) === constants.S_IFDIR ? 0o500 : 0o400;
  if ((mode & needed) !== needed) await chmod(path, (mode & 0o7777) | needed);
}

function invalid(path: string, why: string): Fault {
  return new Fault("output-invalid", `the output "${path}" cannot be packaged: ${why}`, {
    wayOut: "Change the steps of the definition so that they leave only files, directories and links.",
  });
}

const CHUNK = 256 * 1024;

/** The bytes of a file in chunks, read when they are asked for; never through a link. */
export function* readChunks(path: string): Generator<Uint8Array> {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    for (;;) {
      const chunk = new Uint8Array(CHUNK);
      const length = readSync(file, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
