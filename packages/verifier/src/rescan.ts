import { type Arch, type Digest, Fault, isFault, type ResidueScan } from "@ascent/core";
import {
  apkContents,
  createMeter,
  fingerprintSeed,
  type PackageContents,
  ResidueScanner,
  type SeedLockContent,
} from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import { type Claim, holds, notChecked, type Outcome } from "./claim.ts";
import { seedLockOf } from "./evidence.ts";
import type { CheckedPackage } from "./packages.ts";
import type { ListedRun } from "./runs.ts";

/** Bytes of a package of a seed by its file digest; undefined where they are not at hand. */
export type SeedPackages = (digest: Digest) => Promise<AsyncIterable<Uint8Array> | undefined>;

export interface RescanGiven {
  readonly run: ListedRun;
  readonly arch: Arch;
  readonly locks: ReadonlyMap<Digest, SeedLockContent>;
  /** Of the last stage, with bytes that hold. */
  readonly packages: readonly CheckedPackage[];
}

export interface Rescan {
  readonly scans: readonly ResidueScan[];
  readonly claim: Claim;
}

/** Searches the final packages of one arch for the seed once more, here and now, if all of the seed is at hand. */
export async function rescan(archive: ProofArchive, given: RescanGiven, seed: SeedPackages): Promise<Rescan> {
  const question = { kind: "rescan", about: given.arch } as const;
  const seedLock = seedLockOf(given.run, given.arch);
  const lock = seedLock === undefined ? undefined : given.locks.get(seedLock);
  if (seedLock === undefined || lock === undefined)
    return { scans: [], claim: { ...question, outcome: notChecked("the seed lock cannot be read") } };
  try {
    const scanner = new ResidueScanner(await fingerprintSeed(seedContents(lock, seed)));
    const scans: ResidueScan[] = [];
    for (const each of given.packages) scans.push(await scan(archive, { each, scanner, seedLock }));
    return { scans, claim: { ...question, outcome: outcomeOf(scans, lock) } };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { scans: [], claim: { ...question, outcome: notChecked(error.message) } };
  }
}

function outcomeOf(scans: readonly ResidueScan[], lock: SeedLockContent): Outcome {
  const files = scans.reduce((sum, { report }) => sum + report.files, 0);
  return holds(`${files} files searched again for what ${lock.packages.length} packages of the seed have`);
}

/** Each package of the lock, by the very digest. Throws Fault "seed-package-missing", "seed-package-changed". */
async function* seedContents(lock: SeedLockContent, seed: SeedPackages): AsyncGenerator<PackageContents> {
  for (const { record, fileDigest } of lock.packages) {
    const chunks = await seed(fileDigest);
    const what = `${record.name}-${record.version} of the seed (${fileDigest})`;
    if (chunks === undefined) throw new Fault("seed-package-missing", `${what} is not at hand`);
    const meter = createMeter();
    yield await apkContents(meter.measure(chunks));
    if (meter.digest() !== fileDigest) throw new Fault("seed-package-changed", `${what} has other bytes`);
  }
}

interface Search {
  readonly each: CheckedPackage;
  readonly scanner: ResidueScanner;
  readonly seedLock: Digest;
}

async function scan(archive: ProofArchive, { each, scanner, seedLock }: Search): Promise<ResidueScan> {
  const { subject, arch } = each.attested.provenance;
  const report = await scanner.scan(await apkContents(archive.stream(archive.at(each.path))));
  return { arch, package: subject.name, contentDigest: subject.contentDigest, seedLock, report };
}
