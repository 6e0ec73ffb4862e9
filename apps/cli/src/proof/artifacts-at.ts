import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, Fault, hexOf } from "@ascent/core";
import { hashChunks, PROOF_HELD_LIMIT, PROOF_MANIFEST, parseProofManifest } from "@ascent/formats";
import { directoryFiles } from "./directory-files.ts";

/** Bytes by their digest; undefined where they are not at hand. Whoever uses them checks them. */
export type Artifacts = (digest: Digest) => Promise<AsyncIterable<Uint8Array> | undefined>;

/**
 * What a directory holds: an artifact store's files by their names (`sha256/AB/ABCD…`, as in `ASCENT_HOME/store`), and packages
 * (`*.apk`) by what they hash to. Throws Fault "directory-missing".
 */
export async function artifactsAt(directory: string): Promise<Artifacts> {
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory() !== true) throw new Fault("directory-missing", `${directory} is no directory`);
  const packages = await packagesIn(directory);
  return async (digest) => {
    const hex = hexOf(digest);
    const path = packages.get(digest) ?? join(directory, "sha256", hex.slice(0, 2), hex);
    const held = await stat(path).catch(() => undefined);
    return held?.isFile() === true ? createReadStream(path) : undefined;
  };
}

async function packagesIn(directory: string): Promise<ReadonlyMap<Digest, string>> {
  const packages = new Map<Digest, string>();
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".apk")) continue;
    const path = join(directory, entry.name);
    packages.set((await hashChunks(createReadStream(path))).digest, path);
  }
  return packages;
}

/** The first that has it. */
export function firstOf(all: readonly Artifacts[]): Artifacts {
  return async (digest) => {
    for (const artifacts of all) {
      const found = await artifacts(digest);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** What an export in a directory holds itself, as its table of contents lists it. Links are not followed. */
export async function artifactsOfExport(directory: string): Promise<Artifacts> {
  const files = await directoryFiles(directory);
  const table: Uint8Array[] = [];
  for await (const chunk of files.read(PROOF_MANIFEST, PROOF_HELD_LIMIT)) table.push(chunk);
  const listed = new Map(parseProofManifest(Buffer.concat(table)).files.map((file) => [file.digest, file]));
  return async (digest) => {
    const file = listed.get(digest);
    return file === undefined ? undefined : files.read(file.path, file.size);
  };
}
