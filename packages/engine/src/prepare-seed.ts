import { canonicalJson, Fault, formatPlace, isFault, type PlannedStage } from "@ascent/core";
import { type LoadedBlueprint, loadBlueprint, sha256 } from "@ascent/formats";
import { readFiles } from "./blueprint-files.ts";
import { failureOf, retryTime, WORKER_STOPPED } from "./failure.ts";
import { keepLease, leaseFrom } from "./lease-keeper.ts";
import { namesFromSeed, planOneArch } from "./plan-blueprint.ts";
import type { BlueprintFiles, SeedLock, SeedRef, SeedReport, SeedTask } from "./ports.ts";
import type { WorkerPorts } from "./worker.ts";

interface Preparation {
  readonly task: SeedTask;
  readonly files: BlueprintFiles;
  readonly loaded: LoadedBlueprint;
  readonly signal: AbortSignal;
  readonly report: (report: SeedReport) => void;
}

/**
 * Handles a `seed` job: brings in the first seed that can be had, plans the arch against what it really offers, and
 * records lock and plan in one transaction, which opens the first stage. A job that comes twice finds nothing to claim.
 */
export async function prepareSeed(ports: WorkerPorts, ref: SeedRef): Promise<void> {
  const task = await ports.ledger.claimSeed(ref, leaseFrom(ports.worker, ports.clock));
  if (task === undefined) return;
  const lease = keepLease<SeedReport>({
    worker: ports.worker,
    clock: ports.clock,
    log: ports.log,
    renew: (until, report) => ports.ledger.renewSeed(ref, until, report),
  });
  try {
    const signal = AbortSignal.any([lease.signal, ports.stopping]);
    const result = await lockAndPlan(ports, task, { signal, report: lease.report });
    const lockBytes = new TextEncoder().encode(canonicalJson(result.lock));
    const lockDigest = await ports.store.put(lockBytes);
    await ports.ledger.finishSeed(ref, { ...result, lockDigest, at: ports.clock.now() });
  } catch (error) {
    if (!lease.signal.aborted) await recordFailure(ports, ref, error);
  } finally {
    await lease.stop();
  }
}

async function recordFailure(ports: WorkerPorts, ref: SeedRef, error: unknown): Promise<void> {
  const failure = ports.stopping.aborted ? WORKER_STOPPED : failureOf(error);
  const at = ports.clock.now();
  const retryAt = failure === WORKER_STOPPED ? at : retryTime(failure, ref.attempt, at);
  ports.log.error({ ...ref, err: error }, "seed failed");
  await ports.ledger.failSeed(ref, { failure, at, ...(retryAt === undefined ? {} : { retryAt }) });
}

async function lockAndPlan(
  ports: WorkerPorts,
  task: SeedTask,
  lease: { readonly signal: AbortSignal; report(report: SeedReport): void },
): Promise<{ readonly lock: SeedLock; readonly stages: readonly PlannedStage[] }> {
  const files = await readFiles(ports.store, task.files);
  const loaded = loadBlueprint(files, await ports.blueprints.pipelines(), sha256);
  if (!loaded.ok) throw defectsFault(loaded.defects);
  const preparation = { task, files, loaded: loaded.value, signal: lease.signal, report: lease.report };
  const lock = await firstSeed(ports, preparation);
  const choice = { seed: lock.seed, arch: task.arch, offer: { kind: "locked", packages: lock.packages } } as const;
  const planned = planOneArch(loaded.value, choice);
  if (!planned.ok) throw defectsFault(planned.defects);
  return { lock, stages: planned.value };
}

/** Tries the run's seeds in order; only one that cannot be reached makes way for the next. */
async function firstSeed(ports: WorkerPorts, preparation: Preparation): Promise<SeedLock> {
  const reasons: string[] = [];
  for (const name of preparation.task.run.seeds) {
    try {
      return await acquireSeed(ports, preparation, { name, note: reasons.at(-1) });
    } catch (error) {
      if (!isFault(error) || error.code !== "seed-unreachable" || preparation.signal.aborted) throw error;
      ports.log.warn({ seed: name, err: error }, "seed cannot be reached");
      reasons.push(`${name} cannot be reached: ${error.message}`);
    }
  }
  throw new Fault("seed-unreachable", `no seed of this run can be reached. ${reasons.join(" ")}`, {
    wayOut: "Check this host's network and apt configuration, or name another seed with --seed.",
    retryable: true,
  });
}

async function acquireSeed(
  ports: WorkerPorts,
  preparation: Preparation,
  choice: { readonly name: string; readonly note: string | undefined },
): Promise<SeedLock> {
  const { task, loaded, files, signal, report } = preparation;
  const seed = loaded.blueprint.seeds.find((declared) => declared.name === choice.name);
  if (seed === undefined) throw new Fault("seed-unknown", `the blueprint declares no seed named "${choice.name}"`);
  const note = choice.note === undefined ? {} : { note: choice.note };
  const assumed = planOneArch(loaded, { seed: seed.name, arch: task.arch, offer: { kind: "assumed" } });
  if (!assumed.ok) throw defectsFault(assumed.defects);
  report({ seed: seed.name, step: "resolve", done: 0, total: 1, ...note });
  return ports.seeds.acquire({
    seed,
    arch: task.arch,
    names: namesFromSeed(assumed.value),
    files,
    onProgress: (progress) => report({ seed: seed.name, ...progress }),
    signal,
  });
}

function defectsFault(
  defects: readonly { place: Parameters<typeof formatPlace>[0]; message: string; wayOut: string }[],
): Fault {
  const lines = defects.map((defect) => `${formatPlace(defect.place)}: ${defect.message}`);
  return new Fault("plan-defects", lines.join("\n"), {
    wayOut: defects[0]?.wayOut ?? "Mend the blueprint and start a new run.",
  });
}
