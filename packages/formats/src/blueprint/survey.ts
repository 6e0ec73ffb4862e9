import type { Arch, Blueprint, Checked, Defect, Hash, Place, Recipe, Stage } from "@ascent/core";
import { formatPlace, sortDefects } from "@ascent/core";
import { type Definition, parseDefinition } from "../melange/definition.ts";
import { expandAsFarAsPossible } from "../melange/expand.ts";
import { FileListing, type ListedFile } from "../melange/file-listing.ts";
import { textOfFile } from "./file-text.ts";
import { parseBlueprint } from "./parse.ts";
import { PipelineShelf } from "./pipelines.ts";

type Files = ReadonlyMap<string, ListedFile>;

/** A blueprint as far as it can be understood: what is wrong in one file does not hide the others. */
export interface Survey {
  readonly blueprint: Blueprint;
  readonly files: Files;
  /** Those that could be read, by path. */
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Of files that could not be read. */
  readonly defects: readonly Defect[];
  readonly warnings: readonly Defect[];
  /** Every definition of every stage for one arch, as far as it can be evaluated, and what could not be. */
  recipesFor(arch: Arch): SurveyedRecipes;
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
}

/**
 * Reads a blueprint with its definitions and pipelines, and goes on past what is wrong in them. Defects of its own:
 * those of `parseBlueprint`, without which there is nothing to look at. In the survey: those of `parseDefinition` and
 * `parsePipeline`; and of its recipes: those of `expandDefinition`, and `name-provided-twice` where two definitions of a
 * stage make a package of the same name.
 */
export function surveyBlueprint({ files, pipelines, hash }: SurveyRequest): Checked<Survey> {
  const parsed = parseBlueprint(files);
  if (!parsed.ok) return parsed;
  const blueprint = parsed.value;
  const defects: Defect[] = [];
  const definitions = readDefinitions(blueprint, files, defects);
  const shelf = new PipelineShelf(files, pipelines);
  checkOwnPipelines(shelf, blueprint, defects);
  const shared = { definitions, shelf, files: new FileListing(files, hash), hash };
  const recipesFor = (arch: Arch) => expandAll(blueprint, arch, shared);
  const { warnings } = parsed;
  return { ok: true, value: { blueprint, files, definitions, defects, warnings, recipesFor }, warnings };
}

/** Each file once, however many stages use it. */
function readDefinitions(blueprint: Blueprint, files: Files, defects: Defect[]): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  const paths = new Set(blueprint.stages.flatMap((stage) => stage.definitions.map(({ value }) => value)));
  for (const path of paths) {
    const text = textOfFile(path, files.get(path)?.bytes ?? new Uint8Array());
    const parsed = text.ok ? parseDefinition(path, text.value) : text;
    if (parsed.ok) definitions.set(path, parsed.value);
    else defects.push(...parsed.defects);
  }
  return definitions;
}

function checkOwnPipelines(shelf: PipelineShelf, { stages }: Blueprint, defects: Defect[]): void {
  const [stage] = stages;
  if (stage === undefined) return;
  const library = shelf.libraryFor("", stage);
  for (const name of shelf.own().keys()) {
    const answer = library.find(name);
    if (answer.kind === "broken") defects.push(...answer.defects);
  }
  defects.push(...shelf.defects);
}

interface Shared {
  readonly definitions: ReadonlyMap<string, Definition>;
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
  const recipes: Recipe[] = [];
  const defects: Defect[] = [];
  for (const { value } of stage.definitions) {
    const definition = definitions.get(value);
    if (definition === undefined) continue;
    const pipelines = shelf.libraryFor(value, stage);
    const expanded = expandAsFarAsPossible({ definition, arch, stage, pipelines, files, hash });
    defects.push(...expanded.defects);
    if (expanded.expansion.kind === "recipe") recipes.push(expanded.expansion.recipe);
  }
  return { recipes, defects: [...defects, ...namesProvidedTwice(recipes, stage)] };
}

/** Two packages of one name in a stage: which one a build took would depend on the schedule. */
function namesProvidedTwice(recipes: readonly Recipe[], stage: Stage): Defect[] {
  const first = new Map<string, Place>();
  return recipes.flatMap((recipe) =>
    recipe.packages.flatMap(({ name, place }) => {
      const known = first.get(name);
      if (known === undefined) {
        first.set(name, place);
        return [];
      }
      return [nameProvidedTwice(name, { stage, place, known })];
    }),
  );
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
