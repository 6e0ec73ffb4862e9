import type { Blueprint, Digest } from "@ascent/core";
import { loadBlueprint, sha256 } from "@ascent/formats";
import { blueprintDigest, listFiles } from "./blueprint-files.ts";
import type { BlueprintSource } from "./ports.ts";

export interface KnownBlueprint {
  readonly blueprint: Blueprint;
  /** What a run of these files has on record. */
  readonly digest: Digest;
}

/** A blueprint as it is now; undefined where it has defects: starting a run of it tells which. Faults: those of `read`. */
export async function knownBlueprint(source: BlueprintSource, name: string): Promise<KnownBlueprint | undefined> {
  const files = await source.read(name);
  const loaded = loadBlueprint(files, await source.pipelines(), sha256);
  return loaded.ok ? { blueprint: loaded.value.blueprint, digest: blueprintDigest(listFiles(files)) } : undefined;
}
