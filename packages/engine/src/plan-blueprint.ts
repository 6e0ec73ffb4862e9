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
  sortDefects,
} from "@ascent/core";
import { type LoadedBlueprint, loadBlueprint, sha256 } from "@ascent/formats";
import { choose } from "./choose.ts";
import type { BlueprintSource } from "./ports.ts";

export interface PlanChoice {
  readonly seed: string;
  readonly arches: readonly Arch[];
}

/** Plans a loaded blueprint before its seed is locked: what only the seed could have is assumed from it. */
export function planLoaded(loaded: LoadedBlueprint, choice: PlanChoice): Checked<Plan> {
  const stages: PlannedStage[] = [];
  const defects: Defect[] = [];
  const warnings: Defect[] = [];
  for (const arch of choice.arches) {
    const planned = planOneArch(loaded, { seed: choice.seed, arch, offer: { kind: "assumed" } });
    if (planned.ok) {
      stages.push(...planned.value);
      warnings.push(...planned.warnings);
    } else defects.push(...planned.defects);
  }
  if (defects.length > 0) return { ok: false, defects: eachOnce(defects) };
  return { ok: true, value: { blueprint: loaded.blueprint.name, seed: choice.seed, stages, warnings }, warnings };
}

/** What is told of several arches or seeds alike is told once; in the order of `sortDefects`. */
export function eachOnce(defects: readonly Defect[]): Defect[] {
  return sortDefects(new Map(defects.map((defect) => [JSON.stringify(defect), defect])).values());
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
 * Reads, checks and plans a blueprint by name, for one seed (the blueprint's first when none is chosen). Throws Fault
 * "blueprint-unknown", "seed-unknown", "arch-unknown".
 */
export async function planBlueprint(
  blueprints: BlueprintSource,
  name: string,
  choice: Partial<PlanChoice> = {},
): Promise<Checked<Plan>> {
  const loaded = loadBlueprint(await blueprints.read(name), await blueprints.pipelines(), sha256);
  if (!loaded.ok) return loaded;
  const { seed, arches } = choice;
  const chosen = choose(loaded.value, { seeds: seed === undefined ? undefined : [seed], arches });
  const planned = planLoaded(loaded.value, { seed: chosen.seeds[0] ?? "", arches: chosen.arches });
  if (!planned.ok) return planned;
  const warnings = eachOnce([...loaded.warnings, ...planned.warnings]);
  return { ok: true, value: { ...planned.value, warnings }, warnings };
}
