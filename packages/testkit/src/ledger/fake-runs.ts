import { canonicalJson, Fault, flightState, type Verdict } from "@ascent/core";
import type { Ledger, NewRebuild, NewRun, RunPurpose, RunRecord, SeedRecord } from "@ascent/engine";
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

type RunMethods = Pick<Ledger, "createRun" | "cancelRun" | "retryRun" | "concludeRun" | "unconcluded">;

export function runRecord(run: FakeRun): RunRecord {
  const { id, blueprint, blueprintDigest, seeds, arches, required, requestedBy, at } = run.request;
  return {
    ...{ id, blueprint, blueprintDigest, seeds, arches, required, requestedBy },
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
    async retryRun(runId, at, packageName) {
      const change = changeOf(runId, at);
      return change === undefined ? undefined : { retried: retry(change, packageName) };
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
  const { run, state, at } = change;
  run.cancelled = true;
  for (const seed of run.seeds.values()) if (seed.state === "queued") giveUpSeed(change, seed);
  for (const build of run.builds.values()) {
    if (build.state !== "waiting" && build.state !== "ready") continue;
    if (build.state === "ready") Object.assign(build.attempts.at(-1)!, { state: "cancelled", finishedAt: at });
    withdraw(state, buildJobId(build));
    build.state = "cancelled";
    emit(change, "build.cancelled", namesOf(build));
  }
  for (const arch of run.seeds.keys()) settleArch(change, arch);
}

function retry(change: FakeChange, packageName: string | undefined): number {
  const { run } = change;
  const again = [...run.builds.values()].filter(
    ({ state, plan }) =>
      (state === "failed" || state === "cancelled") && (packageName === undefined || plan.name === packageName),
  );
  const seeds = packageName === undefined ? [...run.seeds.values()].filter(({ state }) => state === "failed") : [];
  const retried = again.length + seeds.length;
  if (retried === 0) return 0;
  run.state = run.stages.length > 0 ? "running" : "preparing";
  run.cancelled = false;
  delete run.finishedAt;
  delete run.verdict;
  emit(change, "run.retried", packageName === undefined ? { retried } : { retried, packageName });
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
