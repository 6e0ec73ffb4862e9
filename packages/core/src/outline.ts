import { type Candidate, namesOf } from "./catalog.ts";
import type { Located } from "./defect.ts";
import { type Dependency, parseDependency } from "./dependency.ts";
import type { PlanRequest } from "./plan.ts";
import { assumedSeed, candidatesOf, readEach } from "./planned-candidate.ts";
import { fullVersion, type Recipe } from "./recipe.ts";

/**
 * Names whose versions decide something: one is asked for in a version, or packages of more than one recipe go by it (the higher
 * version may win, or be shadowed). Of all other packages a plan is the same whatever their versions are.
 */
export function countingNames({ blueprint, seed, recipes }: PlanRequest): Set<string> {
  const all = [...recipes.values()].flat();
  const seeds = blueprint.seeds.filter(({ name }) => name === seed);
  const aliases = seeds.flatMap((one) => assumedSeed(one, []).candidates.flatMap(({ depends }) => depends));
  return new Set([...givenTwice(all), ...all.flatMap(askedInVersion), ...constrained(aliases)]);
}

interface Given {
  readonly recipe: Recipe;
  readonly candidate: Candidate;
  readonly name: string;
  readonly version: string | undefined;
}

/** By packages of several recipes, or of one in versions that do not change together. */
function givenTwice(recipes: readonly Recipe[]): string[] {
  const first = new Map<string, Given>();
  const twice: string[] = [];
  for (const given of recipes.flatMap(givenBy)) {
    const other = first.get(given.name) ?? given;
    first.set(given.name, other);
    if (!changeTogether(given, other)) twice.push(given.name);
  }
  return twice;
}

function givenBy(recipe: Recipe): Given[] {
  return candidatesOf(recipe, []).flatMap((candidate) =>
    namesOf(candidate).map(({ name, version }) => ({ name, version, recipe, candidate })),
  );
}

function changeTogether(given: Given, other: Given): boolean {
  if (given.candidate === other.candidate) return true;
  return given.recipe === other.recipe && (given.version === other.version || [given, other].every(isBound));
}

/** It has its recipe's version, or none: whatever that is, one is no higher than the other. */
function isBound({ recipe, version }: Given): boolean {
  return version === undefined || version === fullVersion(recipe);
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
      textsOf(output.provides).map((text) => provisionIn(text, { version, counting })),
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

/** Where a provision has the version of its package, as most have, that is said in place of it. */
function provisionIn(text: string, { version, counting }: { version: string; counting: ReadonlySet<string> }): string {
  const own = `=${version}`;
  const name = text.slice(0, -own.length);
  return text.endsWith(own) && !counting.has(name) ? `${name}=` : text;
}
