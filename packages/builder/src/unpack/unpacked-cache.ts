import { createReadStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, Fault, type LockedPackage } from "@ascent/core";
import type { ArtifactStore } from "@ascent/engine";
import { apkDigests } from "@ascent/formats";
import { removeTree } from "../cache/remove-tree.ts";
import type { Hold, Shelf } from "../cache/shelf.ts";
import { throwIfCancelled } from "../cancelled.ts";
import { extractApk } from "./extract.ts";
import { UnpackedMeta } from "./meta.ts";

/** A package whose files lie ready to be linked. */
export interface Unpacked {
  readonly meta: UnpackedMeta;
  /** Directory of its files. Never write below it. */
  readonly files: string;
}

export interface HeldPackages {
  readonly entries: readonly Unpacked[];
  release(): Promise<void>;
}

/** Packages unpacked at a time: reading and inflating one hardly fills a core. */
const CONCURRENCY = 2;

/** Unpacked packages by content digest: `root/` and `meta.json` each. */
export class UnpackedCache {
  readonly shelf: Shelf;
  readonly #store: ArtifactStore;
  readonly #unpacking = new Map<Digest, Promise<void>>();

  constructor(shelf: Shelf, store: ArtifactStore) {
    this.shelf = shelf;
    this.#store = store;
  }

  /**
   * Every package of an environment, in its order, unpacked when it is not yet. Throws the store's "artifact-…" Faults,
   * formats' "archive-…" and "apk-…", "lock-mismatch" when an apk is not the content that the lock names, and Cancelled.
   */
  async useAll(environment: readonly LockedPackage[], signal: AbortSignal): Promise<HeldPackages> {
    const holds: Hold[] = [];
    const release = async (): Promise<void> => {
      await Promise.all(holds.map((hold) => hold.release()));
    };
    const entries: Unpacked[] = [];
    const waiting = [...environment.entries()];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        throwIfCancelled(signal);
        holds.push(await this.shelf.hold(next[1].contentDigest));
        entries[next[0]] = await this.#use(next[1]);
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: CONCURRENCY }, work));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed === undefined) return { entries, release };
    await release();
    throw failed.reason;
  }

  async #use(locked: LockedPackage): Promise<Unpacked> {
    while (!(await this.shelf.has(locked.contentDigest))) await this.#unpackOnce(locked);
    const directory = this.shelf.pathOf(locked.contentDigest);
    const meta = UnpackedMeta.parse(JSON.parse(await readFile(join(directory, "meta.json"), "utf8")));
    return { meta, files: join(directory, "root") };
  }

  async #unpackOnce(locked: LockedPackage): Promise<void> {
    const digest = locked.contentDigest;
    const running = this.#unpacking.get(digest) ?? this.#unpack(locked).finally(() => this.#unpacking.delete(digest));
    this.#unpacking.set(digest, running);
    await running;
  }

  async #unpack(locked: LockedPackage): Promise<void> {
    const path = await this.#store.localPath(locked.fileDigest);
    const { contentDigest, size } = await apkDigests(createReadStream(path));
    if (contentDigest !== locked.contentDigest) throw mismatch(locked, contentDigest);
    const scratch = await this.shelf.scratch();
    try {
      await mkdir(join(scratch, "root"));
      const meta = await extractApk(createReadStream(path), size, join(scratch, "root"));
      await writeFile(join(scratch, "meta.json"), JSON.stringify(meta));
      await this.shelf.install(locked.contentDigest, scratch, { bytes: bytesOnDisk(meta), shares: [] });
    } catch (error) {
      await removeTree(scratch);
      throw inPackage(locked, error);
    }
  }
}

const BLOCK = 4096;

function bytesOnDisk(meta: UnpackedMeta): number {
  const sizes = meta.entries.map((entry) => (entry.kind === "file" ? Math.ceil(entry.size / BLOCK) * BLOCK : 0));
  return sizes.reduce((sum, size) => sum + size + BLOCK, 0);
}

function mismatch(locked: LockedPackage, actual: Digest): Fault {
  return new Fault(
    "lock-mismatch",
    `${locked.name}-${locked.version} is locked with content ${locked.contentDigest}, but its apk ${locked.fileDigest} holds ${actual}`,
  );
}

/** Says which package it was: the readers of formats know only bytes. */
function inPackage(locked: LockedPackage, error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  const { wayOut, retryable } = error;
  return new Fault(error.code, `${locked.name}-${locked.version}: ${error.message}`, {
    cause: error,
    retryable,
    ...(wayOut === undefined ? {} : { wayOut }),
  });
}
