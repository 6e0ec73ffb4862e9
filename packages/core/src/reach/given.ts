import type { Seed } from "../blueprint.ts";
import type { Defect } from "../defect.ts";
import type { Dependency } from "../dependency.ts";
import type { InputName, PackageRecord } from "../package.ts";
import { assumedSeed, candidatesOf, type PlannedCandidate } from "../planned-candidate.ts";
import type { Recipe } from "../recipe.ts";

/** Packages that are there from the start: those of an index, or what definitions would put out. */
export type GivenPackages =
  | { readonly kind: "records"; readonly input: InputName; readonly records: readonly PackageRecord[] }
  | { readonly kind: "recipes"; readonly recipes: readonly Recipe[] };

/** As the resolver takes them. Defect, for those of definitions: `bad-dependency`. */
export function givenPackages(given: GivenPackages, defects: Defect[]): PlannedCandidate[] {
  if (given.kind === "recipes") return given.recipes.flatMap((recipe) => candidatesOf(recipe, defects));
  return given.records.map((record) => recordCandidate(record, given.input));
}

/** What a seed that is not locked is taken to have: its aliases, and whatever nobody else gives. */
export function assumedFrom(
  seed: Seed,
  defects: Defect[],
): { readonly given: readonly PlannedCandidate[]; assume(dependency: Dependency): PlannedCandidate } {
  const { candidates, assume } = assumedSeed(seed, defects);
  return { given: candidates, assume };
}

function recordCandidate(record: PackageRecord, input: InputName): PlannedCandidate {
  const { name, version, depends, provides, installIf, providerPriority, checksum } = record;
  const priority = providerPriority ?? 0;
  return {
    name,
    version,
    input,
    depends,
    provides,
    installIf,
    priority,
    pending: false,
    identity: checksum,
    assumed: false,
  };
}
