import type { Arch, Blueprint, Checked, Defect, Hash, Place, Recipe, Stage } from "@ascent/core";
import { formatPlace, sortDefects } from "@ascent/core";
import type { DefinitionFacts, ExpandedFacts, KnownFacts } from "../facts/facts.ts";
import type { Definition } from "../melange/definition.ts";
import { expandAsFarAsPossible } from "../melange/expand.ts";
import { FileListing, type ListedFile } from "../melange/file-listing.ts";
import { type DefinitionOnRecord, readDefinitions } from "./definitions-on-record.ts";
import { parseBlueprint } from "./parse.ts";
import { PipelineShelf } from "./pipelines.ts";

type Files = ReadonlyMap<string, ListedFile>;

/** A blueprint as far as it can be understood: what is wrong in one file does not hide the others. */
export interface Survey {
  readonly blueprint: Blueprint;
  readonly files: Files;
  /** Those that could be read, by path. */
  readonly definitions: ReadonlyMap<string, SurveyedDefinition>;
  /** Those that could not, with the reasons. */
  readonly unreadable: ReadonlyMap<string, readonly Defect[]>;
  /** Of the blueprint's own pipelines that could not be read. */
  readonly pipelineDefects: readonly Defect[];
  /** Of all files that could not be read. */
  readonly defects: readonly Defect[];
  readonly warnings: readonly Defect[];
  /** Every definition of every stage for one arch, as far as it can be evaluated, and what could not be. */
  recipesFor(arch: Arch): SurveyedRecipes;
}

/** A definition that was read now, or once. */
export interface SurveyedDefinition {
  /** What an earlier survey found out about it; absent where it was read now. */
  readonly facts?: DefinitionFacts;
  /** The definition itself, read when first asked for. */
  read(): Definition;
  /** What has been expanded of it so far. */
  expanded(): readonly ExpandedFacts[];
}

export interface SurveyedRecipes {
  /** Stage name → recipes, both in the blueprint's order. Definitions that are not for the arch are left out. */
  readonly recipes: ReadonlyMap<string, readonly Recipe[]>;
  readonly defects: readonly Defect[];
}

export interface SurveyRequest {
  /** Folders that are parameters stand under the parameter's name. */
  readonly files: Files;
  /** Ascent's own: name → YAML text. */
  readonly pipelines: ReadonlyMap<string, string>;
  readonly hash: Hash;
  /** Asked, once the blueprint itself is understood, for what earlier surveys found out. */
  readonly known?: (blueprint: Blueprint) => KnownFacts;
}

/**
 * Reads a blueprint with its definitions and pipelines, and goes on past what is wrong in them. Defects of its own:
 * those of `parseBlueprint`, without which there is nothing to look at. In the survey: those of `parseDefinition` and
 * `parsePipeline`; and of its recipes: those of `expandDefinition`, and `name-provided-twice` where two definitions of a
 * stage make a package of the same name.
 */
export function surveyBlueprint({ files, pipelines, hash, known }: SurveyRequest): Checked<Survey> {
  const parsed = parseBlueprint(files);
  if (!parsed.ok) return parsed;
  const blueprint = parsed.value;
  const listing = new FileListing(files, hash);
  const facts = known?.(blueprint);
  const { definitions, unreadable } = readDefinitions(blueprint, { files, listing, known: facts });
  const shelf = new PipelineShelf(files, pipelines);
  const pipelineDefects = facts?.pipelines ?? checkOwnPipelines(shelf, blueprint);
  const defects = [...[...unreadable.values()].flat(), ...pipelineDefects];
  const shared = { definitions, shelf, files: listing, hash };
  const recipesFor = (arch: Arch) => expandAll(blueprint, arch, shared);
  const { warnings } = parsed;
  const value = { blueprint, files, definitions, unreadable, pipelineDefects, defects, warnings, recipesFor };
  return { ok: true, value, warnings };
}

function checkOwnPipelines(shelf: PipelineShelf, { stages }: Blueprint): Defect[] {
  const defects: Defect[] = [];
  const [stage] = stages;
  if (stage === undefined) return defects;
  const library = shelf.libraryFor("", stage);
  for (const name of shelf.own().keys()) {
    const answer = library.find(name);
    if (answer.kind === "broken") defects.push(...answer.defects);
  }
  return defects;
}

interface Shared {
  readonly definitions: ReadonlyMap<string, DefinitionOnRecord>;
  readonly shelf: PipelineShelf;
  readonly files: FileListing;
  readonly hash: Hash;
}

function expandAll(blueprint: Blueprint, arch: Arch, shared: Shared): SurveyedRecipes {
  const defects = new Map<string, Defect>();
  const recipes = new Map<string, readonly Recipe[]>();
  for (const stage of blueprint.stages) {
    const expanded = expandStage(stage, arch, shared);
    // A definition that several stages share has its defects told once.
    for (const defect of expanded.defects) defects.set(JSON.stringify(defect), defect);
    recipes.set(stage.name, expanded.recipes);
  }
  return { recipes, defects: sortDefects(defects.values()) };
}

function expandStage(stage: Stage, arch: Arch, { definitions, shelf, files, hash }: Shared) {
  const found: Named[] = [];
  const defects: Defect[] = [];
  for (const { value } of stage.definitions) {
    const expanded = definitions.get(value)?.expand({ stage: stage.name, arch }, (definition) => {
      const pipelines = shelf.libraryFor(value, stage);
      return expandAsFarAsPossible({ definition, arch, stage, pipelines, files, hash });
    });
    if (expanded === undefined) continue;
    defects.push(...expanded.defects);
    const { recipe, names } = expanded;
    if (recipe !== undefined) found.push({ recipe, names: names ?? recipe.packages.map(({ name }) => name) });
  }
  return { recipes: found.map(({ recipe }) => recipe), defects: [...defects, ...namesProvidedTwice(found, stage)] };
}

/** A recipe with the names of its packages, which may be known without looking at these. */
interface Named {
  readonly recipe: Recipe;
  readonly names: readonly string[];
}

/** Two packages of one name in a stage: which one a build took would depend on the schedule. */
function namesProvidedTwice(found: readonly Named[], stage: Stage): Defect[] {
  const first = new Map<string, readonly [Recipe, number]>();
  return found.flatMap(({ recipe, names }) =>
    names.flatMap((name, index) => {
      const known = first.get(name);
      if (known === undefined) {
        first.set(name, [recipe, index]);
        return [];
      }
      return [nameProvidedTwice(name, { stage, place: placeIn(recipe, index), known: placeIn(...known) })];
    }),
  );
}

function placeIn(recipe: Recipe, index: number): Place {
  return (recipe.packages[index] ?? recipe.packages[0]).place;
}

interface Clash {
  readonly stage: Stage;
  readonly place: Place;
  readonly known: Place;
}

function nameProvidedTwice(name: string, { stage, place, known }: Clash): Defect {
  return {
    severity: "defect",
    code: "name-provided-twice",
    place,
    message: `The stage "${stage.name}" makes the package "${name}" here and at ${formatPlace(known)}.`,
    wayOut: "Give one of them another name, or list only one of the two definitions.",
  };
}
