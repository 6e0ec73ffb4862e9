import type { BigIntStats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Digest } from "@ascent/core";
import { digestOfFile } from "./hashing.ts";
import { systemCode } from "./host-error.ts";

/** `intact`: the bytes hash to their name. */
export type FileState = "missing" | "corrupt" | "intact";

/** A change inside one tick of the file system's clock leaves the ctime as it is; only older files may be remembered. */
const SETTLED_MS = 2_000;
const REMEMBERED = 50_000;

/**
 * Verifies files against their digest and remembers the outcome for as long as inode, size, mtime and ctime stay the same.
 * The ctime cannot be set by a program, so whoever changes the bytes, even with the same size and a restored mtime, is
 * noticed. Bits that rot on the disk while this process runs are not; the next process reads them anew.
 */
export class VerifiedFiles {
  readonly #seen = new Map<string, string>();

  async check(path: string, digest: Digest): Promise<FileState> {
    const handle = await openOrUndefined(path);
    if (handle === undefined) return "missing";
    try {
      return await this.#checkOpen(handle, path, digest);
    } finally {
      await handle.close();
    }
  }

  async #checkOpen(handle: FileHandle, path: string, digest: Digest): Promise<FileState> {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) return "corrupt";
    if (this.#seen.get(path) === fingerprint(before)) return "intact";
    const actual = await digestOfFile(handle);
    if (actual.digest !== digest) return "corrupt";
    this.#remember(path, before);
    return "intact";
  }

  #remember(path: string, stats: BigIntStats): void {
    if (Number(stats.ctimeMs) > Date.now() - SETTLED_MS) return;
    if (this.#seen.size >= REMEMBERED) this.#seen.clear();
    this.#seen.set(path, fingerprint(stats));
  }
}

function fingerprint(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
}

async function openOrUndefined(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
