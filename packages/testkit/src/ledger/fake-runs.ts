import {
  canonicalJson,
  Fault,
  flightState,
  LEAST_URGENT,
  messagePriority,
  RUN_PRIORITY,
  type Verdict,
} from "@ascent/core";
import type {
  JobMessage,
  Ledger,
  NewRebuild,
  NewRun,
  RunPurpose,
  RunRecord,
  SeedRecord,
  WorkScope,
} from "@ascent/engine";
import { remember } from "./fake-chain.ts";
import {
  buildJobId,
  emit,
  type FakeChange,
  giveUpSeed,
  namesOf,
  queueSeed,
  settleArch,
  withdraw,
} from "./fake-flight.ts";
import { addArtifact, type FakeBuild, type FakeRun, type FakeState, isOver } from "./fake-state.ts";

type RunMethods = Pick<
  Ledger,
  "createRun" | "cancelRun" | "cancelWork" | "retryRun" | "prioritizeRun" | "concludeRun" | "unconcluded"
>;

export function runRecord(run: FakeRun): RunRecord {
  const { id, blueprint, blueprintDigest, seeds, arches, required, requestedBy, at } = run.request;
  return {
    ...{ id, blueprint, blueprintDigest, seeds, arches, required, requestedBy, priority: run.priority },
    state: run.state,
    createdAt: at,
    ...(run.finishedAt === undefined ? {} : { finishedAt: run.finishedAt }),
    preparation: [...run.seeds.values()].map(({ arch, state, failure, lock, lockDigest }): SeedRecord => {
      const locked =
        lock === undefined || lockDigest === undefined
          ? {}
          : { seed: lock.seed, origin: lock.origin, lockDigest, packageCount: lock.packages.length };
      return { arch, state, ...locked, ...(failure === undefined ? {} : { failure }) };
    }),
    ...(run.verdict === undefined ? {} : { verdict: run.verdict }),
    ...(run.rebuild === undefined ? {} : { purpose: purposeOf(run.rebuild) }),
  };
}

export function purposeOf({ of, with: what, packages }: NonNullable<FakeRun["rebuild"]>): RunPurpose {
  return { kind: "rebuild", of: of.request.id, with: what, ...(packages === undefined ? {} : { packages }) };
}

export function runMethods(state: FakeState): RunMethods {
  const changeOf = (runId: string, at: Date): FakeChange | undefined => {
    const run = state.runs.get(runId);
    return run === undefined ? undefined : { state, run, at };
  };
  return {
    async createRun(request) {
      const earlier = earlierRun(state, request);
      if (earlier !== undefined) return { run: sameRequest(earlier, { request }), created: false };
      const run: FakeRun = {
        request,
        state: "preparing",
        cancelled: false,
        priority: request.priority ?? RUN_PRIORITY.usual,
        seeds: new Map(),
        stages: [],
        builds: new Map(),
        events: [],
        verdicts: 0,
      };
      state.runs.set(request.id, run);
      for (const { path, digest } of request.files) addArtifact(state, { digest, kind: "blueprint-file", label: path });
      const change = { state, run, at: request.at };
      const { blueprint, seeds, arches, requestedBy } = request;
      emit(change, "run.created", { blueprint, seeds, arches, requestedBy });
      remember(state, "run.created", request.id);
      for (const arch of arches) {
        const seed = { arch, state: "queued" as const, firstAttempt: 1, attempts: [] };
        run.seeds.set(arch, seed);
        queueSeed(change, seed);
      }
      return { run: runRecord(run), created: true };
    },
    async cancelRun(runId, at) {
      const change = changeOf(runId, at);
      if (change === undefined) return undefined;
      if (!isOver(change.run.state) && !change.run.cancelled && goesOn(change.run)) cancel(change);
      return runRecord(change.run);
    },
    async cancelWork(runId, at, scope) {
      const change = changeOf(runId, at);
      return change === undefined ? undefined : { cancelled: cancelScope(change, scope) };
    },
    async retryRun(runId, at, scope = {}) {
      const change = changeOf(runId, at);
      return change === undefined ? undefined : { retried: retry(change, scope) };
    },
    async prioritizeRun(runId, at, priority) {
      const change = changeOf(runId, at);
      return change === undefined ? undefined : { messages: prioritize(change, priority), run: runRecord(change.run) };
    },
    async concludeRun(runId, end) {
      const change = changeOf(runId, end.at);
      if (change === undefined || isOver(change.run.state) || goesOn(change.run)) return false;
      change.run.state = end.state;
      change.run.finishedAt = end.at;
      if (end.verdict !== undefined) giveVerdict(change, end.verdict);
      emit(change, `run.${end.state}`, end.verdict === undefined ? {} : { holds: end.verdict.holds });
      return true;
    },
    async unconcluded() {
      return [...state.runs.values()]
        .filter((run) => !isOver(run.state) && !goesOn(run))
        .map((run) => ({ runId: run.request.id, state: endState(run) }));
    },
  };
}

export function earlierRun(state: FakeState, { id, idempotencyKey }: NewRun | NewRebuild): FakeRun | undefined {
  return [...state.runs.values()].find(
    ({ request }) => request.id === id || (idempotencyKey !== undefined && request.idempotencyKey === idempotencyKey),
  );
}

export function sameRequest(earlier: FakeRun, asked: Pick<FakeRun, "request" | "rebuild">): RunRecord {
  const identity = ({ request, rebuild }: Pick<FakeRun, "request" | "rebuild">) => {
    const { blueprint, blueprintDigest, seeds, arches, required } = request;
    const purpose = rebuild === undefined ? "bootstrap" : purposeOf(rebuild);
    return canonicalJson([blueprint, blueprintDigest, seeds, arches, required, purpose]);
  };
  if (identity(earlier) === identity(asked)) return runRecord(earlier);
  throw new Fault(
    "idempotency-conflict",
    `run ${earlier.request.id} was started with the same key for another request`,
    {
      wayOut: "Send a new idempotency key with a new request.",
    },
  );
}

export function giveVerdict({ state, run }: FakeChange, verdict: Verdict): void {
  run.verdict = verdict;
  run.verdicts += 1;
  remember(state, "verdict.given", `${run.request.id}/${run.verdicts}`);
}

function goesOn(run: FakeRun): boolean {
  const seeds = [...run.seeds.values()].some(({ state }) => state === "queued" || state === "acquiring");
  return seeds || [...run.builds.values()].some(({ state }) => ["waiting", "ready", "building"].includes(state));
}

function endState(run: FakeRun): "succeeded" | "failed" | "cancelled" {
  const arches = [...run.seeds.values()].map(({ arch, state }) => {
    if (state === "failed") return "failed";
    const builds = [...run.builds.values()].filter(({ plan }) => plan.arch === arch);
    return flightState({
      stages: [],
      builds: builds.map(({ id, state: own }) => ({ id, stage: "", name: "", state: own, waitsFor: [] })),
    });
  });
  if (arches.every((end) => end === "succeeded")) return "succeeded";
  return run.cancelled || !arches.includes("failed") ? "cancelled" : "failed";
}

function cancel(change: FakeChange): void {
  const { run } = change;
  run.cancelled = true;
  for (const seed of run.seeds.values()) if (seed.state === "queued") giveUpSeed(change, seed);
  cancelBuilds(change, [...run.builds.values()]);
  for (const arch of run.seeds.keys()) settleArch(change, arch);
}

/** What waits or is ready is cancelled at once; how many that were. */
function cancelBuilds(change: FakeChange, among: readonly FakeBuild[]): number {
  const { state, at } = change;
  let cancelled = 0;
  for (const build of among) {
    if (build.state !== "waiting" && build.state !== "ready") continue;
    if (build.state === "ready") Object.assign(build.attempts.at(-1)!, { state: "cancelled", finishedAt: at });
    withdraw(state, buildJobId(build));
    build.state = "cancelled";
    emit(change, "build.cancelled", namesOf(build));
    cancelled += 1;
  }
  return cancelled;
}

function inScope(run: FakeRun, { package: name, stage, build }: WorkScope): FakeBuild[] {
  return [...run.builds.values()].filter(
    ({ id, plan }) => (name ?? plan.name) === plan.name && (stage ?? plan.stage) === plan.stage && (build ?? id) === id,
  );
}

function cancelScope(change: FakeChange, scope: WorkScope): number {
  const { run } = change;
  const own = inScope(run, scope);
  const settled = cancelBuilds(change, own);
  const building = own.filter((build) => build.state === "building" && build.cancelled !== true);
  for (const build of building) build.cancelled = true;
  if (settled > 0) for (const arch of run.seeds.keys()) settleArch(change, arch);
  return settled + building.length;
}

function prioritize(change: FakeChange, priority: number): JobMessage[] {
  const { run, state } = change;
  if (run.priority !== priority) {
    run.priority = priority;
    emit(change, "run.prioritized", { priority });
  }
  return [...state.outbox].flatMap(([id, held]) => {
    const { payload } = held.message;
    const build = payload.kind === "build" ? run.builds.get(payload.buildId) : undefined;
    if (build === undefined) return [];
    const message = { ...held.message, priority: messagePriority(priority, LEAST_URGENT - build.priority) };
    state.outbox.set(id, { ...held, message });
    return [message];
  });
}

function retry(change: FakeChange, scope: WorkScope): number {
  const { run } = change;
  const own = inScope(run, scope);
  const again = own.filter(({ state }) => state === "failed" || state === "cancelled");
  const kept = own.filter(({ state, cancelled }) => state === "building" && cancelled === true);
  const whole = Object.keys(scope).length === 0;
  const seeds = whole ? [...run.seeds.values()].filter(({ state }) => state === "failed") : [];
  const retried = again.length + kept.length + seeds.length;
  if (retried === 0) return 0;
  run.state = run.stages.length > 0 ? "running" : "preparing";
  run.cancelled = false;
  delete run.finishedAt;
  delete run.verdict;
  const { package: packageName, ...rest } = scope;
  emit(change, "run.retried", { retried, ...rest, ...(packageName === undefined ? {} : { packageName }) });
  for (const build of kept) delete build.cancelled;
  for (const build of again) {
    build.firstAttempt = build.attempts.length + 1;
    wait(change, build);
  }
  for (const seed of seeds) {
    delete seed.failure;
    seed.firstAttempt = seed.attempts.length + 1;
    queueSeed(change, seed);
  }
  const roots = new Set(again.map(({ id }) => id));
  for (const build of run.builds.values()) {
    if (build.blockedBy !== undefined && roots.has(build.blockedBy)) wait(change, build);
  }
  for (const arch of run.seeds.keys()) settleArch(change, arch);
  return retried;
}

function wait(change: FakeChange, build: FakeBuild): void {
  build.state = "waiting";
  delete build.blockedBy;
  emit(change, "build.waiting", namesOf(build));
}
