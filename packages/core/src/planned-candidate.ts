import { type Seed, seedInput } from "./blueprint.ts";
import type { Candidate } from "./catalog.ts";
import type { Defect, Located, Place } from "./defect.ts";
import { type Dependency, parseDependency, parseProvision } from "./dependency.ts";
import { isFault } from "./fault.ts";
import { offeredCandidate } from "./offered-candidate.ts";
import type { InputName, OfferedPackage, PackageRecord } from "./package.ts";
import { fullVersion, type Recipe, type RecipePackage } from "./recipe.ts";

/** A package that a plan may count on: of the seed, or to be put out by a build. */
export interface PlannedCandidate extends Candidate {
  /** The build that puts it out, and what it is there; absent for the seed's packages. */
  readonly made?: { readonly recipe: Recipe; readonly output: RecipePackage };
  /** True where nothing but an unlocked seed could have it. */
  readonly assumed: boolean;
}

/** Parses located texts; each that cannot be read becomes a defect "bad-dependency" at its place. */
export function readEach<T>(
  texts: readonly Located<string>[],
  { parse, defects }: { readonly parse: (text: string) => T; readonly defects: Defect[] },
): Located<T>[] {
  const read: Located<T>[] = [];
  for (const { value, place } of texts) {
    try {
      read.push({ value: parse(value), place });
    } catch (error) {
      defects.push(unread(error, place));
    }
  }
  return read;
}

function unread(error: unknown, place: Place): Defect {
  if (!isFault(error) || error.code !== "bad-dependency") throw error;
  const wayOut = error.wayOut ?? "Write it as apk does.";
  return { severity: "defect", code: "bad-dependency", place, message: error.message, wayOut };
}

const NONE: readonly never[] = [];

/** Without the places. Most lists are empty. */
function valuesOf<T>(texts: readonly Located<string>[], reading: Parameters<typeof readEach<T>>[1]): readonly T[] {
  return texts.length === 0 ? NONE : readEach(texts, reading).map(({ value }) => value);
}

interface ToldCandidates {
  readonly candidates: readonly PlannedCandidate[];
  readonly defects: readonly Defect[];
}

/** Recipes never change, and every question about them begins with what they put out. */
const told = new WeakMap<Recipe, ToldCandidates>();

/**
 * What a recipe will put out: main package and subpackages, as far as the definition tells. Asked again, the very same. Slips
 * in what they say of each other are added to `defects`.
 */
export function candidatesOf(recipe: Recipe, defects: Defect[]): readonly PlannedCandidate[] {
  let known = told.get(recipe);
  if (known === undefined) {
    const found: Defect[] = [];
    known = { candidates: readCandidates(recipe, found), defects: found };
    told.set(recipe, known);
  }
  defects.push(...known.defects);
  return known.candidates;
}

function readCandidates(recipe: Recipe, defects: Defect[]): PlannedCandidate[] {
  const reading = { parse: parseDependency, defects };
  const atoms = (texts: readonly Located<string>[]) => valuesOf(texts, reading);
  const version = fullVersion(recipe);
  return recipe.packages.map((output) => {
    // Said by apk on installation only, so nobody else would find a slip in it before that.
    atoms(output.replaces);
    return {
      name: output.name,
      version,
      input: recipe.stage,
      depends: atoms(output.runtime),
      provides: valuesOf(output.provides, { parse: parseProvision, defects }),
      installIf: atoms(output.installIf),
      priority: output.providerPriority ?? 0,
      pending: true,
      identity: recipe.definition.file,
      made: { recipe, output },
      assumed: false,
    };
  });
}

export function lockedCandidate(offer: OfferedPackage): PlannedCandidate {
  return { ...offeredCandidate(offer), assumed: false };
}

/** What an APKINDEX lists. */
export function listedCandidate(input: InputName, record: PackageRecord): PlannedCandidate {
  const { name, version, depends, provides, installIf, providerPriority, checksum } = record;
  const priority = providerPriority ?? 0;
  return {
    name,
    version,
    depends,
    provides,
    installIf,
    priority,
    pending: false,
    input,
    identity: checksum,
    assumed: false,
  };
}

/** A stage of which nothing is known: whatever nobody else has. */
export function assumedStage(stage: string): AssumedSeed["assume"] {
  const known = new Map<string, PlannedCandidate>();
  return ({ name }) => {
    const candidate = known.get(name) ?? assumedCandidate(stage, { name, depends: [] });
    known.set(name, candidate);
    return candidate;
  };
}

/** What an unlocked seed is taken to have. */
export interface AssumedSeed {
  /** Its aliases, and the seed's own names behind them. */
  readonly candidates: readonly PlannedCandidate[];
  /** Anything else, when nobody else has it. */
  assume(dependency: Dependency): PlannedCandidate;
}

export function assumedSeed(seed: Seed, defects: Defect[]): AssumedSeed {
  const known = new Map<string, PlannedCandidate>();
  const take = (name: string, depends: readonly Dependency[]): PlannedCandidate => {
    const candidate = known.get(name) ?? assumedCandidate(seedInput(seed.name), { name, depends });
    known.set(name, candidate);
    return candidate;
  };
  const aliases = [...seed.aliases].map(([alias, names]) => {
    const located = names.map((value) => ({ value, place: seed.place }));
    const atoms = valuesOf(located, { parse: parseDependency, defects });
    return { alias, targets: atoms.filter((atom) => atom.name !== alias) };
  });
  for (const { alias, targets } of aliases) take(alias, targets);
  for (const { name } of aliases.flatMap(({ targets }) => targets)) take(name, []);
  return { candidates: [...known.values()], assume: ({ name }) => take(name, []) };
}

export function assumedCandidate(
  input: InputName,
  { name, depends }: { readonly name: string; readonly depends: readonly Dependency[] },
): PlannedCandidate {
  return {
    name,
    input,
    depends,
    provides: [],
    installIf: [],
    priority: 0,
    pending: false,
    identity: "",
    assumed: true,
  };
}
