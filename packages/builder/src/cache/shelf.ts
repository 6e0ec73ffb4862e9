import { readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, hexOf } from "@ascent/core";
import { z } from "zod";
import { isRunning } from "../sandbox/processes.ts";
import { removeTree } from "./remove-tree.ts";
import { ownerOf, Scratch } from "./scratch.ts";

/** Bytes that the entry alone takes, and the names of entries on another shelf whose files it shares by hard links. */
const Tag = z.strictObject({ bytes: z.number().nonnegative(), shares: z.array(z.string()) });
export type Tag = z.infer<typeof Tag>;

export interface ShelfEntry extends Tag {
  /** The digest's hex digits. */
  readonly name: string;
  readonly usedAt: number;
}

/** Keeps an entry from being pruned, by any process of this host, until it is released. */
export interface Hold {
  release(): Promise<void>;
}

const TAG_FILE = "tag.json";

/**
 * A directory of directories named by digest, which several processes of one host may share. An entry appears whole (made
 * aside, then renamed) or not at all. Holds are empty files named by process and digest.
 */
export class Shelf {
  readonly #directory: string;
  readonly #scratch: Scratch;
  readonly #holds: Scratch;

  private constructor(directory: string, scratch: Scratch, holds: Scratch) {
    this.#directory = directory;
    this.#scratch = scratch;
    this.#holds = holds;
  }

  /** @param name of the directory below `base`, which exists */
  static async open(base: string, name: string): Promise<Shelf> {
    const scratch = await Scratch.open(base, join(name, ".scratch"));
    return new Shelf(join(base, name), scratch, await Scratch.open(base, join(name, ".holds")));
  }

  pathOf(digest: Digest): string {
    return join(this.#directory, hexOf(digest));
  }

  async has(digest: Digest): Promise<boolean> {
    return (await statOrUndefined(join(this.pathOf(digest), TAG_FILE))) !== undefined;
  }

  /** A fresh empty directory on the same file system; `install` it or remove it. */
  scratch(): Promise<string> {
    return this.#scratch.make();
  }

  /** Moves a scratch directory in. When another process was faster, theirs stays: same digest, same content. */
  async install(digest: Digest, scratch: string, tag: Tag): Promise<void> {
    await writeFile(join(scratch, TAG_FILE), JSON.stringify(tag), { mode: 0o644 });
    try {
      await rename(scratch, this.pathOf(digest));
    } catch (error) {
      if (!(await this.has(digest))) throw error;
      await removeTree(scratch);
    }
  }

  /** Also marks the entry as used now. It need not exist yet. */
  async hold(digest: Digest): Promise<Hold> {
    const path = `${this.#holds.path()}.${hexOf(digest)}`;
    await writeFile(path, "");
    await this.touch(digest);
    return { release: () => rm(path, { force: true }) };
  }

  async touch(digest: Digest): Promise<void> {
    const now = new Date();
    await utimes(join(this.pathOf(digest), TAG_FILE), now, now).catch(() => undefined);
  }

  /** Least recently used first. */
  async entries(): Promise<ShelfEntry[]> {
    const names = (await readdir(this.#directory)).filter((name) => /^[0-9a-f]{64}$/.test(name));
    const entries = await Promise.all(names.map((name) => this.#entry(name)));
    return entries.filter((entry) => entry !== undefined).sort((a, b) => a.usedAt - b.usedAt);
  }

  /** Removes an entry unless something holds it; tells whether it is gone. */
  async remove(name: string): Promise<boolean> {
    if ((await this.#heldNames()).has(name)) return false;
    const aside = this.#scratch.path();
    await rename(join(this.#directory, name), aside);
    await removeTree(aside);
    return true;
  }

  async #entry(name: string): Promise<ShelfEntry | undefined> {
    const path = join(this.#directory, name, TAG_FILE);
    const found = await statOrUndefined(path);
    if (found === undefined) return undefined;
    return { name, usedAt: found.mtimeMs, ...Tag.parse(JSON.parse(await readFile(path, "utf8"))) };
  }

  async #heldNames(): Promise<Set<string>> {
    const holds = await readdir(this.#holds.directory);
    return new Set(holds.filter((hold) => isRunning(ownerOf(hold))).map((hold) => hold.slice(-64)));
  }
}

async function statOrUndefined(path: string) {
  return await stat(path).catch(() => undefined);
}
