import type { BuildState } from "../build-state.ts";
import type { Arch, InputName, LockedPackage } from "../package.ts";
import type { PlannedBuild, SurveyedStage } from "../plan.ts";
import { fullVersion, type Recipe } from "../recipe.ts";
import { compareText } from "../text.ts";
import { environmentChange, type TakenBuild, takenBuilds } from "./environment-change.ts";
import { type RecipeChange, recipeChanges } from "./recipe-changes.ts";

/** What is on record of one build of an earlier bootstrap. */
export interface EarlierBuild {
  readonly stage: string;
  readonly arch: Arch;
  readonly name: string;
  readonly state: BuildState;
  readonly recipe: Recipe;
  /** What its environment was locked to; empty where it never came so far. */
  readonly environment: readonly Pick<LockedPackage, "name" | "version" | "input" | "contentDigest">[];
  /** Names of the packages that it made. */
  readonly outputs: readonly string[];
  /** True where today's builder would give the same inputs another key. */
  readonly otherBuilder: boolean;
}

/** Content digests by package name: what the seed holds today. */
export type SeedContents = ReadonlyMap<string, ReadonlySet<string>>;

export interface ComparisonRequest {
  /** Today's plan, of one or several arches, each in the blueprint's order of stages. */
  readonly stages: readonly SurveyedStage[];
  readonly earlier: readonly EarlierBuild[];
  /** Where a lock pins it; without, the seed is taken to be what it was. */
  readonly seedContents?: (arch: Arch) => SeedContents | undefined;
}

/** Why a build is done again. */
export type RebuildCause =
  | RecipeChange
  /** Something that it is built in is rebuilt or new. `builds`: `STAGE/NAME`, in code-unit order. */
  | { readonly kind: "upstream"; readonly builds: readonly string[] }
  /** The earlier run has no result of it. */
  | { readonly kind: "not-built"; readonly state: BuildState };

export interface ComparedBuild {
  readonly name: string;
  readonly version: string;
  /** `cached`: nothing that goes into its key is another, as far as a plan can know. */
  readonly outcome: "added" | "rebuilt" | "cached";
  /** For `rebuilt` alone, and there never empty. */
  readonly causes: readonly RebuildCause[];
  /** Its environment lacks something: it cannot be built as it is. */
  readonly blocked: boolean;
}

export interface StageComparison {
  readonly stage: string;
  readonly arch: Arch;
  /** In build order. */
  readonly builds: readonly ComparedBuild[];
  /** Builds that the earlier run had and the plan has not; by name. */
  readonly removed: readonly { readonly name: string; readonly version: string }[];
}

export interface Comparison {
  /** Today's stages in their order, then those that only the earlier run had. */
  readonly stages: readonly StageComparison[];
  readonly counts: Readonly<Record<"added" | "removed" | "rebuilt" | "cached", number>>;
}

/**
 * What a run of this plan would do, beside what an earlier one has done: which builds are new, gone, done again and why,
 * or taken from the cache. It is the most that is rebuilt: what comes out unchanged stops the wave, which is known only
 * when it happens. The order of `earlier` does not matter.
 */
export function comparePlan({ stages, earlier, seedContents = () => undefined }: ComparisonRequest): Comparison {
  const known = new Map(earlier.map((build) => [keyOf(build), build]));
  const past: Past = {
    known,
    makers: makersOf(earlier),
    planned: plannedKeys(stages),
    touched: new Set(),
    seedContents,
  };
  const compared = stages.map((stage) => compareStage(stage, past));
  const all = [...compared, ...goneStages(stages, earlier)];
  const count = (outcome: ComparedBuild["outcome"]) =>
    all.reduce((sum, { builds }) => sum + builds.filter((build) => build.outcome === outcome).length, 0);
  const removed = all.reduce((sum, stage) => sum + stage.removed.length, 0);
  return {
    stages: all,
    counts: { added: count("added"), removed, rebuilt: count("rebuilt"), cached: count("cached") },
  };
}

/** What is known while a plan is gone through in build order. */
interface Past {
  readonly known: ReadonlyMap<string, EarlierBuild>;
  /** `ARCH STAGE PACKAGE` → the build that made it. */
  readonly makers: ReadonlyMap<string, string>;
  /** Keys of all builds of the plan. */
  readonly planned: ReadonlySet<string>;
  /** Keys of builds that are new or done again, so far. */
  readonly touched: Set<string>;
  readonly seedContents: (arch: Arch) => SeedContents | undefined;
}

function keyOf({ arch, stage, name }: { readonly arch: Arch; readonly stage: InputName; readonly name: string }) {
  return `${arch} ${stage} ${name}`;
}

function makersOf(earlier: readonly EarlierBuild[]): Map<string, string> {
  return new Map(
    earlier.flatMap(({ arch, stage, name, outputs }) =>
      outputs.map((made) => [keyOf({ arch, stage, name: made }), name]),
    ),
  );
}

function plannedKeys(stages: readonly SurveyedStage[]): Set<string> {
  return new Set(stages.flatMap(({ builds, unordered }) => [...builds, ...unordered]).map(keyOf));
}

function compareStage(stage: SurveyedStage, past: Past): StageComparison {
  const blocked = new Set(stage.blocked);
  const builds = [...stage.builds, ...stage.unordered].map((build) => compareBuild(build, blocked, past));
  return { stage: stage.stage, arch: stage.arch, builds, removed: removedFrom(stage, past) };
}

function compareBuild(build: PlannedBuild, blocked: ReadonlySet<string>, past: Past): ComparedBuild {
  const earlier = past.known.get(keyOf(build));
  const causes = earlier === undefined ? [] : causesOf(build, earlier, past);
  const outcome = earlier === undefined ? "added" : causes.length > 0 ? "rebuilt" : "cached";
  if (outcome !== "cached") past.touched.add(keyOf(build));
  return { name: build.name, version: fullVersion(build.recipe), outcome, causes, blocked: blocked.has(build.name) };
}

function causesOf(build: PlannedBuild, earlier: EarlierBuild, past: Past): RebuildCause[] {
  const changes = recipeChanges(earlier.recipe, build.recipe);
  // Nothing is on record of its environment, so nothing can be said of what became of it.
  if (earlier.state !== "done") return [...changes, { kind: "not-built", state: earlier.state }];
  const taken = takenBuilds(build, earlier, past.makers);
  const contents = past.seedContents(build.arch);
  const gone = (one: TakenBuild) => !past.planned.has(keyOf({ arch: build.arch, ...one }));
  const around = environmentChange({ build, earlier, taken, gone, ...(contents && { contents }) });
  const upstream = taken.filter((one) => past.touched.has(keyOf({ arch: build.arch, ...one })));
  const builds = upstream.map((one) => `${one.stage}/${one.name}`).sort(compareText);
  return [
    ...withEnvironment(changes, around),
    ...(earlier.otherBuilder ? [{ kind: "builder" as const, details: ["another version of the builder"] }] : []),
    ...(builds.length === 0 ? [] : [{ kind: "upstream" as const, builds }]),
  ];
}

/** What the environment asks for and what it is given are one cause. */
function withEnvironment(changes: readonly RecipeChange[], details: readonly string[]): RecipeChange[] {
  if (details.length === 0) return [...changes];
  const asked = changes.find(({ kind }) => kind === "environment")?.details ?? [];
  const others = changes.filter(({ kind }) => kind !== "environment");
  return [...others, { kind: "environment", details: [...asked, ...details] }];
}

function removedFrom({ stage, arch }: SurveyedStage, { known, planned }: Past): StageComparison["removed"] {
  const own = [...known.values()].filter((build) => build.stage === stage && build.arch === arch);
  return own
    .filter((build) => !planned.has(keyOf(build)))
    .map(nameAndVersion)
    .sort(byName);
}

function nameAndVersion({ name, recipe }: EarlierBuild) {
  return { name, version: fullVersion(recipe) };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareText(a.name, b.name);
}

function goneStages(stages: readonly SurveyedStage[], earlier: readonly EarlierBuild[]): StageComparison[] {
  const there = new Set(stages.map(({ stage, arch }) => `${arch} ${stage}`));
  const gone = new Map<string, EarlierBuild[]>();
  for (const build of earlier) {
    const key = `${build.arch} ${build.stage}`;
    if (!there.has(key)) gone.set(key, [...(gone.get(key) ?? []), build]);
  }
  return [...gone]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, builds]) => {
      const [first] = builds;
      if (first === undefined) return [];
      return [{ stage: first.stage, arch: first.arch, builds: [], removed: builds.map(nameAndVersion).sort(byName) }];
    });
}
