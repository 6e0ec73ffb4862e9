import { createDirectoryBlueprints } from "@ascent/blueprints";
import type { Client } from "@ascent/client";
import { type Config, findService } from "@ascent/config";
import { knownBlueprint } from "@ascent/engine";
import { isFolder } from "./options.ts";

/** What tells whether a run is of a blueprint as it is now. */
export interface WantedBlueprint {
  readonly digest: string;
  /** In its order of preference. */
  readonly seeds: readonly string[];
}

/**
 * Refuses a blueprint that is not there, before anything is started for it. What a service that runs already has by a
 * name, only that knows. Faults: "blueprint-unknown", "blueprint-unreadable", "blueprint-too-large".
 */
export async function refuseMissingBlueprint({ home, stages }: Config, name: string): Promise<void> {
  if (!isFolder(name) && (await findService(home)) !== undefined) return;
  await createDirectoryBlueprints({ directories: stages }).read(name);
}

/**
 * A blueprint as it is now; undefined where it cannot be run: starting it tells why. The service lists those that it has;
 * somebody's folder is read here. Faults: those of the client, and of `refuseMissingBlueprint`.
 */
export async function wantedBlueprint(client: Client, name: string): Promise<WantedBlueprint | undefined> {
  if (isFolder(name)) {
    const known = await knownBlueprint(createDirectoryBlueprints({ directories: [] }), name);
    return known && { digest: known.digest, seeds: known.blueprint.seeds.map((seed) => seed.name) };
  }
  const { blueprints } = await client.blueprints();
  const listed = blueprints.find((one) => one.name === name);
  return listed && { digest: listed.digest, seeds: listed.seeds.map((seed) => seed.name) };
}
