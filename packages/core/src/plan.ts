import type { Blueprint } from "./blueprint.ts";
import type { Defect, Place } from "./defect.ts";
import type { Arch, InputName, OfferedPackage, PackageRecord } from "./package.ts";
import type { Recipe } from "./recipe.ts";

/** Why a build waits for, or takes from, something: which name its environment asked for and who gives it. */
export interface Edge {
  /** The dependency atom as asked for, directly or through a chain of run-time dependencies. */
  readonly name: string;
  /** Package whose run-time dependency the atom is; absent where the definition (or its stage) asks itself. */
  readonly askedBy?: string;
  /** The input that answers: a seed, an earlier stage, or the own stage. */
  readonly input: InputName;
  /** Main package of the build that answers; absent where a seed does. */
  readonly build?: string;
  /** True where nothing but an unlocked seed could have it: taken on trust until the seed is locked. */
  readonly assumed: boolean;
  /** Where the build asks: for a run-time dependency, the place of the atom at the top of its chain. */
  readonly place: Place;
}

export interface PlannedBuild {
  readonly stage: string;
  readonly arch: Arch;
  /** Main package's name: unique within stage and arch. */
  readonly name: string;
  readonly recipe: Recipe;
  readonly edges: readonly Edge[];
  /** Names of own-stage builds that must be done first; in code-unit order. */
  readonly waitsFor: readonly string[];
  /** 0 for builds that wait for nothing in their stage. */
  readonly wave: number;
  /** Builds on the longest chain from this one to the end of its stage, itself included; larger goes first. */
  readonly remaining: number;
}

export interface PlannedStage {
  readonly stage: string;
  readonly arch: Arch;
  /** `seed` already replaced by the seed's own input name. */
  readonly inputs: readonly InputName[];
  /** In build order: by wave, then remaining (longest first), then name. */
  readonly builds: readonly PlannedBuild[];
}

export interface Plan {
  readonly blueprint: string;
  readonly seed: string;
  readonly stages: readonly PlannedStage[];
  readonly warnings: readonly Defect[];
}

/** What is known of the chosen seed when planning. */
export type SeedOffer =
  | { readonly kind: "locked"; readonly packages: readonly OfferedPackage[] }
  /** Not locked yet: gives its aliases, and whatever no stage gives is assumed from it. */
  | { readonly kind: "assumed" };

export interface PlanRequest {
  readonly blueprint: Blueprint;
  readonly seed: string;
  readonly arch: Arch;
  readonly offer: SeedOffer;
  /** Every definition of every stage, expanded for `arch`; keyed by stage name, in the blueprint's order. */
  readonly recipes: ReadonlyMap<string, readonly Recipe[]>;
  /** What repositories' indexes list: for `seed`, and for stages whose definitions were not given. */
  readonly indexes?: ReadonlyMap<InputName, readonly PackageRecord[]>;
}

/** A stage as far as it can be planned in spite of defects. */
export interface SurveyedStage extends PlannedStage {
  /** Builds of `builds` and `unordered` whose environment lacks something; their edges are those that there are. */
  readonly blocked: readonly string[];
  /** Builds that wait for each other, and those that wait for such; no part of `builds`. By name. */
  readonly unordered: readonly PlannedBuild[];
}

export interface ArchSurvey {
  readonly stages: readonly SurveyedStage[];
  readonly defects: readonly Defect[];
  readonly warnings: readonly Defect[];
}
