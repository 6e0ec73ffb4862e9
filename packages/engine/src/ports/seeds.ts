import type { Arch, OfferedPackage, Seed } from "@ascent/core";
import type { BlueprintFiles } from "./blueprint-source.ts";

export interface SeedProgress {
  readonly step: "resolve" | "fetch" | "convert" | "index" | "fingerprint";
  readonly done: number;
  readonly total: number;
}

/** What a person reads while a run's seed is brought in. */
export interface SeedReport extends SeedProgress {
  readonly seed: string;
  /** Why an earlier seed was passed over, for example. */
  readonly note?: string;
}

/** Every package of a seed that the run may use, pinned. JSON in the artifact store; format in formats/seed-lock. */
export interface SeedLock {
  readonly seed: string;
  readonly arch: Arch;
  /** Where it came from: repository URLs or mirror and suite, for people and provenance. */
  readonly origin: string;
  readonly packages: readonly (OfferedPackage & {
    /** Where the foreign bytes came from and their own hash (a deb's SHA-256, an apk's): the pin. */
    readonly upstream: { readonly url: string; readonly sha256: string };
  })[];
}

export interface SeedRequest {
  readonly seed: Seed;
  readonly arch: Arch;
  /** Names that the stages ask of the seed; the lock holds their closure. */
  readonly names: readonly string[];
  /** The blueprint's files: keys and lock files are read from here. */
  readonly files: BlueprintFiles;
  readonly onProgress: (progress: SeedProgress) => void;
  readonly signal: AbortSignal;
}

/** How a foreign distribution becomes packages in the artifact store. */
export interface SeedProvider {
  /**
   * Resolves, verifies, fetches and (for debs) converts; afterwards every package of the lock is in the store. With a
   * lock in the blueprint, or one made earlier on this installation for the same seed, arch and names, nothing but that
   * is accepted, and nothing is fetched that the store has.
   * Throws Fault "seed-unreachable" (retryable; the next seed in order may be tried), "seed-untrusted" (bad or missing
   * signature), "seed-missing-package" (names listed), "seed-suite-missing" (its mirror has no such release),
   * "seed-lock-mismatch".
   */
  acquire(request: SeedRequest): Promise<SeedLock>;
  /** Drops the lock that this installation made for the same seed, arch and names; the next `acquire` resolves anew. */
  forget(request: Pick<SeedRequest, "seed" | "arch" | "names">): Promise<void>;
}
