import { type Blueprint, repositoryMapping, type Stage } from "./blueprint.ts";
import { type Atom, descending } from "./catalog.ts";
import type { Defect, Located } from "./defect.ts";
import { parseDependency } from "./dependency.ts";
import { named, type Offers } from "./plan-defects.ts";
import type { StageScope } from "./plan-stage.ts";
import { type PlannedCandidate, readEach } from "./planned-candidate.ts";
import type { Recipe } from "./recipe.ts";

/** What lets a plan run but deserves a look: shadowed packages, ties, repositories that are not read. */
export function stageWarnings(
  stage: Stage,
  scope: StageScope,
  { blueprint, offers }: { readonly blueprint: Blueprint; readonly offers: Offers },
): Defect[] {
  return [
    ...shadowWarnings(stage, scope, offers),
    ...scope.recipes.flatMap((recipe) => repositoryWarnings(recipe, stage, blueprint)),
    ...tieWarnings(scope),
  ];
}

/** The same name and version from two inputs: only the first is ever taken, and a version alone cannot tell them apart. */
function shadowWarnings(stage: Stage, { inputs }: StageScope, offers: Offers): Defect[] {
  const first = new Map<string, string>();
  const warnings: Defect[] = [];
  for (const [index, input] of inputs.entries()) {
    const place = stage.inputs[index]?.place ?? stage.place;
    for (const [earlier, names] of shadowedIn(offers.get(input) ?? [], { input, first })) {
      const message = `${earlier} and ${input} both give ${named(names)}; ${stage.name} takes what ${earlier} gives.`;
      const wayOut = `Put ${input} first among the inputs of ${stage.name} if its packages are meant, or leave it as it is.`;
      warnings.push({ severity: "warning", code: "shadowed", place, message, wayOut });
    }
  }
  return warnings;
}

/** Packages of an input that an earlier one gives too, by that earlier input. Adds the rest to `first`. */
function shadowedIn(
  candidates: readonly PlannedCandidate[],
  { input, first }: { readonly input: string; readonly first: Map<string, string> },
): Map<string, string[]> {
  const shadowed = new Map<string, string[]>();
  for (const { name, version } of candidates) {
    if (version === undefined) continue;
    const text = `${name}-${version}`;
    const earlier = first.get(text) ?? input;
    first.set(text, earlier);
    if (earlier !== input) shadowed.set(earlier, [...(shadowed.get(earlier) ?? []), text]);
  }
  return shadowed;
}

/** Repositories are never read: they are the stage's inputs, or their packages would come from somewhere else. */
function repositoryWarnings(recipe: Recipe, stage: Stage, blueprint: Blueprint): Defect[] {
  return recipe.repositories.flatMap(({ value, place }) => {
    const input = repositoryMapping(blueprint, value)?.input;
    if (stage.inputs.some((declared) => declared.value === input)) return [];
    const is =
      input === undefined
        ? `which is not read: the inputs of ${stage.name} are declared by the blueprint`
        : `which is ${input}, and that is no input of ${stage.name}`;
    const message = `${recipe.name} names the repository ${value}, ${is}.`;
    const wayOut = `Take the line out, or say under repositories: which input of ${stage.name} it is; what it is needed for must come from one.`;
    return [{ severity: "warning", code: "undeclared-repository", place, message, wayOut }];
  });
}

/** apk would refuse to choose between such providers; here their names decide, which nobody may have meant. */
function tieWarnings(scope: StageScope): Defect[] {
  // Thousands of definitions ask for the same few hundred names.
  const ties = new Map<string, Pick<Defect, "message" | "wayOut"> | undefined>();
  const warnings: Defect[] = [];
  for (const { environment } of scope.recipes) {
    for (const located of environment.packages) {
      const { value, place } = located;
      if (!ties.has(value)) ties.set(value, tieOf(located, scope));
      const tie = ties.get(value);
      if (tie !== undefined) warnings.push({ severity: "warning", code: "ambiguous-provider", place, ...tie });
    }
  }
  return warnings;
}

function tieOf(asked: Located<string>, { catalog, stage }: StageScope) {
  const [read] = readEach([asked], { parse: parseDependency, defects: [] });
  const [first, second] = read === undefined ? [] : bestTwo(catalog.atom(read.value), catalog);
  if (read === undefined || first === undefined || second === undefined) return undefined;
  return {
    message: `${first.name} and ${second.name} of ${first.input} give ${read.value.name} alike; ${first.name} is taken in ${stage} because of its name.`,
    wayOut: `Ask for ${first.name} or ${second.name} by name, or give one of them a provider-priority.`,
  };
}

/** The first two choices where nothing but the name puts one before the other. */
function bestTwo(atom: Atom<PlannedCandidate>, catalog: StageScope["catalog"]): readonly PlannedCandidate[] {
  if (atom.dependency.conflict) return [];
  const [first, second] = catalog.choicesFor(atom);
  if (first === undefined || second === undefined || first.name === second.name) return [];
  const givers = [first, second].map((choice) =>
    catalog.givers(atom.dependency.name).find((giver) => giver.candidate === choice),
  );
  const [a, b] = givers;
  if (a === undefined || b === undefined || a.own || b.own) return [];
  const tied = first.priority === second.priority && descending(a.version, b.version) === 0;
  return tied ? [first, second] : [];
}
