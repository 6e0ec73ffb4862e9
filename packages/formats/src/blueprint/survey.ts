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
  /** Of files that could not be read. */
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
  const { definitions, unreadable } = readDefinitions(blueprint, { files, listing, known: known?.(blueprint) });
  const defects = [...unreadable.values()].flat();
  const shelf = new PipelineShelf(files, pipelines);
  checkOwnPipelines(shelf, blueprint, defects);
  const shared = { definitions, shelf, files: listing, hash };
  const recipesFor = (arch: Arch) => expandAll(blueprint, arch, shared);
  const { warnings } = parsed;
  return { ok: true, value: { blueprint, files, definitions, unreadable, defects, warnings, recipesFor }, warnings };
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
  const recipes: Recipe[] = [];
  const defects: Defect[] = [];
  for (const { value } of stage.definitions) {
    const expanded = definitions.get(value)?.expand({ stage: stage.name, arch }, (definition) => {
      const pipelines = shelf.libraryFor(value, stage);
      return expandAsFarAsPossible({ definition, arch, stage, pipelines, files, hash });
    });
    if (expanded === undefined) continue;
    defects.push(...expanded.defects);
    if (expanded.recipe !== undefined) recipes.push(expanded.recipe);
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
