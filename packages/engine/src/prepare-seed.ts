import { canonicalJson } from "@ascent/core";
import { failureOf, retryTime, WORKER_STOPPED } from "./failure.ts";
import { insist } from "./insist.ts";
import { keepLease, type LeaseKeeper, leaseFrom } from "./lease-keeper.ts";
import { type LockedPlan, lockAndPlan } from "./lock-and-plan.ts";
import { withFields } from "./log-fields.ts";
import type { SeedProgress, SeedRef, SeedReport, SeedResult, SeedTask } from "./ports.ts";
import { seedFingerprint } from "./residue/seed-fingerprint.ts";
import { untraced } from "./untraced.ts";
import type { WorkerPorts } from "./worker.ts";

interface Preparation {
  readonly ref: SeedRef;
  readonly task: SeedTask;
  readonly lease: LeaseKeeper<SeedReport>;
  /** Aborts when the lease is lost, the run cancelled, or the worker told to stop. */
  readonly signal: AbortSignal;
}

/**
 * Handles a `seed` job: brings in the first seed that can be had, plans the arch against what it really offers, and
 * records lock and plan in one transaction, which opens the first stage. A job that comes twice finds nothing to claim.
 * Throws what the ledger throws when the end cannot be recorded: then the lease runs out and another attempt starts.
 */
export async function prepareSeed(workerPorts: WorkerPorts, ref: SeedRef): Promise<void> {
  const task = await workerPorts.ledger.claimSeed(ref, leaseFrom(workerPorts.worker, workerPorts.clock));
  if (task === undefined) return;
  const { runId, arch, attempt } = ref;
  const ports = { ...workerPorts, log: withFields(workerPorts.log, { runId, arch, attempt }) };
  const lease = keepLease<SeedReport>({
    worker: ports.worker,
    clock: ports.clock,
    log: ports.log,
    renew: (until, report) => ports.ledger.renewSeed(ref, until, report),
  });
  const preparation = { ref, task, lease, signal: AbortSignal.any([lease.signal, ports.stopping]) };
  const { tracer = untraced } = ports;
  const attributes = { "ascent.run.id": runId, "ascent.arch": arch, "ascent.attempt": attempt };
  try {
    await tracer.span("prepare seed", attributes, () => prepare(ports, preparation));
  } finally {
    await lease.stop();
  }
}

/** Trouble with the recording itself is never taken for the seed's. */
async function prepare(ports: WorkerPorts, preparation: Preparation): Promise<void> {
  let prepared: Prepared;
  try {
    prepared = await lockAndSearch(ports, preparation);
  } catch (error) {
    return recordFailure(ports, preparation, error);
  }
  try {
    await recordLock(ports, preparation, prepared);
  } catch (error) {
    if (failureOf(error).retryable) throw error;
    await recordFailure(ports, preparation, error);
  }
}

type Prepared = LockedPlan & Required<Pick<SeedResult, "lockDigest" | "fingerprint">>;

/** With the lock, what its bytes are recognised by: what is built will be searched for them. */
async function lockAndSearch(ports: WorkerPorts, preparation: Preparation): Promise<Prepared> {
  const { lease, signal } = preparation;
  const locked = await lockAndPlan(ports, preparation);
  const { lock } = locked;
  const lockDigest = await ports.store.put(new TextEncoder().encode(canonicalJson(lock)));
  const onProgress = (progress: SeedProgress) => void lease.report({ seed: lock.seed, ...progress });
  const fingerprint = await seedFingerprint(ports, { lock, lockDigest, onProgress, signal });
  return { ...locked, lockDigest, fingerprint };
}

async function recordLock(ports: WorkerPorts, preparation: Preparation, prepared: Prepared): Promise<void> {
  const { ref, signal } = preparation;
  const result = { ...prepared, at: ports.clock.now() };
  const recorded = await insist(ports, signal, () => ports.ledger.finishSeed(ref, result));
  const { seed, origin, packages } = prepared.lock;
  ports.log.info({ seed, origin, packages: packages.length, recorded }, "seed locked");
}

/** Nobody is to blame when the worker was stopped or the run cancelled: the work is handed back. */
async function recordFailure(ports: WorkerPorts, preparation: Preparation, error: unknown): Promise<void> {
  const { ref, task, signal } = preparation;
  const failure = signal.aborted ? WORKER_STOPPED : failureOf(error);
  const at = ports.clock.now();
  const retryAt = failure === WORKER_STOPPED ? at : retryTime(failure, task.failedTries, at);
  ports.log.error({ err: error, retryAt }, "seed failed");
  await insist(ports, signal, () =>
    ports.ledger.failSeed(ref, { failure, at, ...(retryAt === undefined ? {} : { retryAt }) }),
  );
}
