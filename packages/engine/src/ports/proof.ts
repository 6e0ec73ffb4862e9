import type {
  Arch,
  BuildUse,
  ClosurePart,
  Digest,
  Evidence,
  LockedPackage,
  PackageRecord,
  Verdict,
} from "@ascent/core";
import type { BuiltPackage } from "./builder.ts";
import type { RunRecord } from "./ledger.ts";

/* What climbs from "resolved" to "seed-independent": rebuilds, evidence, attestations. */

/**
 * What a run is for. A rebuild builds final packages of another run again: `recorded` from their own locks in a varied
 * environment (rung *reproducible*), `final` with the final packages as the only input (rung *fixed point*).
 */
export type RunPurpose =
  | { readonly kind: "bootstrap" }
  | {
      readonly kind: "rebuild";
      readonly of: string;
      readonly with: RebuildWith;
      readonly packages?: readonly string[];
    };
export type RebuildWith = "recorded" | "final";

/** A run of purpose `rebuild`. Everything else it has from the run that it is of: files, seeds, settings, recipes. */
export interface NewRebuild {
  readonly id: string;
  readonly of: string;
  readonly with: RebuildWith;
  /** Main package names; every build of the last stage when absent. */
  readonly packages?: readonly string[];
  readonly requestedBy: string;
  readonly idempotencyKey?: string;
  /** As of a bootstrap. */
  readonly trace?: string;
  readonly at: Date;
}

/** What a rebuild's task knows of the build that it repeats. */
export interface RepeatedBuild {
  readonly runId: string;
  readonly buildId: string;
  readonly with: RebuildWith;
  readonly key: Digest;
  /** In its order. */
  readonly outputs: readonly BuiltPackage[];
  /** Its lock; what `with: recorded` assembles again. */
  readonly environment: readonly LockedPackage[];
}

/**
 * How a rebuild's environment differs on purpose from the first build's. Nothing of it may show in the bits; if it does, the
 * package is not reproducible. What is absent stays as it is in any build.
 */
export interface Variation {
  /** Where the workspace really is; the usual path is a link to it. */
  readonly buildPath?: string;
  readonly hostname?: string;
  /** Octal, `022` as a rule. */
  readonly umask?: number;
  readonly locale?: string;
  readonly timezone?: string;
  /** CPUs that the build may use, and the `-j` that it is told. */
  readonly cpus?: number;
  /** User and group inside the sandbox. */
  readonly uid?: number;
  /** Order in which the files of the environment and the workspace are made. */
  readonly fileOrder?: "reversed";
}

/** The ledger's part in proofs. Its rules are those of `Ledger`. */
export interface ProofLedger {
  /**
   * Records a run of purpose `rebuild`: its seeds locked as those of the run it is of, one stage (the last) per arch, and
   * its builds ready at once, since none waits for another. Undefined when there is no such run. Throws Fault
   * "run-unfinished" when not all of what is to be rebuilt is done, "package-unknown", "idempotency-conflict".
   */
  createRebuild(rebuild: NewRebuild): Promise<{ readonly run: RunRecord; readonly created: boolean } | undefined>;
  /** Evidence that came from elsewhere than a build's end (a comparison of runs): about builds of these runs. */
  addEvidence(
    evidence: readonly Evidence[],
    of: { readonly runIds: readonly string[]; readonly at: Date },
  ): Promise<void>;
  /** A newer verdict on a run that is concluded, when it differs from the last: event `run.judged`. */
  recordVerdict(runId: string, judged: { readonly verdict: Verdict; readonly at: Date }): Promise<void>;
}

export interface ProofReader {
  /** Everything that was looked at about results of this run's builds: by build key, whichever run it came from. */
  evidence(runId: string, arch: Arch): Promise<readonly Evidence[]>;
  /** The same about results of this key. */
  evidenceOn(buildKey: Digest): Promise<readonly Evidence[]>;
  /** Rebuilds of a run, oldest first. */
  rebuilds(runId: string): Promise<readonly RunRecord[]>;
  /** The artifact that `SeedResult.fingerprint` named for this lock. */
  fingerprintOf(seedLock: Digest): Promise<Digest | undefined>;
  /** Everything that these builds used, in any order; nothing of a build that is not done. */
  usesOf(buildIds: readonly string[]): Promise<readonly BuildUse[]>;
  /**
   * What the search for the nearest thing that `on` names has to know of what a build goes back to (core's `LineageSearch`,
   * `usesWanted`), in any order: enough that it finds the same as with everything, and nothing where there is nothing.
   * `looked`: builds that were looked at, the build itself included; all that it goes back to where nothing was found.
   */
  wayTo(buildId: string, on: string): Promise<{ readonly uses: readonly BuildUse[]; readonly looked: number }>;
  /**
   * The full closure of a build, each thing once, in any order: all packages that the builds put out which it goes back to,
   * those of a seed, and all sources, definitions and files, its own included. Empty for a build that is not there or not
   * done.
   */
  closureOf(buildId: string): Promise<readonly ClosurePart[]>;
  /** Of packages by file digest; what is no package is left out. */
  recordsOf(digests: readonly Digest[]): Promise<ReadonlyMap<Digest, PackageRecord>>;
}

/** Signs in-toto statements with the builder's own key (or, where configured, without keys through Sigstore). */
export interface Attester {
  /** SLSA's `runDetails.builder.id`: a URI that names this installation. */
  readonly builderId: string;
  /** UTF-8 JSON of the statement in; a Sigstore bundle (JSON, UTF-8) with its DSSE envelope out. Throws Fault "key-…", "sigstore-…". */
  attest(statement: Uint8Array): Promise<Uint8Array>;
}
