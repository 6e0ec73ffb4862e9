import {
  buildKey,
  type Digest,
  type Evidence,
  Fault,
  type LockedPackage,
  type OfferedPackage,
  type Recipe,
  resolveEnvironment,
} from "@ascent/core";
import { sha256 } from "@ascent/formats";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { LogRelay } from "./log-relay.ts";
import type {
  BuildOutcome,
  BuildTask,
  BuiltPackage,
  FetchedSource,
  StepProgress,
  StepReport,
  Tracer,
  Variation,
} from "./ports.ts";
import { untraced } from "./untraced.ts";
import { variationFor } from "./variation.ts";
import type { WorkerPorts } from "./worker.ts";

/** What an attempt has found out so far; a failure records as much of it as there is. */
export interface Attempt {
  readonly task: BuildTask;
  /** Aborts when the lease is lost, the build cancelled, or the worker told to stop. */
  readonly signal: AbortSignal;
  readonly lease: LeaseKeeper<StepProgress>;
  readonly relay: LogRelay;
  environment?: readonly LockedPackage[];
  key?: Digest;
}

export interface Result {
  readonly key: Digest;
  readonly cached: boolean;
  readonly environment: readonly LockedPackage[];
  readonly outputs: readonly BuiltPackage[];
  readonly sources: readonly FetchedSource[];
  readonly steps: readonly StepReport[];
  /** What was looked at about the outputs on the way. */
  readonly evidence?: readonly Evidence[];
  /** How the environment was varied on purpose, in a rebuild. */
  readonly variation?: Variation;
}

/** How an attempt ended, not yet recorded. */
export type Ending =
  | { readonly kind: "done"; readonly result: Result }
  | Exclude<BuildOutcome, { readonly kind: "built" }>;

/**
 * Takes an earlier result of the same key, or builds; a rebuild always builds. Throws the faults of the ports on the way,
 * and "unresolvable".
 */
export async function attemptBuild(ports: WorkerPorts, attempt: Attempt): Promise<Ending> {
  const { task } = attempt;
  const { tracer = untraced } = ports;
  const environment = await tracer.span("lock environment", {}, () => environmentOf(ports, task));
  attempt.environment = environment;
  const key = buildKey({ recipe: task.recipe, environment, builderVersion: ports.builder.version }, sha256);
  attempt.key = key;
  const earlier = task.again === undefined ? await earlierResult(ports, key) : undefined;
  if (earlier !== undefined) {
    return { kind: "done", result: { key, cached: true, environment, outputs: earlier, sources: [], steps: [] } };
  }
  const count = { "ascent.sources": task.recipe.sources.length };
  const sources = await tracer.span("fetch sources", count, () => fetchSources(ports, attempt));
  const outcome = await tracer.span("run steps", { "ascent.build.key": key }, async () => {
    const ended = await build(ports, attempt, { environment, sources });
    traceSteps(tracer, ended.steps);
    return ended;
  });
  if (outcome.kind !== "built") return outcome;
  const { kind: _, ...built } = outcome;
  return { kind: "done", result: { key, cached: false, environment, sources, ...built } };
}

function traceSteps(tracer: Tracer, steps: readonly StepReport[]): void {
  for (const { label, startedAt, finishedAt, exitCode } of steps) {
    const attributes = exitCode === null ? {} : { "process.exit.code": exitCode };
    tracer.past({ name: `step ${label}`, attributes, startedAt, finishedAt, failed: exitCode !== 0 });
  }
}

/** A rebuild from the recorded lock has that lock, to the byte; every other build is locked now. */
async function environmentOf(ports: WorkerPorts, task: BuildTask): Promise<readonly LockedPackage[]> {
  if (task.again?.with === "recorded") return task.again.environment;
  return lockEnvironment(task, await ports.ledger.offered(task));
}

/** What of a build's task decides its environment. */
type EnvironmentOf = Pick<BuildTask, "inputs" | "stage"> & {
  readonly recipe: Pick<Recipe, "environment" | "definition">;
};

/** Resolves what the recipe asks for against what this build may see, and pins it. Throws Fault "unresolvable". */
export function lockEnvironment(task: EnvironmentOf, offered: readonly OfferedPackage[]): readonly LockedPackage[] {
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

/** A result counts only while all that it consists of is still in the store. */
async function earlierResult(ports: WorkerPorts, key: Digest): Promise<readonly BuiltPackage[] | undefined> {
  const outputs = await ports.ledger.findResult(key);
  if (outputs === undefined) return undefined;
  const digests = outputs.flatMap(({ fileDigest, sbom, attestation }) =>
    attestation === undefined ? [fileDigest, sbom] : [fileDigest, sbom, attestation],
  );
  const there = await Promise.all(digests.map((digest) => ports.store.has(digest)));
  return there.every(Boolean) ? outputs : undefined;
}

async function fetchSources(ports: WorkerPorts, attempt: Attempt): Promise<readonly FetchedSource[]> {
  const { recipe, settings } = attempt.task;
  if (recipe.sources.length > 0) void attempt.lease.report({ index: 0, total: 0, label: "fetch sources" });
  const fetched: FetchedSource[] = [];
  for (const source of recipe.sources) {
    fetched.push(await ports.sources.fetch(source, settings.sources, attempt.signal));
  }
  return fetched;
}

interface Materials {
  readonly environment: readonly LockedPackage[];
  readonly sources: readonly FetchedSource[];
}

async function build(ports: WorkerPorts, attempt: Attempt, materials: Materials): Promise<BuildOutcome> {
  const { task, lease, relay } = attempt;
  // A fixed point asks for another input, not for other surroundings.
  const variation = task.again?.with === "recorded" ? variationFor(ports) : undefined;
  const request = {
    recipe: task.recipe,
    ...(variation === undefined ? {} : { variation }),
    ...materials,
    limits: task.settings.limits,
    parallelism: ports.parallelism,
    signer: await ports.keys.signerFor(task.stage),
  };
  return ports.builder.build(request, {
    signal: attempt.signal,
    onStep: (step) => void lease.report(step),
    onLog: (bytes) => relay.write(bytes),
  });
}
