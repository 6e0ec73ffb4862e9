import { type Arch, type Checked, type Defect, Fault, type Plan } from "@ascent/core";
import { type LoadedBlueprint, loadBlueprint, sha256 } from "@ascent/formats";
import { blueprintDigest, storeFiles } from "./blueprint-files.ts";
import { type DispatchPorts, dispatchDue } from "./dispatch.ts";
import { planLoaded } from "./plan-blueprint.ts";
import type { ArtifactStore, BlueprintSource, Ids, Ledger, RunRecord } from "./ports.ts";

export interface StartPorts extends DispatchPorts {
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
 * Checks and plans a blueprint and, when no defect is open, records a run and sends its first work.
 * Throws Fault "blueprint-unknown", "seed-unknown", "arch-unknown", "idempotency-conflict".
 */
export async function startRun(ports: StartPorts, request: StartRequest): Promise<Checked<StartedRun>> {
  const files = await ports.blueprints.read(request.blueprint);
  const loaded = loadBlueprint(files, await ports.blueprints.pipelines(), sha256);
  if (!loaded.ok) return loaded;
  const choice = choose(loaded.value, request);
  const planned = planAll(loaded.value, choice);
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
  await dispatchDue(ports);
  return { ok: true, value: started, warnings: [...loaded.warnings, ...planned.warnings] };
}

export interface Choice {
  readonly seeds: readonly string[];
  readonly arches: readonly Arch[];
}

/** Fills in what the request leaves open and refuses what the blueprint does not have. */
export function choose(loaded: LoadedBlueprint, request: Pick<StartRequest, "seeds" | "arches">): Choice {
  const { blueprint } = loaded;
  const known = blueprint.seeds.map((seed) => seed.name);
  const seeds = [...new Set(request.seeds ?? known)];
  const arches = [...new Set(request.arches ?? blueprint.arches)];
  const strangeSeed = seeds.find((seed) => !known.includes(seed));
  if (strangeSeed !== undefined) {
    throw new Fault("seed-unknown", `the blueprint ${blueprint.name} declares no seed named "${strangeSeed}"`, {
      wayOut: `Choose among its seeds: ${known.join(", ")}.`,
    });
  }
  const strangeArch = arches.find((arch) => !blueprint.arches.includes(arch));
  if (strangeArch !== undefined) {
    throw new Fault("arch-unknown", `the blueprint ${blueprint.name} is not made for ${strangeArch}`, {
      wayOut: `Choose among its arches: ${blueprint.arches.join(", ")}.`,
    });
  }
  return { seeds, arches };
}

function planAll(loaded: LoadedBlueprint, choice: Choice): Checked<readonly Plan[]> {
  const plans: Plan[] = [];
  const warnings: Defect[] = [];
  for (const seed of choice.seeds) {
    const plan = planLoaded(loaded, { seed, arches: choice.arches });
    if (!plan.ok) return plan;
    plans.push(plan.value);
    warnings.push(...plan.warnings);
  }
  return { ok: true, value: plans, warnings };
}
