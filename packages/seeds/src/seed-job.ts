import type { Arch, Seed } from "@ascent/core";
import type { ArtifactStore, Log, PackageSigner, SeedLock, SeedRequest } from "@ascent/engine";
import type { Fetch } from "./http-fetch.ts";
import type { KnownPackages } from "./known-packages.ts";

export type LockedSeedPackage = SeedLock["packages"][number];

/** One acquisition: what is asked for and what there is to do it with. */
export interface SeedJob<S extends Seed = Seed> {
  readonly seed: S;
  readonly arch: Arch;
  readonly request: SeedRequest;
  readonly store: ArtifactStore;
  readonly known: KnownPackages;
  /** Private to this installation: apt's state, drafts. */
  readonly directory: string;
  readonly log: Log;
  readonly fetch: Fetch;
  /** Makes the key when it is first needed. */
  signer(): Promise<PackageSigner>;
}

/** How one type of seed is brought in. */
export interface SeedKind<S extends Seed> {
  /** Goes into the names of saved locks: whatever changes the packages that come out changes its edition. */
  readonly edition: string;
  /** Resolves against the mirrors, verifies, and brings every package into the store. */
  resolve(job: SeedJob<S>): Promise<SeedLock>;
  /**
   * Brings the packages that a lock pins into the store, whatever the mirrors offer by now; digests of content are those
   * of the lock, digests of files are those of this installation's key. Throws Fault "seed-lock-mismatch".
   */
  restore(job: SeedJob<S>, packages: readonly LockedSeedPackage[]): Promise<readonly LockedSeedPackage[]>;
}
