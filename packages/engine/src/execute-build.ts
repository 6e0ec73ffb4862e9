import {
  buildKey,
  type Digest,
  Fault,
  fullVersion,
  type LockedPackage,
  type OfferedPackage,
  resolveEnvironment,
} from "@ascent/core";
import { sha256 } from "@ascent/formats";
import { failureOf, retryTime, WORKER_STOPPED } from "./failure.ts";
import { keepLease, type LeaseKeeper, leaseFrom } from "./lease-keeper.ts";
import { type LogRelay, relayLog } from "./log-relay.ts";
import type {
  AttemptRef,
  BuildOutcome,
  BuildTask,
  BuiltPackage,
  FetchedSource,
  StepProgress,
  StepReport,
} from "./ports.ts";
import type { WorkerPorts } from "./worker.ts";

/** What an attempt has found out so far; a failure records as much of it as there is. */
interface Attempt {
  readonly task: BuildTask;
  /** Aborts when the lease is lost, the build cancelled, or the worker told to stop. */
  readonly signal: AbortSignal;
  readonly lease: LeaseKeeper<StepProgress>;
  readonly relay: LogRelay;
  environment?: readonly LockedPackage[];
  key?: Digest;
}

interface Result {
  readonly cached: boolean;
  readonly outputs: readonly BuiltPackage[];
  readonly sources: readonly FetchedSource[];
  readonly steps: readonly StepReport[];
}

/**
 * Handles a `build` job: lock the environment, compute the key, take an earlier result or build, and record all of it
 * in one transaction. A job that comes twice, or after its attempt was given up, finds nothing to claim.
 */
export async function executeBuild(ports: WorkerPorts, ref: AttemptRef): Promise<void> {
  const task = await ports.ledger.claimBuild(ref, leaseFrom(ports.worker, ports.clock));
  if (task === undefined) return;
  const lease = keepLease<StepProgress>({
    worker: ports.worker,
    clock: ports.clock,
    log: ports.log,
    renew: (until, step) => ports.ledger.renewBuild(ref, until, step),
  });
  const signal = AbortSignal.any([lease.signal, ports.stopping]);
  const attempt: Attempt = { task, signal, lease, relay: relayLog(ports, ref) };
  try {
    await run(ports, attempt);
  } catch (error) {
    await recordEnd(ports, attempt, { kind: "failed", failure: failureOf(error), steps: [] });
  } finally {
    await lease.stop();
  }
}

async function run(ports: WorkerPorts, attempt: Attempt): Promise<void> {
  const { task } = attempt;
  attempt.environment = lockEnvironment(task, await ports.ledger.offered(task));
  attempt.key = buildKey(
    { recipe: task.recipe, environment: attempt.environment, builderVersion: ports.builder.version },
    sha256,
  );
  const earlier = await earlierResult(ports, attempt.key);
  if (earlier !== undefined) {
    await recordResult(ports, attempt, { cached: true, outputs: earlier, sources: [], steps: [] });
    return;
  }
  const sources = await fetchSources(ports, attempt);
  const outcome = await build(ports, attempt, sources);
  if (outcome.kind === "built") await recordResult(ports, attempt, { cached: false, sources, ...outcome });
  else await recordEnd(ports, attempt, outcome);
}

/** Resolves what the recipe asks for against what this build may see, and pins it. Throws Fault "unresolvable". */
export function lockEnvironment(task: BuildTask, offered: readonly OfferedPackage[]): readonly LockedPackage[] {
  const inputs = [...task.inputs, task.stage].map((input) => offered.filter((offer) => offer.input === input));
  const resolution = resolveEnvironment({ wanted: task.recipe.environment.packages, inputs });
  if (!resolution.ok) {
    throw new Fault("unresolvable", `the build environment cannot be resolved: ${resolution.reasons.join("; ")}`, {
      wayOut: `Mend environment.contents.packages in ${task.recipe.definition.file}, or the inputs of stage ${task.stage}.`,
    });
  }
  return resolution.packages.map(({ record, fileDigest, contentDigest, input }) => {
    return { name: record.name, version: record.version, fileDigest, contentDigest, input };
  });
}

/** A result counts only while all of its packages are still in the store. */
async function earlierResult(ports: WorkerPorts, key: Digest): Promise<readonly BuiltPackage[] | undefined> {
  const outputs = await ports.ledger.findResult(key);
  if (outputs === undefined) return undefined;
  const there = await Promise.all(outputs.map((output) => ports.store.has(output.fileDigest)));
  return there.every(Boolean) ? outputs : undefined;
}

async function fetchSources(ports: WorkerPorts, attempt: Attempt): Promise<readonly FetchedSource[]> {
  const { recipe, settings } = attempt.task;
  if (recipe.sources.length > 0) attempt.lease.report({ index: 0, total: 0, label: "fetch sources" });
  const fetched: FetchedSource[] = [];
  for (const source of recipe.sources) {
    fetched.push(await ports.sources.fetch(source, settings.sources, attempt.signal));
  }
  return fetched;
}

async function build(ports: WorkerPorts, attempt: Attempt, sources: readonly FetchedSource[]): Promise<BuildOutcome> {
  const { task, lease, relay } = attempt;
  const request = {
    recipe: task.recipe,
    environment: attempt.environment ?? [],
    sources,
    limits: task.settings.limits,
    parallelism: ports.parallelism,
    signer: await ports.keys.signerFor(task.stage),
  };
  return ports.builder.build(request, {
    signal: attempt.signal,
    onStep: (step) => lease.report(step),
    onLog: (bytes) => relay.write(bytes),
  });
}

async function recordResult(ports: WorkerPorts, attempt: Attempt, result: Result): Promise<void> {
  const { task, environment = [], key } = attempt;
  if (key === undefined) throw new Fault("internal-error", "a result without a key");
  const logDigest = await storeLog(ports, attempt, result.cached);
  const recorded = await ports.ledger.finishBuild({
    ref: task.ref,
    key,
    ...result,
    builderVersion: ports.builder.version,
    environment,
    ...(logDigest === undefined ? {} : { logDigest }),
    at: ports.clock.now(),
  });
  const data = { ...task.ref, package: task.recipe.name, version: fullVersion(task.recipe), stage: task.stage };
  ports.log.info({ ...data, cached: result.cached, recorded }, "build done");
}

async function recordEnd(
  ports: WorkerPorts,
  attempt: Attempt,
  outcome: Exclude<BuildOutcome, { kind: "built" }>,
): Promise<void> {
  const { task, lease } = attempt;
  const at = ports.clock.now();
  const logDigest = await storeLog(ports, attempt, false);
  if (lease.signal.aborted) {
    await ports.ledger.cancelBuild(task.ref, at);
    return;
  }
  const failure = outcome.kind === "failed" && !ports.stopping.aborted ? outcome.failure : WORKER_STOPPED;
  const retryAt = failure === WORKER_STOPPED ? at : retryTime(failure, task.ref.attempt, at);
  ports.log.warn({ ...task.ref, package: task.recipe.name, failure, retryAt }, "build failed");
  await ports.ledger.failBuild({
    ref: task.ref,
    failure,
    steps: outcome.steps,
    ...(attempt.key === undefined ? {} : { key: attempt.key }),
    ...(attempt.environment === undefined ? {} : { environment: attempt.environment }),
    ...(logDigest === undefined ? {} : { logDigest }),
    ...(retryAt === undefined ? {} : { retryAt }),
    at,
  });
}

async function storeLog(ports: WorkerPorts, attempt: Attempt, cached: boolean): Promise<Digest | undefined> {
  const bytes = await attempt.relay.end();
  return cached || bytes.length === 0 ? undefined : ports.store.put(bytes);
}
