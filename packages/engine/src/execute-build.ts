import { type Digest, fullVersion } from "@ascent/core";
import { type Attempt, attemptBuild, type Ending } from "./attempt-build.ts";
import { attestOutputs, type LoggedResult } from "./attest-outputs.ts";
import { compareRebuild, undecidedRebuild } from "./compare-rebuild.ts";
import { failureOf, retryTime, WORKER_STOPPED } from "./failure.ts";
import { insist } from "./insist.ts";
import { keepLease, leaseFrom } from "./lease-keeper.ts";
import { withFields } from "./log-fields.ts";
import { relayLog } from "./log-relay.ts";
import type { AttemptRef, BuildTask, StepProgress } from "./ports.ts";
import { scanOutputs } from "./residue/scan-outputs.ts";
import { untraced } from "./untraced.ts";
import type { WorkerPorts } from "./worker.ts";

/**
 * Handles a `build` job: lock the environment, compute the key, take an earlier result or build, and record all of it
 * in one transaction. A job that comes twice, or after its attempt was given up, finds nothing to claim. Throws what the
 * ledger throws when the end cannot be recorded: then the lease runs out and another attempt starts.
 */
export async function executeBuild(workerPorts: WorkerPorts, ref: AttemptRef): Promise<void> {
  const task = await workerPorts.ledger.claimBuild(ref, leaseFrom(workerPorts.worker, workerPorts.clock));
  if (task === undefined) return;
  const ports = { ...workerPorts, log: withFields(workerPorts.log, { runId: task.runId, ...task.ref }) };
  const attributes = {
    ...{ "ascent.run.id": task.runId, "ascent.build.id": ref.buildId, "ascent.attempt": ref.attempt },
    ...{ "ascent.package": task.recipe.name, "ascent.stage": task.stage, "ascent.arch": task.arch },
  };
  const { tracer = untraced } = ports;
  await tracer.span(`build ${task.stage}/${task.recipe.name}`, attributes, () => executeTask(ports, task));
}

async function executeTask(ports: WorkerPorts, task: BuildTask): Promise<void> {
  const { ref } = task;
  const { tracer = untraced } = ports;
  const lease = keepLease<StepProgress>({
    worker: ports.worker,
    clock: ports.clock,
    log: ports.log,
    renew: (until, step) => ports.ledger.renewBuild(ref, until, step),
  });
  const signal = AbortSignal.any([lease.signal, ports.stopping]);
  const attempt: Attempt = { task, signal, lease, relay: relayLog(ports, ref) };
  try {
    const ending = await attemptBuild(ports, attempt).catch((error: unknown) => failed(error));
    const logDigest = await storeLog(ports, attempt, ending);
    const end = { ending: await attested(ports, attempt, { ending, logDigest }), logDigest };
    await tracer.span("record", { "ascent.outcome": end.ending.kind }, () => record(ports, attempt, end));
  } finally {
    await lease.stop();
  }
}

function failed(error: unknown): Exclude<Ending, { kind: "done" }> {
  return { kind: "failed", failure: failureOf(error), steps: [] };
}

interface LoggedEnding {
  readonly ending: Ending;
  readonly logDigest: Digest | undefined;
}

/** No output goes unsigned: a build whose outputs cannot be attested has failed. */
async function attested(ports: WorkerPorts, attempt: Attempt, { ending, logDigest }: LoggedEnding): Promise<Ending> {
  if (ending.kind !== "done") return ending;
  try {
    const { tracer = untraced } = ports;
    const scanned = await tracer.span("scan", {}, () => scanOutputs(ports, attempt, ending.result));
    const result = await tracer.span("attest", {}, () => attestOutputs(ports, attempt, { result: scanned, logDigest }));
    return { kind: "done", result: await compareRebuild(ports, attempt, result) };
  } catch (error) {
    return failed(error);
  }
}

/** Trouble with the recording itself is never taken for the build's. */
async function record(ports: WorkerPorts, attempt: Attempt, { ending, logDigest }: LoggedEnding): Promise<void> {
  if (ending.kind !== "done") return recordEnd(ports, attempt, { ending, logDigest });
  try {
    await recordResult(ports, attempt, { result: ending.result, logDigest });
  } catch (error) {
    const failure = failureOf(error);
    // The result is there but cannot be kept, and will not be on another try.
    if (failure.retryable) throw error;
    await recordEnd(ports, attempt, { ending: failed(error), logDigest });
  }
}

async function recordResult(ports: WorkerPorts, attempt: Attempt, { result, logDigest }: LoggedResult): Promise<void> {
  const { task, signal } = attempt;
  const recorded = await insist(ports, signal, () =>
    ports.ledger.finishBuild({
      ref: task.ref,
      ...result,
      builderVersion: ports.builder.version,
      ...(logDigest === undefined ? {} : { logDigest }),
      at: ports.clock.now(),
    }),
  );
  const data = { package: task.recipe.name, version: fullVersion(task.recipe), stage: task.stage };
  if (recorded) ports.log.info({ ...data, cached: result.cached }, "build done");
  else ports.log.warn(data, "build done too late: its lease was lost");
}

interface LoggedEnd {
  readonly ending: Exclude<Ending, { kind: "done" }>;
  readonly logDigest: Digest | undefined;
}

async function recordEnd(ports: WorkerPorts, attempt: Attempt, end: LoggedEnd): Promise<void> {
  const { task, lease, signal } = attempt;
  const at = ports.clock.now();
  if (lease.signal.aborted) {
    // A lost lease changes nothing any more: the ledger says so and that is all.
    await insist(ports, signal, () => ports.ledger.cancelBuild(task.ref, at));
    return;
  }
  const { ending, logDigest } = end;
  const failure = ending.kind === "failed" && !ports.stopping.aborted ? ending.failure : WORKER_STOPPED;
  const retryAt = failure === WORKER_STOPPED ? at : retryTime(failure, task.failedTries, at);
  ports.log.warn({ package: task.recipe.name, stage: task.stage, failure, retryAt }, "build failed");
  // Before the end is on record, for with it the verdict is given.
  const undecided = retryAt === undefined ? undecidedRebuild(attempt, failure) : [];
  if (undecided.length > 0)
    await insist(ports, signal, () => ports.ledger.addEvidence(undecided, { runIds: [task.runId], at }));
  await insist(ports, signal, () =>
    ports.ledger.failBuild({
      ref: task.ref,
      failure,
      steps: ending.steps,
      ...(attempt.key === undefined ? {} : { key: attempt.key }),
      ...(attempt.environment === undefined ? {} : { environment: attempt.environment }),
      ...(logDigest === undefined ? {} : { logDigest }),
      ...(retryAt === undefined ? {} : { retryAt }),
      at,
    }),
  );
}

/** The whole log's artifact. A full disk must not keep the end of a build from being recorded: the ledger has the log too. */
async function storeLog(ports: WorkerPorts, attempt: Attempt, ending: Ending): Promise<Digest | undefined> {
  const bytes = await attempt.relay.end();
  const fromCache = ending.kind === "done" && ending.result.cached;
  if (fromCache || bytes.length === 0) return undefined;
  try {
    return await ports.store.put(bytes);
  } catch (err) {
    ports.log.warn({ err }, "log not stored");
    return undefined;
  }
}
