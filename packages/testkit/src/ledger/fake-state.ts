import type {
  Arch,
  AttemptState,
  BuildState,
  Digest,
  Evidence,
  LockedPackage,
  PlannedBuild,
  RunState,
  StageState,
  Verdict,
} from "@ascent/core";
import type {
  ArtifactRecord,
  BuiltPackage,
  Clock,
  Failure,
  Ids,
  JobMessage,
  NewRun,
  RebuildWith,
  RunEvent,
  SeedLock,
  SeedRecord,
  SeedReport,
  StepProgress,
  StepReport,
  WorkerRecord,
} from "@ascent/engine";
import { WORKER_STOPPED } from "@ascent/engine";
import type { FakeSchedules } from "./fake-schedules.ts";
import type { FakePosts } from "./fake-webhooks.ts";

export interface FakeAttempt {
  state: AttemptState;
  worker?: string;
  leaseUntil?: Date;
  step?: StepProgress;
  report?: SeedReport;
  failure?: Failure;
  key?: Digest;
  logDigest?: Digest;
  startedAt?: Date;
  finishedAt?: Date;
  steps: readonly StepReport[];
  readonly log: Map<number, string>;
}

export interface FakeBuild {
  readonly id: string;
  readonly runId: string;
  readonly plan: PlannedBuild;
  readonly position: number;
  readonly priority: number;
  readonly waitsFor: readonly string[];
  state: BuildState;
  cached: boolean;
  /** Someone asked to stop it while it was building. */
  cancelled?: boolean;
  key?: Digest;
  blockedBy?: string;
  /** In a rebuild: what is done again. */
  readonly repeats?: FakeBuild;
  firstAttempt: number;
  /** Attempt 1 first. */
  readonly attempts: FakeAttempt[];
  environment: readonly LockedPackage[];
  sources: readonly { readonly uri: string; readonly digest: Digest; readonly from: string }[];
  outputs: readonly BuiltPackage[];
}

export interface FakeSeed {
  readonly arch: Arch;
  state: SeedRecord["state"];
  failure?: Failure;
  lock?: SeedLock;
  lockDigest?: Digest;
  firstAttempt: number;
  readonly attempts: FakeAttempt[];
}

export interface FakeStage {
  readonly stage: string;
  readonly arch: Arch;
  readonly inputs: readonly string[];
  state: StageState;
}

export interface FakeRun {
  readonly request: NewRun;
  readonly rebuild?: { readonly of: FakeRun; readonly with: RebuildWith; readonly packages?: readonly string[] };
  state: RunState;
  finishedAt?: Date;
  cancelled: boolean;
  priority: number;
  verdict?: Verdict;
  /** How many were given. */
  verdicts: number;
  readonly seeds: Map<Arch, FakeSeed>;
  readonly stages: FakeStage[];
  readonly builds: Map<string, FakeBuild>;
  readonly events: RunEvent[];
}

export interface FakeMessage {
  readonly message: JobMessage;
  readonly dueAt: Date;
  sentAt?: Date;
}

/** Everything that the fake knows: one process, one thread, so every method is as good as a transaction. */
export interface FakeState {
  readonly ids: Ids;
  readonly clock: Clock;
  /** In the order of their creation. */
  readonly runs: Map<string, FakeRun>;
  readonly outbox: Map<string, FakeMessage>;
  readonly results: Map<Digest, FakeBuild>;
  readonly artifacts: Map<Digest, ArtifactRecord>;
  readonly workers: Map<string, WorkerRecord>;
  /** Ids of those that are to take nothing new. */
  readonly draining: Set<string>;
  /** By its own canonical text, in the order in which it came. */
  readonly evidence: Map<string, Evidence>;
  /** Lock → the newest. */
  readonly fingerprints: Map<Digest, Digest>;
  readonly chain: { readonly body: string; readonly digest: Digest }[];
  readonly timetables: FakeSchedules;
  readonly posts: FakePosts;
  nextOutboxId: number;
}

export function newAttempt(): FakeAttempt {
  return { state: "queued", steps: [], log: new Map() };
}

export function findBuild(state: FakeState, id: string): { run: FakeRun; build: FakeBuild } | undefined {
  for (const run of state.runs.values()) {
    const build = run.builds.get(id);
    if (build !== undefined) return { run, build };
  }
  return undefined;
}

/** Since it was first tried, or a person had it tried again; a worker that was stopped is nobody's failure. */
export function failedTries(of: { readonly firstAttempt: number; readonly attempts: readonly FakeAttempt[] }): number {
  const counted = of.attempts.slice(of.firstAttempt - 1).filter(({ state }) => state === "failed");
  return counted.filter(({ failure }) => failure?.code !== WORKER_STOPPED.code).length;
}

export function isOver(state: RunState): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}

export function addArtifact(state: FakeState, artifact: ArtifactRecord): void {
  if (!state.artifacts.has(artifact.digest)) state.artifacts.set(artifact.digest, artifact);
}

/** As the real one: what Postgres cannot keep is replaced. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "\uFFFD").replace(/\p{Surrogate}/gu, "\uFFFD");
}
