import type { Arch, Checked, Defect } from "@ascent/core";
import { type LoadedBlueprint, loadBlueprint, sha256 } from "@ascent/formats";
import { blueprintDigest, storeFiles } from "./blueprint-files.ts";
import { type Choice, choose } from "./choose.ts";
import { dispatchSoon, type SoonPorts } from "./dispatch.ts";
import { eachOnce, planLoaded } from "./plan-blueprint.ts";
import type { ArtifactStore, BlueprintSource, Ids, Ledger, RunRecord } from "./ports.ts";

export interface StartPorts extends SoonPorts {
  readonly blueprints: BlueprintSource;
  readonly store: ArtifactStore;
  readonly ledger: Ledger;
  readonly ids: Ids;
}

export interface StartRequest {
  readonly blueprint: string;
  /** In order of preference; the blueprint's own order when absent. */
  readonly seeds?: readonly string[];
  /** Every arch of the blueprint when absent. */
  readonly arches?: readonly Arch[];
  readonly requestedBy: string;
  readonly idempotencyKey?: string;
}

export interface StartedRun {
  readonly run: RunRecord;
  /** False when the idempotency key had been seen before. */
  readonly created: boolean;
}

/**
 * Checks and plans a blueprint and, when no defect is open, records a run and sends its first work. While one is,
 * nothing is stored or recorded. Throws Fault "blueprint-unknown", "seed-unknown", "arch-unknown", "idempotency-conflict".
 */
export async function startRun(ports: StartPorts, request: StartRequest): Promise<Checked<StartedRun>> {
  const files = await ports.blueprints.read(request.blueprint);
  const loaded = loadBlueprint(files, await ports.blueprints.pipelines(), sha256);
  if (!loaded.ok) return loaded;
  const choice = choose(loaded.value, request);
  const planned = planForEachSeed(loaded.value, choice);
  if (!planned.ok) return planned;
  const list = await storeFiles(ports.store, files);
  const { blueprint } = loaded.value;
  const started = await ports.ledger.createRun({
    id: ports.ids.uuid(),
    blueprint: blueprint.name,
    blueprintDigest: blueprintDigest(list),
    files: list,
    ...choice,
    required: blueprint.policies.require,
    settings: { limits: blueprint.policies.limits, sources: blueprint.sources },
    requestedBy: request.requestedBy,
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
    at: ports.clock.now(),
  });
  await dispatchSoon(ports);
  return { ok: true, value: started, warnings: eachOnce([...loaded.warnings, ...planned.warnings]) };
}

/** Any of the seeds may be the one that is used in the end, so the plan must hold for each. */
function planForEachSeed(loaded: LoadedBlueprint, choice: Choice): Checked<undefined> {
  const warnings: Defect[] = [];
  for (const seed of choice.seeds) {
    const plan = planLoaded(loaded, { seed, arches: choice.arches });
    if (!plan.ok) return plan;
    warnings.push(...plan.warnings);
  }
  return { ok: true, value: undefined, warnings };
}
