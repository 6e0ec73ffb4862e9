import { fullVersion, LEAST_URGENT } from "@ascent/core";
import type { Failure, Ledger, SeedRef, SeedResult } from "@ascent/engine";
import { remember } from "./fake-chain.ts";
import { emit, type FakeChange, giveUpSeed, queueSeed, seedJobId, settleArch, withdraw } from "./fake-flight.ts";
import { runRecord } from "./fake-runs.ts";
import { addArtifact, type FakeAttempt, type FakeSeed, type FakeState, failedTries } from "./fake-state.ts";

type SeedMethods = Pick<Ledger, "claimSeed" | "renewSeed" | "finishSeed" | "failSeed">;

export interface HeldSeed extends FakeChange {
  readonly seed: FakeSeed;
  readonly attempt: FakeAttempt;
}

export function seedMethods(state: FakeState): SeedMethods {
  const seedAttempt = (ref: SeedRef, at: Date): HeldSeed | undefined => {
    const run = state.runs.get(ref.runId);
    const seed = run?.seeds.get(ref.arch);
    const attempt = seed?.attempts[ref.attempt - 1];
    return run && seed && attempt ? { state, run, at, seed, attempt } : undefined;
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
  };
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
export function endSeed(change: HeldSeed, failure: Failure, retryAt: Date | undefined): void {
  const { seed } = change;
  emit(change, "seed.failed", { arch: seed.arch, failure });
  if (retryAt !== undefined) {
    queueSeed(change, seed, retryAt);
    return;
  }
  seed.state = "failed";
  seed.failure = failure;
}
