import { prebuiltUnmet } from "../../prebuilt.ts";
import type { LintRule } from "../rule.ts";

export const prebuiltUnmetRule: LintRule = {
  code: "prebuilt-unmet",
  severity: "warning",
  title: "A declared prebuilt source that no definition takes",
  why: "What is declared counts as a seed, and a pattern that meets nothing today may let in something else tomorrow.",
  wayOut: "Correct the address or the hash, or take the entry out of prebuilt:.",
  *check({ blueprint, definitions }) {
    // Whoever needs it may be among those that were not given.
    if (blueprint.stages.some(({ assumed }) => assumed === true)) return;
    const recipes = definitions.flatMap((definition) => definition.recipes);
    for (const { source, place } of prebuiltUnmet(blueprint, recipes)) {
      yield { place, message: `No definition takes ${source}` };
    }
  },
};
