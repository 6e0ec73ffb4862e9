import type {
  Arch,
  AttemptState,
  BuildLineage,
  BuildState,
  Digest,
  InputName,
  LockedPackage,
  OfferedPackage,
  Recipe,
  RunState,
  StageState,
} from "@ascent/core";
import type { BuiltPackage, Failure, StepReport } from "./builder.ts";
import type { ChainReader } from "./chain.ts";
import type { NewRun, RunRecord, StepProgress, WorkerRecord } from "./ledger.ts";
import type { ProofReader } from "./proof.ts";
import type { RunEvent } from "./run-events.ts";

export interface StageRecord {
  readonly stage: string;
  readonly arch: Arch;
  readonly state: StageState;
  readonly counts: Readonly<Record<BuildState, number>>;
  /** Of the done ones: how many came from the cache. */
  readonly cached: number;
}

export interface BuildRecord {
  readonly id: string;
  readonly runId: string;
  readonly stage: string;
  readonly arch: Arch;
  readonly name: string;
  readonly version: string;
  readonly state: BuildState;
  readonly cached: boolean;
  readonly attempt: number;
  readonly wave: number;
  readonly remaining: number;
  /** Ids of the own-stage builds that come first. */
  readonly waitsFor: readonly string[];
  /** Build id, for blocked builds: the root cause. */
  readonly blockedBy?: string;
  readonly worker?: string;
  readonly step?: StepProgress;
  readonly key?: Digest;
  readonly logDigest?: Digest;
  readonly failure?: Failure;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
}

/** Which runs, and how many. */
export interface RunQuery {
  readonly limit: number;
  /** Id of the last run of the page before. */
  readonly before?: string;
  /** Any of these. */
  readonly states?: readonly RunState[];
  readonly blueprint?: string;
}

/** What of a run's builds to read. */
export interface BuildQuery {
  readonly limit: number;
  /** `plan`: as `builds` has them. `failures`: by core's `BY_URGENCY`, failed ones first; then as the plan has them. */
  readonly order: "plan" | "failures";
  /** The last build of the page before, with the state that it was read in. One that is not of the run has none behind it. */
  readonly after?: { readonly id: string; readonly state: BuildState };
  /** Any of these. */
  readonly states?: readonly BuildState[];
  readonly stage?: string;
  readonly arch?: Arch;
  /** Part of the name, in whatever case. */
  readonly search?: string;
}

/** A build in one line. */
export interface FlightRecord
  extends Pick<
    BuildRecord,
    | "id"
    | "stage"
    | "arch"
    | "name"
    | "version"
    | "state"
    | "cached"
    | "attempt"
    | "wave"
    | "blockedBy"
    | "worker"
    | "step"
    | "startedAt"
    | "finishedAt"
  > {
  /** Of a failed build. */
  readonly failureCode?: string;
}

/** A build takes something from another. */
export interface BuildLink {
  readonly build: string;
  /** The build that gives. */
  readonly from: string;
  /** True: it cannot start before the other is done. False: that one is of an earlier stage. */
  readonly waits: boolean;
  /** What was asked for; absent in runs that were planned before reasons were kept. */
  readonly name?: string;
  /** Package whose run-time dependency it is; absent where the definition asks itself. */
  readonly askedBy?: string;
}

export interface AttemptRecord {
  readonly number: number;
  readonly state: AttemptState;
  readonly worker?: string;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
  readonly failure?: Failure;
  readonly steps: readonly StepReport[];
  readonly logDigest?: Digest;
}

export interface BuildDetail extends BuildRecord {
  readonly recipe: Recipe;
  readonly attempts: readonly AttemptRecord[];
  readonly environment: readonly LockedPackage[];
  readonly sources: readonly { readonly uri: string; readonly digest: Digest; readonly from: string }[];
  readonly outputs: readonly BuiltPackage[];
  /** Ids of builds that are blocked because of this one. */
  readonly blocks: readonly string[];
}

export interface LogPart {
  readonly attempt: number;
  readonly text: string;
  /** The batch to ask for next. */
  readonly next: number;
  /** True when the attempt is over and nothing will follow. */
  readonly ended: boolean;
}

export interface PublishedPackage extends OfferedPackage {
  readonly buildId?: string;
}

export interface LedgerReader extends ProofReader, ChainReader {
  run(id: string): Promise<RunRecord | undefined>;
  /** Newest first. */
  runs(query: RunQuery): Promise<readonly RunRecord[]>;
  runFiles(id: string): Promise<NewRun["files"] | undefined>;
  stages(runId: string): Promise<readonly StageRecord[]>;
  builds(runId: string): Promise<readonly BuildRecord[]>;
  /** Those of them that a person looks for, page by page. */
  buildPage(runId: string, query: BuildQuery): Promise<readonly BuildRecord[]>;
  /** The same builds in the same order with what a picture of thousands of them needs. */
  flight(runId: string): Promise<readonly FlightRecord[]>;
  /** What takes from what, by the build that takes in the order of `flight`; what a build waits for is among it. */
  links(runId: string): Promise<readonly BuildLink[]>;
  /**
   * By build id: seconds that the same build (arch, stage, name) took in bootstraps of the same blueprint, at most five,
   * newest first. Builds that came from the cache, and those that ended after this run was created, are left out: the
   * answer never changes.
   */
  earlierSeconds(runId: string): Promise<ReadonlyMap<string, readonly number[]>>;
  build(id: string): Promise<BuildDetail | undefined>;
  events(runId: string, after: number, limit: number): Promise<readonly RunEvent[]>;
  /** Grows whenever anything of the run changes: what ETags are made of. */
  runVersion(runId: string): Promise<number | undefined>;
  /** Log text of an attempt (the newest when absent) from batch `from` on, and the next batch number. */
  log(buildId: string, from: number, attempt?: number): Promise<LogPart | undefined>;
  /** Packages of one input of a run (a stage name, or `seed:NAME`), for repositories and verdicts. */
  packages(runId: string, arch: Arch, input: InputName): Promise<readonly PublishedPackage[]>;
  /** Newest succeeded bootstrap of a blueprint; rebuilds do not count. */
  latestSucceeded(blueprint: string): Promise<RunRecord | undefined>;
  /** The inputs of every build of a run and arch, for the verdict. */
  inputsOf(runId: string, arch: Arch): Promise<readonly BuildInputs[]>;
  artifact(digest: Digest): Promise<ArtifactRecord | undefined>;
  workers(): Promise<readonly SeenWorker[]>;
}

export interface SeenWorker extends WorkerRecord {
  /** Ids of the builds that it works on. */
  readonly building: readonly string[];
  /** Someone asked it to take nothing new. */
  readonly draining: boolean;
}

export interface BuildInputs extends BuildLineage {
  readonly outputs: readonly BuiltPackage[];
}

export type ArtifactKind =
  | "package"
  | "source"
  | "log"
  | "sbom"
  | "seed-lock"
  | "blueprint-file"
  /** A Sigstore bundle. */
  | "attestation"
  /** What a scan or a comparison found, in full. */
  | "report"
  | "seed-fingerprint";

export interface ArtifactRecord {
  readonly digest: Digest;
  readonly kind: ArtifactKind;
  /** Bytes; absent where only the store knows. */
  readonly size?: number;
  /** Package name-version, source URI, …: what a person knows it by. */
  readonly label: string;
}
