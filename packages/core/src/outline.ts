import { type Candidate, namesOf } from "./catalog.ts";
import type { Located } from "./defect.ts";
import { type Dependency, parseDependency, parseProvision } from "./dependency.ts";
import type { PlanRequest } from "./plan.ts";
import { assumedSeed, candidatesOf, readEach } from "./planned-candidate.ts";
import { fullVersion, type Recipe } from "./recipe.ts";

/**
 * Names whose versions decide something: one is asked for in a version, or more than one package goes by it (the higher version
 * may win, or be shadowed). Of all other packages a plan is the same whatever their versions are.
 */
export function countingNames({ blueprint, seed, recipes }: PlanRequest): Set<string> {
  const all = [...recipes.values()].flat();
  const seeds = blueprint.seeds.filter(({ name }) => name === seed);
  const aliases = seeds.flatMap((one) => assumedSeed(one, []).candidates.flatMap(({ depends }) => depends));
  return new Set([...givenTwice(all), ...all.flatMap(askedInVersion), ...constrained(aliases)]);
}

function givenTwice(recipes: readonly Recipe[]): string[] {
  const first = new Map<string, Candidate>();
  const twice: string[] = [];
  for (const candidate of recipes.flatMap((recipe) => candidatesOf(recipe, []))) {
    for (const { name } of namesOf(candidate)) {
      const other = first.get(name) ?? candidate;
      first.set(name, other);
      if (other !== candidate) twice.push(name);
    }
  }
  return twice;
}

/** By its build, or by what it gives. */
function askedInVersion(recipe: Recipe): string[] {
  const wanted = readEach(recipe.environment.packages, { parse: parseDependency, defects: [] });
  const given = candidatesOf(recipe, []).flatMap(({ depends, installIf }) => [...depends, ...installIf]);
  return constrained([...wanted.map(({ value }) => value), ...given]);
}

function constrained(dependencies: readonly Dependency[]): string[] {
  return dependencies.flatMap(({ name, constraint }) => (constraint === undefined ? [] : [name]));
}

/**
 * All that a plan looks at in a recipe, as one text: what its build asks for, what it gives, and what that needs. Versions are
 * in it only of names that count, places only of what is asked for by others than the definition itself.
 */
export function outlineOf(recipe: Recipe, counting: ReadonlySet<string>): string {
  const { name, definition, environment, repositories, packages } = recipe;
  const version = fullVersion(recipe);
  return JSON.stringify([
    name,
    environment.packages.map(({ value, place }) => (place.file === definition.file ? value : [value, place])),
    textsOf(repositories),
    packages.map((output) => [
      output.name,
      counting.has(output.name) ? version : "",
      textsOf(output.provides).map((text) => provisionIn(text, counting)),
      textsOf(output.runtime),
      textsOf(output.replaces),
      textsOf(output.installIf),
      output.providerPriority,
    ]),
  ]);
}

function textsOf(located: readonly Located<string>[]): string[] {
  return located.map(({ value }) => value);
}

/** Even where its version does not count, it does that there is one: a name with a version belongs to one package. */
function provisionIn(text: string, counting: ReadonlySet<string>): string {
  const [equals] = text.split("=", 1);
  if (equals === undefined || equals.length === text.length || counting.has(equals)) return text;
  return isProvision(text) ? `${equals}=` : text;
}

function isProvision(text: string): boolean {
  try {
    return parseProvision(text).version !== undefined;
  } catch {
    return false;
  }
}
