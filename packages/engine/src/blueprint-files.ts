import { canonicalJson, type Digest, sortedBy } from "@ascent/core";
import { sha256 } from "@ascent/formats";
import type { ArtifactStore, BlueprintFile, BlueprintFiles, NewRun } from "./ports.ts";

export type FileList = NewRun["files"];

/** A blueprint's files by digest, in code-unit order of their paths. */
export function listFiles(files: BlueprintFiles): FileList {
  return sortedBy(files, ([path]) => path).map(([path, { bytes, executable }]) => {
    return { path, digest: sha256(bytes), executable };
  });
}

/** Puts every file of a blueprint into the store, so that workers elsewhere and later readers have exactly these bytes. */
export async function storeFiles(store: ArtifactStore, files: BlueprintFiles): Promise<FileList> {
  for (const file of files.values()) await store.put(file.bytes);
  return listFiles(files);
}

export async function readFiles(store: ArtifactStore, list: FileList): Promise<BlueprintFiles> {
  const files = new Map<string, BlueprintFile>();
  for (const { path, digest, executable } of list) {
    files.set(path, { bytes: await store.read(digest), executable });
  }
  return files;
}

/** Two blueprints with the same files have the same digest, whatever order they were read in. */
export function blueprintDigest(list: FileList): Digest {
  return sha256(new TextEncoder().encode(canonicalJson(list)));
}
