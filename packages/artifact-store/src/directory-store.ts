import { createReadStream } from "node:fs";
import { open, readFile, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Digest, Fault } from "@ascent/core";
import type { ArtifactStore } from "@ascent/engine";
import { digestOf, digestOfFile } from "./hashing.ts";
import { storeFault, systemCode } from "./host-error.ts";
import { bringIn, settle, writeTemp } from "./intake.ts";
import { openShelf, type Shelf } from "./shelf.ts";
import { VerifiedFiles } from "./verified-files.ts";

export interface DirectoryStoreOptions {
  /** Temporary files older than this are removed when the store is opened. Milliseconds; an hour when absent. */
  readonly staleAfterMs?: number;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const HOUR = 3_600_000;

/**
 * An artifact store in a directory, which is made when it is missing; several processes may use one directory.
 * Throws Fault "store-unusable" when it cannot be written; putting throws "disk-full" and leaves nothing half-written.
 */
export async function createDirectoryStore(
  directory: string,
  options: DirectoryStoreOptions = {},
): Promise<ArtifactStore> {
  return new DirectoryStore(await openShelf(directory, options.staleAfterMs ?? HOUR));
}

class DirectoryStore implements ArtifactStore {
  readonly #shelf: Shelf;
  readonly #verified = new VerifiedFiles();

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  async put(bytes: Uint8Array): Promise<Digest> {
    const digest = digestOf(bytes);
    if (await this.#isIntact(digest)) return digest;
    await this.#withTemp(async (temp) => {
      await writeTemp(temp, bytes);
      await this.#shelf.publish(temp, digest);
    });
    return digest;
  }

  async putFile(path: string): Promise<{ readonly digest: Digest; readonly size: number }> {
    const stored = await this.#withTemp(async (temp) => {
      await bringIn(path, temp);
      return this.#publishHashed(temp);
    });
    // Whoever hands the store its own file back must not lose it.
    if (resolve(path) !== this.#shelf.pathOf(stored.digest)) await rm(path, { force: true });
    return stored;
  }

  async has(digest: Digest): Promise<boolean> {
    return (await this.size(digest)) !== undefined;
  }

  async size(digest: Digest): Promise<number | undefined> {
    try {
      return (await stat(this.#shelf.pathOf(digest))).size;
    } catch (error) {
      if (systemCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  async read(digest: Digest): Promise<Uint8Array> {
    const bytes = await readFile(this.#shelf.pathOf(digest)).catch((error: unknown) => {
      throw systemCode(error) === "ENOENT" ? this.#missing(digest, error) : error;
    });
    if (digestOf(bytes) !== digest) throw this.#corrupt(digest);
    // A plain array: a Buffer's slice shares memory where a Uint8Array's copies.
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  async stream(digest: Digest, range?: Range): Promise<AsyncIterable<Uint8Array>> {
    if (!(await this.has(digest))) throw this.#missing(digest);
    return this.#chunks(digest, range);
  }

  async localPath(digest: Digest): Promise<string> {
    const path = this.#shelf.pathOf(digest);
    const state = await this.#verified.check(path, digest);
    if (state === "missing") throw this.#missing(digest);
    if (state === "corrupt") throw this.#corrupt(digest);
    return path;
  }

  /** Opens only when someone reads, so that a stream nobody takes holds no file. */
  async *#chunks(digest: Digest, range: Range | undefined): AsyncGenerator<Uint8Array> {
    try {
      yield* createReadStream(this.#shelf.pathOf(digest), range);
    } catch (error) {
      throw systemCode(error) === "ENOENT" ? this.#missing(digest, error) : error;
    }
  }

  async #isIntact(digest: Digest): Promise<boolean> {
    return (await this.#verified.check(this.#shelf.pathOf(digest), digest)) === "intact";
  }

  async #publishHashed(temp: string): Promise<{ readonly digest: Digest; readonly size: number }> {
    const handle = await open(temp, "r");
    try {
      await settle(handle);
      const stored = await digestOfFile(handle);
      if (!(await this.#isIntact(stored.digest))) await this.#shelf.publish(temp, stored.digest);
      return stored;
    } finally {
      await handle.close();
    }
  }

  /** Whatever happens, the temporary file is gone in the end (a published one already is). */
  async #withTemp<T>(work: (temp: string) => Promise<T>): Promise<T> {
    const temp = this.#shelf.newTemp();
    try {
      return await work(temp);
    } catch (error) {
      throw storeFault(error, this.#shelf.directory);
    } finally {
      await rm(temp, { force: true });
    }
  }

  #missing(digest: Digest, cause?: unknown): Fault {
    return new Fault("artifact-missing", `artifact ${digest} is not in the store ${this.#shelf.directory}`, {
      cause,
      wayOut:
        "run again so that it is fetched or built anew; if it should be there, check that the data directory is the right one",
    });
  }

  #corrupt(digest: Digest): Fault {
    return new Fault(
      "artifact-corrupt",
      `the bytes of artifact ${digest} do not hash to its name: ${this.#shelf.pathOf(digest)}`,
      {
        wayOut: "check the disk, remove that file and run again: it is fetched or built anew",
      },
    );
  }
}
