import {
  type Arch,
  type Checked,
  type Defect,
  isSeedInput,
  type Plan,
  type PlannedStage,
  parseDependency,
  planArch,
  type SeedOffer,
} from "@ascent/core";
import type { LoadedBlueprint } from "@ascent/formats";
import type { BlueprintSource } from "./ports.ts";
import { preflight, type Refusal } from "./preflight.ts";

export interface PlanChoice {
  readonly seeds: readonly string[];
  readonly arches: readonly Arch[];
}

export interface ArchChoice {
  readonly seed: string;
  readonly arch: Arch;
  readonly offer: SeedOffer;
}

/** Plans one arch of a loaded blueprint against what a seed offers, or is assumed to. */
export function planOneArch(loaded: LoadedBlueprint, choice: ArchChoice): Checked<readonly PlannedStage[]> {
  const recipes = loaded.recipesFor(choice.arch);
  if (!recipes.ok) return recipes;
  const planned = planArch({ blueprint: loaded.blueprint, ...choice, recipes: recipes.value });
  return planned.ok ? { ...planned, warnings: [...recipes.warnings, ...planned.warnings] } : planned;
}

/** The names that the stages ask of the seed, each once, in code-unit order: what a seed's lock must cover. */
export function namesFromSeed(stages: readonly PlannedStage[]): string[] {
  const atoms = stages
    .flatMap((stage) => stage.builds)
    .flatMap((build) => build.edges)
    .filter((edge) => isSeedInput(edge.input))
    .map((edge) => parseDependency(edge.name).name);
  return [...new Set(atoms)].sort();
}

/**
 * Reads and checks a blueprint by name exactly as a run does that is started with this choice, and plans it for the first
 * of the seeds (of the blueprint's own where none are chosen). Throws Fault "blueprint-unknown", "seed-unknown",
 * "arch-unknown".
 */
export async function planBlueprint(
  blueprints: BlueprintSource,
  name: string,
  wanted: { readonly [Key in keyof PlanChoice]?: PlanChoice[Key] | undefined } = {},
): Promise<{ readonly ok: true; readonly value: Plan; readonly warnings: readonly Defect[] } | Refusal> {
  const files = await blueprints.read(name);
  const checked = preflight({ files, pipelines: await blueprints.pipelines(), wanted });
  if (!checked.ok) return checked;
  const { blueprint, choice, stages, warnings } = checked;
  return { ok: true, value: { blueprint: blueprint.name, seed: choice.seeds[0] ?? "", stages, warnings }, warnings };
}
