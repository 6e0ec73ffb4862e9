import { Fault, hexOf, type OfferedPackage, type Seed, seedInput } from "@ascent/core";
import {
  type ApkEntry,
  apkDigests,
  collect,
  concat,
  type PkgInfo,
  packControl,
  packData,
  packSignature,
  recordOf,
  sha256,
} from "@ascent/formats";
import type { LockedSeedPackage, SeedJob } from "./seed-job.ts";

/** What a package of Ascent's own making is told apart by. */
export interface Generated {
  readonly name: string;
  readonly description: string;
  readonly depends: readonly string[];
  readonly entries: readonly ApkEntry[];
}

/** The time of everything that Ascent generates: 1970, because nothing else is the same everywhere. */
const EPOCH = 0;
const GENERATED = "ascent:generated/";

export function isGenerated(url: string): boolean {
  return url.startsWith(GENERATED);
}

/** Makes a small package, signs and stores it; the same on every installation but for the signature. */
export async function generatePackage(job: SeedJob, wanted: Generated): Promise<LockedSeedPackage> {
  const data = await collect(packData(wanted.entries, EPOCH));
  const info: PkgInfo = {
    name: wanted.name,
    version: "0-r0",
    arch: job.arch,
    size: 0,
    origin: wanted.name,
    description: wanted.description,
    license: "NONE",
    depends: [...wanted.depends].sort(),
    provides: [],
    replaces: [],
    installIf: [],
    triggers: [],
    other: [],
    dataHash: hexOf(sha256(data)),
  };
  const control = await packControl({ info }, EPOCH);
  const apk = concat([await packSignature(control, await job.signer()), control, data]);
  const digests = await apkDigests([apk]);
  await job.store.put(apk);
  return {
    ...offered(job.seed, digests),
    upstream: { url: `${GENERATED}${wanted.name}`, sha256: hexOf(digests.contentDigest) },
  };
}

function offered(seed: Seed, digests: Awaited<ReturnType<typeof apkDigests>>): OfferedPackage {
  return {
    record: recordOf(digests.info, digests),
    input: seedInput(seed.name),
    fileDigest: digests.fileDigest,
    contentDigest: digests.contentDigest,
  };
}

/** Aliases by which names were asked for, except those that only repeat the seed's own name. */
function usedAliases(seed: Seed, names: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  return [...new Set(names)].sort().flatMap((name) => {
    const targets = seed.aliases.get(name);
    const isOwnName = targets?.length === 1 && targets[0] === name;
    return targets === undefined || isOwnName ? [] : [[name, targets] as const];
  });
}

/** The seed's own names behind the names that are asked for; sorted, each once. */
export function namesInSeed(seed: Seed, names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => seed.aliases.get(name) ?? [name]))].sort();
}

/**
 * An empty package per alias that is asked for, depending on what it stands for.
 * Throws Fault "seed-alias-clash" where a package of the closure has the alias's name already.
 */
export async function generateAliases(
  job: SeedJob,
  names: readonly string[],
  taken: ReadonlySet<string>,
): Promise<readonly LockedSeedPackage[]> {
  const packages: LockedSeedPackage[] = [];
  for (const [name, targets] of usedAliases(job.seed, names)) {
    if (taken.has(name)) {
      throw new Fault(
        "seed-alias-clash",
        `the alias "${name}" of seed "${job.seed.name}" is also the name of a package that the seed brings in`,
        { wayOut: `Give the alias another name, or take it out: the seed's own "${name}" is there without it.` },
      );
    }
    const description = `What this seed has for ${name}: ${targets.join(", ")}`;
    packages.push(await generatePackage(job, { name, description, depends: targets, entries: [] }));
  }
  return packages;
}
