import type { Place } from "../defect.ts";
import { fullVersion } from "../recipe.ts";
import type { LintContext } from "./context.ts";

export interface StagePackage {
  readonly name: string;
  readonly version: string;
  readonly stage: string;
  readonly file: string;
  place(): Place;
}

/** Every main package that two stages make, the later with the nearest earlier that it could meet. */
export function* packagesByStage(
  context: LintContext,
): Generator<{ readonly later: StagePackage; readonly earlier: StagePackage }> {
  const sights = sightsOf(context);
  if ([...sights.values()].every((stages) => stages.length === 0)) return;
  const made = madeIn(context);
  for (const [stage, packages] of made) {
    const before = (sights.get(stage) ?? []).toReversed();
    for (const later of packages.values()) {
      const earlier = before.flatMap((input) => made.get(input)?.get(later.name) ?? [])[0];
      if (earlier !== undefined) yield { later, earlier };
    }
  }
}

function madeIn({ blueprint, definitions }: LintContext): Map<string, Map<string, StagePackage>> {
  const made = new Map<string, Map<string, StagePackage>>(blueprint.stages.map(({ name }) => [name, new Map()]));
  for (const { recipes, file } of definitions) {
    for (const recipe of recipes) {
      const { name, stage } = recipe;
      const version = fullVersion(recipe);
      // Looked at only where two stages make it: places of what is remembered are not at hand.
      const place = () => recipe.packages[0].place;
      made.get(stage)?.set(name, { name, stage, file, version, place });
    }
  }
  return made;
}

/** For each stage the stages that it takes from, directly or through others, in the blueprint's order. */
function sightsOf({ blueprint: { stages } }: LintContext): Map<string, string[]> {
  const sights = new Map<string, string[]>();
  for (const { name, inputs } of stages) {
    const seen = new Set(inputs.flatMap(({ value }) => [...(sights.get(value) ?? []), value]));
    sights.set(
      name,
      stages.map((stage) => stage.name).filter((stage) => seen.has(stage)),
    );
  }
  return sights;
}
