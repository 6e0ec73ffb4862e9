import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Digest, Fault, hexOf, isDigest } from "@ascent/core";
import { storeFault, systemCode } from "./host-error.ts";

/**
 * Where things are in the store's directory:
 *
 *   sha256/ab/abcdef…   artifacts, whole or absent, mode 0444
 *   tmp/…               what is being written; the same file system, so that a rename publishes it in one step
 */
export interface Shelf {
  readonly directory: string;
  pathOf(digest: Digest): string;
  /** A path for a new temporary file; nothing is there yet. */
  newTemp(): string;
  /** Makes a finished, synced temporary file visible under its digest, replacing what is there. */
  publish(temp: string, digest: Digest): Promise<void>;
}

/** Opens the directory, making what is missing and removing temporary files that were left behind by a process that died. */
export async function openShelf(directory: string, staleAfterMs: number): Promise<Shelf> {
  const root = resolve(directory);
  const temps = join(root, "tmp");
  const files = join(root, "sha256");
  try {
    await mkdir(temps, { recursive: true });
    await mkdir(files, { recursive: true });
    await removeStale(temps, staleAfterMs);
    await provesWritable(temps);
  } catch (error) {
    throw storeFault(error, root);
  }
  const pathOf = (digest: Digest) => join(files, ...shardedName(digest));
  return {
    directory: root,
    pathOf,
    newTemp: () => join(temps, randomUUID()),
    publish: (temp, digest) => publish(temp, pathOf(digest)),
  };
}

/** `ab`, `abcdef…`. The check keeps anything that is no digest (`sha256:../…`) from becoming a path. */
function shardedName(digest: Digest): [string, string] {
  if (!isDigest(digest)) throw new Fault("digest-malformed", `${JSON.stringify(digest)} is no SHA-256 digest`);
  const hex = hexOf(digest);
  return [hex.slice(0, 2), hex];
}

/**
 * Age by ctime, which a link or a write renews and nobody can set. Age and not the writer's process id: several containers,
 * each with its own process ids, may share one store.
 */
async function removeStale(temps: string, staleAfterMs: number): Promise<void> {
  const oldest = Date.now() - staleAfterMs;
  for (const name of await readdir(temps)) {
    const path = join(temps, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.ctimeMs <= oldest) await rm(path, { force: true, recursive: true });
  }
}

async function provesWritable(temps: string): Promise<void> {
  const probe = join(temps, randomUUID());
  await (await open(probe, "wx", 0o600)).close();
  await rm(probe);
}

async function publish(temp: string, target: string): Promise<void> {
  const shard = join(target, "..");
  try {
    await rename(temp, target);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    await mkdir(shard, { recursive: true });
    await syncDirectory(join(shard, ".."));
    await rename(temp, target);
  }
  await syncDirectory(shard);
}

/** A rename survives a power cut only once its directory is on disk. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
