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
import { type LoadedBlueprint, loadBlueprint, sha256 } from "@ascent/formats";
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
  if (defects.length > 0) return { ok: false, defects };
  return { ok: true, value: { blueprint: loaded.blueprint.name, seed: choice.seed, stages, warnings }, warnings };
}

export interface ArchChoice {
  readonly seed: string;
  readonly arch: Arch;
  readonly offer: SeedOffer;
}

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

/** Reads, checks and plans a blueprint by name. Throws Fault "blueprint-unknown". */
export async function planBlueprint(
  blueprints: BlueprintSource,
  name: string,
  choice?: Partial<PlanChoice>,
): Promise<Checked<Plan>> {
  const loaded = loadBlueprint(await blueprints.read(name), await blueprints.pipelines(), sha256);
  if (!loaded.ok) return loaded;
  const { blueprint } = loaded.value;
  const seed = choice?.seed ?? blueprint.seeds[0]?.name ?? "";
  const planned = planLoaded(loaded.value, { seed, arches: choice?.arches ?? blueprint.arches });
  return planned.ok ? { ...planned, warnings: [...loaded.warnings, ...planned.warnings] } : planned;
}
