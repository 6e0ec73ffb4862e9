import { type Digest, Fault, type LockedPackage, type SourceRef } from "@ascent/core";
import type {
  AttemptRef,
  BuildTask,
  BuiltPackage,
  FailedBuild,
  Failure,
  FinishedBuild,
  Ledger,
  StepReport,
} from "@ascent/engine";
import { remember } from "./fake-chain.ts";
import { buildJobId, emit, type FakeChange, makeReady, namesOf, settleArch, withdraw } from "./fake-flight.ts";
import { addEvidence } from "./fake-proof.ts";
import {
  addArtifact,
  type FakeAttempt,
  type FakeBuild,
  type FakeRun,
  type FakeSeed,
  type FakeState,
  failedTries,
  findBuild,
  storableText,
} from "./fake-state.ts";

type BuildMethods = Pick<
  Ledger,
  "claimBuild" | "renewBuild" | "finishBuild" | "failBuild" | "cancelBuild" | "appendLog"
>;

export interface HeldBuild extends FakeChange {
  readonly build: FakeBuild;
  readonly attempt: FakeAttempt;
}

export function buildMethods(state: FakeState): BuildMethods {
  const buildAttempt = (ref: AttemptRef, at: Date): HeldBuild | undefined => {
    const found = findBuild(state, ref.buildId);
    const attempt = found?.build.attempts[ref.attempt - 1];
    return found && attempt ? { state, at, ...found, attempt } : undefined;
  };
  return {
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
  };
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

export function endAttempt(change: HeldBuild, end: AttemptEnd): boolean {
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

export function seconds(change: HeldBuild): number {
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

export function isCancelled({ run, build }: HeldBuild): boolean {
  return run.cancelled || build.cancelled === true;
}

export function markCancelled(change: HeldBuild): void {
  change.build.state = "cancelled";
  emit(change, "build.cancelled", { ...namesOf(change.build), seconds: seconds(change) });
}
