import type {
  Arch,
  Digest,
  Evidence,
  InputName,
  Limits,
  LockedPackage,
  OfferedPackage,
  PlannedStage,
  Recipe,
  Rung,
  RunState,
  SourceHint,
  Verdict,
} from "@ascent/core";
import type { BuiltPackage, Failure, StepReport } from "./builder.ts";
import type { ChainLedger } from "./chain.ts";
import type { ProofLedger, RepeatedBuild, RunPurpose } from "./proof.ts";
import type { JobMessage } from "./queue.ts";
import type { ScheduleLedger } from "./schedules.ts";
import type { SeedLock, SeedReport } from "./seeds.ts";
import type { FetchedSource } from "./sources.ts";
import type { WebhookLedger } from "./webhooks.ts";

/* Runs ------------------------------------------------------------------------------------------------------------ */

export interface NewRun {
  readonly id: string;
  readonly blueprint: string;
  /** Digest over the canonical list of the blueprint's files. */
  readonly blueprintDigest: Digest;
  /** Every file of the blueprint, all of them in the artifact store: a worker elsewhere needs no checkout. */
  readonly files: readonly { readonly path: string; readonly digest: Digest; readonly executable: boolean }[];
  /** Seeds to try, in order. */
  readonly seeds: readonly string[];
  readonly arches: readonly Arch[];
  readonly required: Rung;
  readonly settings: RunSettings;
  readonly requestedBy: string;
  readonly idempotencyKey?: string;
  /** W3C `traceparent` of the request: the messages of the run carry it. */
  readonly trace?: string;
  /** Core's RUN_PRIORITY; `usual` when absent. */
  readonly priority?: number;
  readonly at: Date;
}

/** What of the blueprint every build of the run needs besides its recipe; none of it may change the bits. */
export interface RunSettings {
  readonly limits: Limits;
  readonly sources: readonly SourceHint[];
}

export interface RunRecord {
  readonly id: string;
  /** Absent: a bootstrap. */
  readonly purpose?: RunPurpose;
  readonly blueprint: string;
  readonly blueprintDigest: Digest;
  readonly seeds: readonly string[];
  readonly arches: readonly Arch[];
  readonly required: Rung;
  readonly requestedBy: string;
  /** 0 to 10, larger goes first. */
  readonly priority: number;
  readonly state: RunState;
  readonly createdAt: Date;
  readonly finishedAt?: Date;
  /** Seed work per arch, then why it failed if it did. */
  readonly preparation: readonly SeedRecord[];
  readonly verdict?: Verdict;
}

export interface SeedRecord {
  readonly arch: Arch;
  readonly state: "queued" | "acquiring" | "locked" | "failed";
  /** The seed that was used in the end. */
  readonly seed?: string;
  readonly origin?: string;
  readonly lockDigest?: Digest;
  readonly packageCount?: number;
  readonly failure?: Failure;
}

/* Work ------------------------------------------------------------------------------------------------------------ */

/** One try at one build. */
export interface AttemptRef {
  readonly buildId: string;
  readonly attempt: number;
}

/** One try at a run's seed for one arch. */
export interface SeedRef {
  readonly runId: string;
  readonly arch: Arch;
  readonly attempt: number;
}

/** The right to work on an attempt, until a moment; a worker renews it while it lives. */
export interface Lease {
  readonly worker: string;
  readonly until: Date;
}

export interface StepProgress {
  /** From 1. */
  readonly index: number;
  readonly total: number;
  readonly label: string;
}

export interface RunEnd {
  readonly state: "succeeded" | "failed" | "cancelled";
  readonly verdict?: Verdict;
  readonly at: Date;
}

export interface SeedResult {
  readonly lock: SeedLock;
  readonly lockDigest: Digest;
  readonly stages: readonly PlannedStage[];
  /** Texts of the plan's definitions by digest, so that provenance can be read with SQL alone. */
  readonly definitions?: ReadonlyMap<Digest, string>;
  /** What the seed's bytes are recognised by when outputs are searched for residue; an artifact. */
  readonly fingerprint?: Digest;
  readonly at: Date;
}

export interface OutboxMessage extends JobMessage {
  readonly outboxId: string;
}

export interface SeedTask {
  readonly run: RunRecord;
  readonly arch: Arch;
  readonly files: NewRun["files"];
  /** As of a build. */
  readonly failedTries: number;
}

export interface BuildTask {
  readonly runId: string;
  readonly ref: AttemptRef;
  readonly stage: string;
  readonly arch: Arch;
  readonly recipe: Recipe;
  /** In order; seed and earlier stages. */
  readonly inputs: readonly InputName[];
  /** Own-stage builds whose outputs this build may see: the transitive closure of what it waits for. Main package names. */
  readonly ownStage: readonly string[];
  readonly settings: RunSettings;
  /** The run's seed for this arch. */
  readonly seedLock?: { readonly digest: Digest; readonly fingerprint?: Digest };
  /** Of a rebuild: what it repeats. */
  readonly again?: RepeatedBuild;
  /**
   * How many attempts have failed by their host since a person last asked for this build: neither those that were lost with
   * their worker nor those that a stopping worker handed back (`worker-stopped`).
   */
  readonly failedTries: number;
}

/** What a finished attempt leaves, committed whole or not at all. */
export interface FinishedBuild {
  readonly ref: AttemptRef;
  readonly key: Digest;
  readonly cached: boolean;
  readonly builderVersion: string;
  readonly environment: readonly LockedPackage[];
  /** Of a result from the cache none: the ledger has those of the build that made it. */
  readonly sources: readonly FetchedSource[];
  readonly outputs: readonly BuiltPackage[];
  readonly steps: readonly StepReport[];
  /** What was looked at about the outputs on the way. */
  readonly evidence?: readonly Evidence[];
  /** The whole log in the artifact store; absent where the result came from the cache. */
  readonly logDigest?: Digest;
  readonly at: Date;
}

export interface FailedBuild {
  readonly ref: AttemptRef;
  readonly failure: Failure;
  /** Known from the moment they are computed; a failure before that has none. */
  readonly key?: Digest;
  readonly environment?: readonly LockedPackage[];
  readonly steps: readonly StepReport[];
  readonly logDigest?: Digest;
  readonly at: Date;
  /** Set when the engine decided to try again: the same build becomes ready for the next attempt, not before this time. */
  readonly retryAt?: Date;
}

export type LeaseAnswer = "held" | "lost" | "cancelled";

/**
 * Postgres is the truth. Each method is one transaction and is safe to call twice. A transition that arrives too late
 * (its lease is gone) changes nothing and answers so. Transitions write events and outbox rows in the same transaction,
 * and settle the flight (core's `settle`).
 */
export interface Ledger extends ProofLedger, ChainLedger, ScheduleLedger, WebhookLedger {
  /** Inserts the run, one seed row per arch (state queued, attempt 1), and their outbox rows.
   *  An idempotency key seen before answers the earlier run; Fault "idempotency-conflict" when it was for another request. */
  createRun(run: NewRun): Promise<{ readonly run: RunRecord; readonly created: boolean }>;
  /** Waiting and ready builds are cancelled at once; running ones when their worker next renews. Unknown id: undefined. */
  cancelRun(runId: string, at: Date): Promise<RunRecord | undefined>;
  /** The same for a part of a run, which goes on: what waits for a cancelled build is blocked by it. */
  cancelWork(runId: string, at: Date, scope: WorkScope): Promise<{ readonly cancelled: number } | undefined>;
  /**
   * Failed and cancelled builds (of the scope) go again, what they blocked waits again; the run is running. A build that was
   * cancelled but whose worker has not let go yet is not cancelled any more. Without a scope failed seeds go again too.
   */
  retryRun(runId: string, at: Date, scope?: WorkScope): Promise<{ readonly retried: number } | undefined>;
  /** Changes the run's priority, and answers the messages that its builds wait with, for the queue to hear of. */
  prioritizeRun(
    runId: string,
    at: Date,
    priority: number,
  ): Promise<{ readonly run: RunRecord; readonly messages: readonly JobMessage[] } | undefined>;
  /** Stores the verdict and the end state; false when the run is over already. */
  concludeRun(runId: string, end: RunEnd): Promise<boolean>;
  /** Runs whose flights are all over but that are not concluded: what the engine must still conclude. */
  unconcluded(): Promise<readonly { readonly runId: string; readonly state: "succeeded" | "failed" | "cancelled" }[]>;

  claimSeed(ref: SeedRef, lease: Lease): Promise<SeedTask | undefined>;
  /** `report` becomes a `seed.progress` event. */
  renewSeed(ref: SeedRef, lease: Lease, report?: SeedReport): Promise<LeaseAnswer>;
  /** Records lock, packages and the arch's plan (stages, builds, edges), and opens the first stage. False: lease gone. */
  finishSeed(ref: SeedRef, result: SeedResult): Promise<boolean>;
  failSeed(
    ref: SeedRef,
    end: { readonly failure: Failure; readonly at: Date; readonly retryAt?: Date },
  ): Promise<boolean>;

  /** Takes a ready build for this attempt; undefined when it is not there to take (done, cancelled, other attempt, claimed). */
  claimBuild(ref: AttemptRef, lease: Lease): Promise<BuildTask | undefined>;
  /** A step that differs from the last becomes a `build.step` event. */
  renewBuild(ref: AttemptRef, lease: Lease, step?: StepProgress): Promise<LeaseAnswer>;
  finishBuild(finished: FinishedBuild): Promise<boolean>;
  failBuild(failed: FailedBuild): Promise<boolean>;
  /** The worker let go of a cancelled attempt. */
  cancelBuild(ref: AttemptRef, at: Date): Promise<boolean>;

  /** Packages that a build may resolve from: all of each input, then those of `ownStage` under the build's own stage name. */
  offered(task: BuildTask): Promise<readonly OfferedPackage[]>;
  /** An earlier result for this key, from any run. */
  findResult(key: Digest): Promise<readonly BuiltPackage[] | undefined>;

  /** Batches of log text in order; `sequence` counts from 0 per attempt; a batch sent twice is kept once. */
  appendLog(
    ref: AttemptRef,
    batch: { readonly sequence: number; readonly text: string; readonly at: Date },
  ): Promise<void>;

  /**
   * Marks leases that ended before `now` lost and starts the next attempt (at most `maxAttempts`, then failed with code
   * "lost"); a run's in its plan's order.
   */
  expireLeases(now: Date, maxAttempts: number): Promise<number>;
  /** Outbox rows that are due: never sent, or sent before `resendBefore` and their attempt not yet claimed. */
  dueMessages(due: {
    readonly now: Date;
    readonly resendBefore: Date;
    readonly limit: number;
  }): Promise<readonly OutboxMessage[]>;
  markSent(outboxIds: readonly string[], at: Date): Promise<void>;

  /** Answers what the worker is to do: take no new work while it is drained. */
  heartbeat(worker: WorkerRecord): Promise<{ readonly draining: boolean }>;
  /** A draining worker is given no build and no seed; what it works on it finishes. False: there is no such worker. */
  drainWorker(id: string, draining: boolean): Promise<boolean>;
  workerGone(id: string): Promise<void>;
  /** Throws Fault "database-unreachable". */
  ping(): Promise<void>;
}

/** Which builds of a run: those that are all that is named. */
export interface WorkScope {
  /** Main package's name. */
  readonly package?: string;
  readonly stage?: string;
  /** Build id. */
  readonly build?: string;
}

export interface WorkerRecord {
  readonly id: string;
  readonly arch: Arch;
  readonly host: string;
  readonly concurrency: number;
  readonly startedAt: Date;
  readonly seenAt: Date;
}
