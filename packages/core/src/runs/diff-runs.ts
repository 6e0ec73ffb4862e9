import { isSeedInput } from "../blueprint.ts";
import { type RecipeChange, recipeChanges } from "../compare/index.ts";
import type { BuildLineage } from "../lineage.ts";
import type { Arch, InputName, LockedPackage } from "../package.ts";
import { fullVersion, type Recipe } from "../recipe.ts";

/** A build as a run recorded it. */
export interface RecordedBuild extends BuildLineage {
  readonly arch: Arch;
}

export interface DiffRequest {
  /** In build order, stage after stage; so are all answers. */
  readonly first: readonly RecordedBuild[];
  readonly second: readonly RecordedBuild[];
  /** By build id; of all builds that `unlikeBuilds` names. */
  readonly recipes: ReadonlyMap<string, Recipe>;
}

/** A package that another environment was made of. */
export interface EnvironmentChange {
  readonly name: string;
  readonly input: InputName;
  /** Versions; equal where only the bits are others. Absent on the side that did not take it. */
  readonly first?: string;
  readonly second?: string;
}

/** What a change goes back to. */
export interface FirstCause {
  /**
   * `recipe`: what a person wrote. `seed`: the environment took other packages of the seed. `environment`: it took other
   * packages for no reason that is on record. `builder`: nothing but the builder is another. `unreproducible`: nothing at
   * all is. `new` and `gone`: only one of the runs has it. `unbuilt`: one of them never built it.
   */
  readonly kind: "recipe" | "seed" | "environment" | "builder" | "unreproducible" | "new" | "gone" | "unbuilt";
  /** `stage/name` of the build where it began. */
  readonly at: string;
  /** In words, one thing each. */
  readonly details: readonly string[];
  /** From the changed build back to `at`, both included. */
  readonly through: readonly string[];
}

export interface BuildChange {
  readonly arch: Arch;
  readonly stage: string;
  readonly name: string;
  /** Versions, on the sides that have it. */
  readonly first?: string;
  readonly second?: string;
  readonly recipe: readonly RecipeChange[];
  readonly environment: readonly EnvironmentChange[];
  /** Names of packages whose bits are others. */
  readonly bits: readonly string[];
  readonly cause: FirstCause;
}

export interface RunDiff {
  /** Builds with anything in which the runs are not alike. */
  readonly changes: readonly BuildChange[];
  /** How many have the same recipe, environment and bits. */
  readonly unchanged: number;
}

interface BuildPair {
  readonly first?: RecordedBuild;
  readonly second?: RecordedBuild;
}

/** Builds that are not the same in both runs: of these the recipes are needed. By build id. */
export function unlikeBuilds(runs: Omit<DiffRequest, "recipes">): string[] {
  const unlike = pairsOf(runs).filter((pair) => !isAlike(pair));
  return unlike.flatMap(({ first, second }) => [first?.buildId, second?.buildId]).filter((id) => id !== undefined);
}

/**
 * Everything in which two runs differ, build by build, each with what it goes back to. Where several things changed, a
 * build's own recipe counts before its environment, and of the environment what came first in build order.
 */
export function diffRuns(request: DiffRequest): RunDiff {
  const pairs = pairsOf(request);
  const known: Known = { request, order: new Map(), causes: new Map(), makers: makersOf(pairs) };
  pairs.forEach((pair, index) => {
    known.order.set(labelOf(pair), index);
  });
  const unlike = pairs.filter((pair) => !isAlike(pair));
  return { changes: unlike.map((pair) => changeOf(pair, known)), unchanged: pairs.length - unlike.length };
}

interface Known {
  readonly request: DiffRequest;
  /** Place in build order, by `stage/name`. */
  readonly order: Map<string, number>;
  readonly causes: Map<string, FirstCause>;
  /** `ARCH INPUT PACKAGE` → `ARCH STAGE/NAME` of the build that made it. */
  readonly makers: ReadonlyMap<string, string>;
}

/** What only the first run has comes where its stage is; the rest in the second run's order. */
function pairsOf({ first, second }: Omit<DiffRequest, "recipes">): BuildPair[] {
  const mine = new Map(first.map((build) => [idOf(build), build]));
  const theirs = new Set(second.map(idOf));
  const gone = first.filter((build) => !theirs.has(idOf(build))).map((build): BuildPair => ({ first: build }));
  const paired = second.map((build): BuildPair => {
    const earlier = mine.get(idOf(build));
    return { second: build, ...(earlier === undefined ? {} : { first: earlier }) };
  });
  return [...gone, ...paired];
}

function idOf({ arch, stage, name }: Pick<RecordedBuild, "arch" | "stage" | "name">): string {
  return `${arch} ${stage}/${name}`;
}

function labelOf({ first, second }: BuildPair): string {
  const build = second ?? first;
  return build === undefined ? "" : idOf(build);
}

/** The same key is the same recipe, environment and builder. */
function isAlike({ first, second }: BuildPair): boolean {
  if (first?.key === undefined || first.key !== second?.key) return false;
  return bitsOf({ first, second }).length === 0;
}

function bitsOf({ first, second }: BuildPair): string[] {
  const contents = new Map(first?.outputs.map(({ record, contentDigest }) => [record.name, contentDigest]));
  const made = second?.outputs ?? [];
  const changed = made.filter(({ record, contentDigest }) => contents.get(record.name) !== contentDigest);
  const names = new Set(made.map(({ record }) => record.name));
  return [...changed.map(({ record }) => record.name), ...[...contents.keys()].filter((name) => !names.has(name))];
}

function makersOf(pairs: readonly BuildPair[]): Map<string, string> {
  const makers = new Map<string, string>();
  for (const pair of pairs) {
    for (const build of [pair.first, pair.second]) {
      for (const { record } of build?.outputs ?? []) {
        makers.set(`${build?.arch} ${build?.stage} ${record.name}`, labelOf(pair));
      }
    }
  }
  return makers;
}

function changeOf(pair: BuildPair, known: Known): BuildChange {
  const { first, second } = pair;
  const { arch, stage, name } = (second ?? first) as RecordedBuild;
  const recipes = [recipeOf(first, known), recipeOf(second, known)] as const;
  const both = recipes[0] !== undefined && recipes[1] !== undefined;
  const recipe = both ? recipeChanges(recipes[0] as Recipe, recipes[1] as Recipe) : [];
  const environment = isBuilt(first) && isBuilt(second) ? environmentChanges(first, second) : [];
  const own = { pair, recipe, environment };
  const cause = ownCause(own) ?? inherited(own, known) ?? lastResort(own);
  known.causes.set(labelOf(pair), cause);
  return {
    ...{ arch, stage, name },
    ...(recipes[0] === undefined ? {} : { first: fullVersion(recipes[0]) }),
    ...(recipes[1] === undefined ? {} : { second: fullVersion(recipes[1]) }),
    ...{ recipe, environment, bits: bitsOf(pair), cause },
  };
}

function recipeOf(build: RecordedBuild | undefined, { request }: Known): Recipe | undefined {
  return build === undefined ? undefined : request.recipes.get(build.buildId);
}

function isBuilt(build: RecordedBuild | undefined): build is RecordedBuild {
  return build?.key !== undefined;
}

function environmentChanges(first: RecordedBuild, second: RecordedBuild): EnvironmentChange[] {
  const before = byName(first.environment);
  const after = byName(second.environment);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): EnvironmentChange[] => {
    const [mine, theirs] = [before.get(name), after.get(name)];
    if (mine?.contentDigest === theirs?.contentDigest) return [];
    const input = theirs?.input ?? mine?.input ?? "";
    return [{ name, input, ...(mine && { first: mine.version }), ...(theirs && { second: theirs.version }) }];
  });
}

function byName(environment: readonly LockedPackage[]): Map<string, LockedPackage> {
  return new Map(environment.map((locked) => [locked.name, locked]));
}

interface OwnChange {
  readonly pair: BuildPair;
  readonly recipe: readonly RecipeChange[];
  readonly environment: readonly EnvironmentChange[];
}

function ownCause({ pair, recipe, environment }: OwnChange): FirstCause | undefined {
  const here = (kind: FirstCause["kind"], details: readonly string[]) => causeAt(pair, kind, details);
  if (pair.first === undefined) return here("new", ["only the second run has it"]);
  if (pair.second === undefined) return here("gone", ["only the first run has it"]);
  if (!isBuilt(pair.first) || !isBuilt(pair.second)) return here("unbuilt", ["not built in both runs"]);
  if (recipe.length > 0)
    return here(
      "recipe",
      recipe.flatMap(({ kind, details }) => details.map((each) => `${kind}: ${each}`)),
    );
  const seeds = environment.filter(({ input }) => isSeedInput(input));
  return seeds.length > 0 ? here("seed", seeds.map(environmentLine)) : undefined;
}

function causeAt(pair: BuildPair, kind: FirstCause["kind"], details: readonly string[]): FirstCause {
  const at = placeOf(labelOf(pair));
  return { kind, at, details, through: [at] };
}

/** `x86_64 stage1/tcc` → `stage1/tcc`. */
function placeOf(label: string): string {
  return label.slice(label.indexOf(" ") + 1);
}

/** The earliest cause, in build order, among the builds that made what the environment now has otherwise. */
function inherited({ pair, environment }: OwnChange, known: Known): FirstCause | undefined {
  const arch = (pair.second ?? pair.first)?.arch;
  const makers = environment.map(({ input, name }) => known.makers.get(`${arch} ${input} ${name}`) ?? "");
  const causes = makers.map((maker) => known.causes.get(maker)).filter((cause) => cause !== undefined);
  const place = ({ at }: FirstCause) => known.order.get(`${arch} ${at}`) ?? Number.POSITIVE_INFINITY;
  const [earliest] = causes.sort((a, b) => place(a) - place(b) || a.through.length - b.through.length);
  return earliest === undefined ? undefined : { ...earliest, through: [placeOf(labelOf(pair)), ...earliest.through] };
}

function lastResort({ pair, environment }: OwnChange): FirstCause {
  if (environment.length > 0) return causeAt(pair, "environment", environment.map(environmentLine));
  if (pair.first?.key !== pair.second?.key) return causeAt(pair, "builder", ["another version of the builder"]);
  return causeAt(pair, "unreproducible", ["the same recipe in the same environment gave other bits"]);
}

/** `gcc 12.2 → 14.2 of seed:debian`, `flex (new) of stage2`. */
export function environmentLine({ name, input, first, second }: EnvironmentChange): string {
  const of = ` of ${input}`;
  if (first === undefined) return `${name} ${second} (new)${of}`;
  if (second === undefined) return `${name} ${first} (gone)${of}`;
  return first === second ? `${name} ${first} with other bits${of}` : `${name} ${first} → ${second}${of}`;
}
