import { type Arch, Fault } from "@ascent/core";
import type { LoadedBlueprint } from "@ascent/formats";

export interface Choice {
  readonly seeds: readonly string[];
  readonly arches: readonly Arch[];
}

/**
 * Fills in what a request leaves open with what the blueprint has, each once and in order. Throws Fault "seed-unknown" and
 * "arch-unknown" for what the blueprint does not have.
 */
export function choose(
  { blueprint }: Pick<LoadedBlueprint, "blueprint">,
  request: { [Key in keyof Choice]?: Choice[Key] | undefined },
): Choice {
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
