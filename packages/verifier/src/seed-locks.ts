import type { Arch, Digest } from "@ascent/core";
import { readSeedLock, type SeedLockContent } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import type { Attested } from "./attestations.ts";
import { ASK_AGAIN, type Claim, check, count, fails, holds, notChecked } from "./claim.ts";
import type { ListedRun } from "./runs.ts";

export interface SeedLocksRead {
  /** By digest; whatever could not be read is not there. */
  readonly locks: ReadonlyMap<Digest, SeedLockContent>;
  readonly claims: readonly Claim[];
}

/** Reads the seed lock of each bootstrap's arches, and what attestations say of it. */
export async function readSeedLocks(
  archive: ProofArchive,
  runs: readonly ListedRun[],
  attested: readonly Attested[],
): Promise<SeedLocksRead> {
  const locks = new Map<Digest, SeedLockContent>();
  const claims: Claim[] = [];
  // A rebuild starts from no seed of its own.
  const bootstraps = runs.filter(({ record }) => record.purpose.kind === "bootstrap");
  for (const run of bootstraps) {
    for (const { arch, seed, seedLock } of run.record.arches) {
      const claim = await check({ kind: "seed-lock", about: `${run.prefix}${seed} ${arch}` }, async () => {
        const lock = readSeedLock(await archive.bytes(archive.need("seed-lock", seedLock)));
        locks.set(seedLock, lock);
        if (lock.arch !== arch || lock.seed !== seed)
          return fails([`it is the lock of ${lock.seed} for ${lock.arch}`], ASK_AGAIN);
        return borneOut(seedLock, lock, signedLocks(run, arch, attested));
      });
      claims.push(claim);
    }
  }
  return { locks, claims };
}

interface SignedLocks {
  /** In attestations of builds that the run did itself. */
  readonly own: ReadonlySet<Digest | undefined>;
  readonly any: ReadonlySet<Digest | undefined>;
}

function signedLocks(run: ListedRun, arch: Arch, attested: readonly Attested[]): SignedLocks {
  const here = attested.filter((each) => each.run === run && each.build.arch === arch);
  const own = here.filter(({ provenance }) => provenance.invocation.runId === run.record.id);
  const lock = ({ provenance }: Attested) => provenance.seedLock;
  return { own: new Set(own.map(lock)), any: new Set(here.map(lock)) };
}

function borneOut(digest: Digest, lock: SeedLockContent, { own, any }: SignedLocks) {
  const others = [...own].filter((named) => named !== undefined && named !== digest);
  if (others.length > 0)
    return fails(
      others.map((other) => `the run's attestations name the lock ${other}`),
      ASK_AGAIN,
    );
  if (any.has(digest)) return holds(`${count(lock.packages.length, "package")} of ${lock.origin}`);
  return notChecked("no attestation names it: everything of this run came from the cache of others");
}

/** Content digests of a lock's packages. */
export function contentsOf(lock: SeedLockContent): ReadonlySet<Digest> {
  return new Set(lock.packages.map(({ contentDigest }) => contentDigest));
}
