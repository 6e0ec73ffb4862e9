import { type Digest, Fault, fullVersion, LEAST_URGENT, type LockedPackage, type SourceRef } from "@ascent/core";
import type {
  AttemptRef,
  BuildTask,
  BuiltPackage,
  FailedBuild,
  Failure,
  FinishedBuild,
  Ledger,
  SeedRef,
  SeedResult,
  StepReport,
} from "@ascent/engine";
import { WORKER_STOPPED } from "@ascent/engine";
import { remember } from "./fake-chain.ts";
import {
  buildJobId,
  emit,
  type FakeChange,
  giveUpSeed,
  makeReady,
  namesOf,
  queueSeed,
  seedJobId,
  settleArch,
  withdraw,
} from "./fake-flight.ts";
import { addEvidence } from "./fake-proof.ts";
import { runRecord } from "./fake-runs.ts";
import {
  addArtifact,
  type FakeAttempt,
  type FakeBuild,
  type FakeRun,
  type FakeSeed,
  type FakeState,
  findBuild,
  storableText,
} from "./fake-state.ts";

type WorkMethods = Pick<
  Ledger,
  | "claimSeed"
  | "renewSeed"
  | "finishSeed"
  | "failSeed"
  | "claimBuild"
  | "renewBuild"
  | "finishBuild"
  | "failBuild"
  | "cancelBuild"
  | "appendLog"
  | "expireLeases"
>;

interface HeldSeed extends FakeChange {
  readonly seed: FakeSeed;
  readonly attempt: FakeAttempt;
}

interface HeldBuild extends FakeChange {
  readonly build: FakeBuild;
  readonly attempt: FakeAttempt;
}

export function workMethods(state: FakeState): WorkMethods {
  const seedAttempt = (ref: SeedRef, at: Date): HeldSeed | undefined => {
    const run = state.runs.get(ref.runId);
    const seed = run?.seeds.get(ref.arch);
    const attempt = seed?.attempts[ref.attempt - 1];
    return run && seed && attempt ? { state, run, at, seed, attempt } : undefined;
  };
  const buildAttempt = (ref: AttemptRef, at: Date): HeldBuild | undefined => {
    const found = findBuild(state, ref.buildId);
    const attempt = found?.build.attempts[ref.attempt - 1];
    return found && attempt ? { state, at, ...found, attempt } : undefined;
  };
  return {
    async claimSeed(ref, lease) {
      const found = seedAttempt(ref, state.clock.now());
      if (found === undefined || found.run.cancelled || found.attempt.state !== "queued") return undefined;
      if (state.draining.has(lease.worker)) return undefined;
      const { seed, attempt, run, at } = found;
      Object.assign(attempt, { state: "building", worker: lease.worker, leaseUntil: lease.until, startedAt: at });
      withdraw(state, seedJobId(ref.runId, seed));
      seed.state = "acquiring";
      emit(found, "seed.acquiring", { arch: ref.arch });
      return { run: runRecord(run), arch: ref.arch, files: run.request.files, failedTries: failedTries(seed) };
    },
    async renewSeed(ref, lease, report) {
      const found = seedAttempt(ref, state.clock.now());
      if (found === undefined || found.attempt.worker !== lease.worker) return "lost";
      const { attempt, run } = found;
      if (attempt.state === "cancelled") return "cancelled";
      if (attempt.state !== "building") return "lost";
      attempt.leaseUntil = lease.until;
      if (run.cancelled) return "cancelled";
      if (report !== undefined && JSON.stringify(report) !== JSON.stringify(attempt.report)) {
        attempt.report = report;
        emit(found, "seed.progress", { arch: ref.arch, ...report });
      }
      return "held";
    },
    async finishSeed(ref, result) {
      const found = seedAttempt(ref, result.at);
      if (found?.attempt.state !== "building") return false;
      Object.assign(found.attempt, { state: "succeeded", finishedAt: result.at });
      if (found.run.cancelled) {
        giveUpSeed(found, found.seed);
        return false;
      }
      lockSeed(found, result);
      return true;
    },
    async failSeed(ref, end) {
      const found = seedAttempt(ref, end.at);
      if (found?.attempt.state !== "building") return false;
      Object.assign(found.attempt, { state: "failed", failure: end.failure, finishedAt: end.at });
      if (found.run.cancelled) giveUpSeed(found, found.seed);
      else endSeed(found, end.failure, end.retryAt);
      return true;
    },
    async claimBuild(ref, lease) {
      const found = buildAttempt(ref, state.clock.now());
      if (found === undefined || found.run.cancelled) return undefined;
      const { build, attempt, run, at } = found;
      if (state.draining.has(lease.worker)) return undefined;
      if (build.state !== "ready" || build.attempts.length !== ref.attempt) return undefined;
      Object.assign(attempt, { state: "building", worker: lease.worker, leaseUntil: lease.until, startedAt: at });
      withdraw(state, buildJobId(build));
      build.state = "building";
      emit(found, "build.building", { ...namesOf(build), worker: lease.worker });
      const { stage, arch, recipe } = build.plan;
      const inputs = run.stages.find((own) => own.stage === stage && own.arch === arch)?.inputs ?? [];
      const { settings } = run.request;
      const runId = run.request.id;
      const task = { runId, ref, stage, arch, recipe, inputs, settings, failedTries: failedTries(build) };
      const seedLock = lockOf(state, run.seeds.get(arch));
      return { ...task, ...(seedLock === undefined ? {} : { seedLock }), ...repeatedBy(found) };
    },
    async renewBuild(ref, lease, step) {
      const found = buildAttempt(ref, state.clock.now());
      if (found === undefined || found.attempt.worker !== lease.worker) return "lost";
      const { attempt, build } = found;
      if (attempt.state === "cancelled") return "cancelled";
      if (attempt.state !== "building") return "lost";
      attempt.leaseUntil = lease.until;
      if (isCancelled(found)) return "cancelled";
      if (step !== undefined && JSON.stringify(step) !== JSON.stringify(attempt.step)) {
        attempt.step = step;
        emit(found, "build.step", { ...namesOf(build), step });
      }
      return "held";
    },
    async finishBuild(finished) {
      const found = buildAttempt(finished.ref, finished.at);
      if (found === undefined || !endAttempt(found, { state: "succeeded", ...finished })) return false;
      const { build } = found;
      recordProvenance(found, finished);
      remember(state, "build.done", build.id);
      Object.assign(build, { state: "done", key: finished.key, cached: finished.cached });
      emit(found, "build.done", { ...namesOf(build), seconds: seconds(found), cached: finished.cached });
      settleArch(found, build.plan.arch);
      return true;
    },
    async failBuild(failed) {
      const found = buildAttempt(failed.ref, failed.at);
      if (found === undefined || !endAttempt(found, { state: "failed", ...failed })) return false;
      fail(found, failed);
      settleArch(found, found.build.plan.arch);
      return true;
    },
    async cancelBuild(ref, at) {
      const found = buildAttempt(ref, at);
      if (found === undefined || !endAttempt(found, { state: "cancelled", steps: [] })) return false;
      if (isCancelled(found)) markCancelled(found);
      else makeReady(found, found.build);
      settleArch(found, found.build.plan.arch);
      return true;
    },
    async appendLog(ref, batch) {
      const found = buildAttempt(ref, batch.at);
      if (found === undefined) {
        throw new Fault("attempt-unknown", `there is no attempt ${ref.attempt} of build ${ref.buildId}`);
      }
      const { log } = found.attempt;
      if (!log.has(batch.sequence)) log.set(batch.sequence, storableText(batch.text));
    },
    async expireLeases(now, maxAttempts) {
      let lost = 0;
      for (const run of [...state.runs.values()]) {
        for (const build of [...run.builds.values()]) {
          const attempt = build.attempts.at(-1);
          if (attempt === undefined || !isOverdue(attempt, now)) continue;
          lost += 1;
          loseBuild({ state, run, at: now, build, attempt }, maxAttempts);
        }
        for (const seed of run.seeds.values()) {
          const attempt = seed.attempts.at(-1);
          if (attempt === undefined || !isOverdue(attempt, now)) continue;
          lost += 1;
          const failure = lostFailure(attempt.worker);
          Object.assign(attempt, { state: "lost", failure, finishedAt: now });
          const change = { state, run, at: now, seed, attempt };
          const tries = seed.attempts.length - seed.firstAttempt + 1;
          if (run.cancelled) giveUpSeed(change, seed);
          else endSeed(change, failure, tries >= maxAttempts ? undefined : now);
        }
      }
      return lost;
    },
  };
}

function failedTries(of: { readonly firstAttempt: number; readonly attempts: readonly FakeAttempt[] }): number {
  const counted = of.attempts.slice(of.firstAttempt - 1).filter(({ state }) => state === "failed");
  return counted.filter(({ failure }) => failure?.code !== WORKER_STOPPED.code).length;
}

function isOverdue(attempt: FakeAttempt, now: Date): boolean {
  return attempt.state === "building" && attempt.leaseUntil !== undefined && attempt.leaseUntil < now;
}

function lockSeed(change: HeldSeed, result: SeedResult): void {
  const { state, run, seed } = change;
  const { lock, lockDigest, fingerprint } = result;
  if (fingerprint !== undefined) {
    addArtifact(state, {
      digest: fingerprint,
      kind: "seed-fingerprint",
      label: `fingerprint of ${lock.seed} ${lock.arch}`,
    });
    state.fingerprints.set(lockDigest, fingerprint);
    remember(state, "seed.fingerprint", `${lockDigest}/${fingerprint}`);
  }
  remember(state, "seed.lock", lockDigest);
  remember(state, "seed.locked", `${run.request.id}/${seed.arch}`);
  Object.assign(seed, { state: "locked", lock, lockDigest });
  delete seed.failure;
  addArtifact(state, { digest: lockDigest, kind: "seed-lock", label: `${lock.seed} ${lock.arch}` });
  for (const { fileDigest, record } of lock.packages) {
    addArtifact(state, {
      digest: fileDigest,
      kind: "package",
      size: record.size,
      label: `${record.name}-${record.version}`,
    });
  }
  insertPlan(change, result);
  emit(change, "seed.locked", {
    arch: seed.arch,
    seed: lock.seed,
    origin: lock.origin,
    packageCount: lock.packages.length,
  });
  if (run.state === "preparing") {
    run.state = "running";
    emit(change, "run.running", {});
  }
  settleArch(change, seed.arch);
}

function insertPlan(change: HeldSeed, result: SeedResult): void {
  const { state, run, seed } = change;
  const longest = result.stages.map(({ builds }) => Math.max(0, ...builds.map(({ remaining }) => remaining)));
  for (const [index, { stage, inputs, builds }] of result.stages.entries()) {
    run.stages.push({ stage, arch: seed.arch, inputs, state: "waiting" });
    const after = longest.slice(index + 1).reduce((sum, length) => sum + length, 0);
    const ids = new Map(builds.map(({ name }) => [name, state.ids.uuid()]));
    for (const [position, plan] of builds.entries()) {
      const { definition, name } = plan.recipe;
      const label = `${definition.file} (${name} ${fullVersion(plan.recipe)})`;
      addArtifact(state, { digest: definition.digest, kind: "blueprint-file", label });
      run.builds.set(ids.get(plan.name)!, {
        id: ids.get(plan.name)!,
        runId: run.request.id,
        plan,
        position,
        priority: Math.max(2, LEAST_URGENT - after - plan.remaining),
        waitsFor: plan.waitsFor.map((other) => ids.get(other)!),
        state: "waiting",
        cached: false,
        firstAttempt: 1,
        attempts: [],
        environment: [],
        sources: [],
        outputs: [],
      });
    }
  }
}

/** Queued again when there is a time for it. */
function endSeed(change: HeldSeed, failure: Failure, retryAt: Date | undefined): void {
  const { seed } = change;
  emit(change, "seed.failed", { arch: seed.arch, failure });
  if (retryAt !== undefined) {
    queueSeed(change, seed, retryAt);
    return;
  }
  seed.state = "failed";
  seed.failure = failure;
}

function lockOf(state: FakeState, seed: FakeSeed | undefined): BuildTask["seedLock"] {
  const digest = seed?.lockDigest;
  if (digest === undefined) return undefined;
  const fingerprint = state.fingerprints.get(digest);
  return { digest, ...(fingerprint === undefined ? {} : { fingerprint }) };
}

/** What of its stage a build may see and, in a rebuild, what it does again. */
function repeatedBy({ run, build }: HeldBuild): Pick<BuildTask, "ownStage" | "again"> {
  const { rebuild } = run;
  const { repeats } = build;
  if (rebuild === undefined || repeats?.key === undefined) return { ownStage: namesBefore(run, build) };
  const { id: buildId, runId, key, outputs, environment, plan } = repeats;
  const ofStage = [...rebuild.of.builds.values()].filter(
    (own) => own.plan.stage === plan.stage && own.plan.arch === plan.arch,
  );
  const all = rebuild.with === "final";
  return {
    ownStage: all ? ofStage.map((own) => own.plan.name).sort() : namesBefore(rebuild.of, repeats),
    again: { runId, buildId, with: rebuild.with, key, outputs, environment },
  };
}

function namesBefore(run: FakeRun, of: FakeBuild): readonly string[] {
  const seen = new Set<FakeBuild>();
  const queue = [of];
  for (const build of queue) {
    for (const id of build.waitsFor) {
      const before = run.builds.get(id)!;
      if (!seen.has(before)) queue.push(before);
      seen.add(before);
    }
  }
  return [...seen].map(({ plan }) => plan.name).sort();
}

interface AttemptEnd {
  readonly state: "succeeded" | "failed" | "lost" | "cancelled";
  readonly failure?: Failure;
  readonly key?: Digest;
  readonly logDigest?: Digest;
  readonly steps: readonly StepReport[];
}

function endAttempt(change: HeldBuild, end: AttemptEnd): boolean {
  const { attempt, build, state, at } = change;
  if (attempt.state !== "building") return false;
  const { state: ended, failure, key, logDigest, steps } = end;
  Object.assign(attempt, { state: ended, steps, finishedAt: at });
  if (failure !== undefined) attempt.failure = failure;
  if (key !== undefined) attempt.key = key;
  if (logDigest !== undefined) {
    attempt.logDigest = logDigest;
    const label = `log of build ${build.id}, attempt ${build.attempts.length}`;
    addArtifact(state, { digest: logDigest, kind: "log", label });
  }
  withdraw(state, buildJobId(build));
  return true;
}

function seconds(change: HeldBuild): number {
  const { attempt, at } = change;
  return Math.max(0, (at.getTime() - (attempt.startedAt ?? at).getTime()) / 1000);
}

function recordProvenance(change: HeldBuild, finished: FinishedBuild): void {
  const { state, build } = change;
  build.environment = copy(finished.environment);
  const fetched = finished.sources.map(({ ref, digest, from }) => ({ uri: uriOf(ref), digest, from }));
  build.sources = finished.cached ? (state.results.get(finished.key)?.sources ?? []) : fetched;
  build.outputs = copyOutputs(finished.outputs);
  for (const { uri, digest } of build.sources) addArtifact(state, { digest, kind: "source", label: uri });
  for (const { fileDigest, sbom, size, record, attestation } of finished.outputs) {
    const label = `${record.name}-${record.version}`;
    addArtifact(state, { digest: fileDigest, kind: "package", size, label });
    addArtifact(state, { digest: sbom, kind: "sbom", label });
    if (attestation !== undefined) addArtifact(state, { digest: attestation, kind: "attestation", label });
  }
  addEvidence(state, finished.evidence ?? [], [change.run.request.id]);
  if (build.repeats === undefined && !state.results.has(finished.key)) state.results.set(finished.key, build);
}

function copy(environment: readonly LockedPackage[]): readonly LockedPackage[] {
  return environment.map(({ name, version, input, fileDigest, contentDigest }) => {
    return { name, version, input, fileDigest, contentDigest };
  });
}

function copyOutputs(outputs: readonly BuiltPackage[]): readonly BuiltPackage[] {
  return outputs.map(({ record, fileDigest, contentDigest, size, sbom, attestation }) => {
    return { record, fileDigest, contentDigest, size, sbom, ...(attestation === undefined ? {} : { attestation }) };
  });
}

function uriOf(ref: SourceRef): string {
  return ref.kind === "fetch" ? ref.uri : `git+${ref.repository}@${ref.commit}`;
}

function fail(change: HeldBuild, failed: FailedBuild): void {
  const { build } = change;
  build.environment = copy(failed.environment ?? []);
  if (failed.retryAt === undefined) {
    build.state = "failed";
    emit(change, "build.failed", { ...namesOf(build), seconds: seconds(change), failure: failed.failure });
  } else if (isCancelled(change)) {
    markCancelled(change);
  } else {
    emit(change, "build.waiting", { ...namesOf(build), seconds: seconds(change), failure: failed.failure });
    makeReady(change, build, failed.retryAt);
  }
}

function isCancelled({ run, build }: HeldBuild): boolean {
  return run.cancelled || build.cancelled === true;
}

function markCancelled(change: HeldBuild): void {
  change.build.state = "cancelled";
  emit(change, "build.cancelled", { ...namesOf(change.build), seconds: seconds(change) });
}

function loseBuild(change: HeldBuild, maxAttempts: number): void {
  const { build, attempt } = change;
  const failure = lostFailure(attempt.worker);
  endAttempt(change, { state: "lost", failure, steps: [] });
  emit(change, "build.lost", { ...namesOf(build), seconds: seconds(change), worker: attempt.worker, failure });
  const tries = build.attempts.length - build.firstAttempt + 1;
  if (isCancelled(change)) {
    markCancelled(change);
  } else if (tries >= maxAttempts) {
    build.state = "failed";
    emit(change, "build.failed", { ...namesOf(build), seconds: seconds(change), failure });
  } else {
    makeReady(change, build);
  }
  settleArch(change, build.plan.arch);
}

function lostFailure(worker: string | undefined): Failure {
  return {
    code: "lost",
    message: `worker ${worker ?? "unknown"} stopped renewing its lease: it died, or could not reach the database`,
    wayOut: "Look at the worker's host and log; `ascent retry` tries again.",
    retryable: true,
    logTail: [],
  };
}
