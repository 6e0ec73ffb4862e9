import type {
  ArchSurvey,
  BuildText,
  Defect,
  LintContext,
  LintedDefinition,
  LintedFile,
  Recipe,
  Stage,
} from "@ascent/core";
import { lintDefinition, sortedBy } from "@ascent/core";
import type { Survey, SurveyedDefinition, SurveyedRecipes } from "../blueprint/survey.ts";
import type { WrittenFacts } from "../facts/facts.ts";
import type { Definition } from "../melange/definition.ts";
import type { ListedFile } from "../melange/file-listing.ts";
import { placeOf, type YamlScalar } from "../yaml/node.ts";
import { buildTexts } from "./build-texts.ts";

/** One arch of a survey: its recipes, and the plan of them. */
export interface SurveyedArch {
  readonly recipes: SurveyedRecipes["recipes"];
  readonly plan: ArchSurvey;
}

/** What `lint` looks at. */
export function lintContext(survey: Survey, arches: readonly SurveyedArch[]): LintContext {
  const { blueprint, files, definitions } = survey;
  const stages = stagesByFile(blueprint.stages);
  const recipes = recipesByFile(arches);
  const check = (definition: LintedDefinition) => lintDefinition(definition, context);
  const linted = [...definitions].map(([file, definition]) => {
    const found = { stages: stages.get(file) ?? [], recipes: recipes.get(file) ?? [], check };
    return new DefinitionToLint(file, definition, found);
  });
  const context: LintContext = {
    blueprint,
    definitions: sortedBy(linted, ({ file }) => file),
    files: sortedBy([...files].map(lintedFile), ({ path }) => path),
    surveys: arches.map(({ plan }) => plan),
  };
  return context;
}

function stagesByFile(stages: readonly Stage[]): Map<string, Stage[]> {
  const byFile = new Map<string, Stage[]>();
  for (const stage of stages) {
    for (const { value } of stage.definitions) byFile.set(value, [...(byFile.get(value) ?? []), stage]);
  }
  return byFile;
}

function recipesByFile(arches: readonly SurveyedArch[]): Map<string, Recipe[]> {
  const byFile = new Map<string, Recipe[]>();
  for (const recipe of arches.flatMap(({ recipes }) => [...recipes.values()].flat())) {
    const known = byFile.get(recipe.definition.file);
    if (known === undefined) byFile.set(recipe.definition.file, [recipe]);
    else known.push(recipe);
  }
  return byFile;
}

interface Found {
  readonly stages: readonly Stage[];
  readonly recipes: readonly Recipe[];
  readonly check: (definition: LintedDefinition) => readonly Defect[];
}

/** Texts, and what is found in them, are put together when asked for: a remembered definition is not read again. */
class DefinitionToLint implements LintedDefinition {
  readonly file: string;
  readonly name: LintedDefinition["name"];
  readonly stages: readonly Stage[];
  readonly recipes: readonly Recipe[];
  readonly repositories: LintedDefinition["repositories"];
  readonly keyring: LintedDefinition["keyring"];
  readonly #definition: SurveyedDefinition;
  readonly #check: Found["check"];
  #texts: readonly BuildText[] | undefined;
  #found: readonly Defect[] | undefined;

  constructor(file: string, definition: SurveyedDefinition, { stages, recipes, check }: Found) {
    const { name, repositories, keyring } = definition.facts?.written ?? writtenFacts(definition.read());
    this.file = file;
    this.name = name;
    this.stages = stages;
    this.recipes = recipes;
    this.repositories = repositories;
    this.keyring = keyring;
    this.#definition = definition;
    this.#check = check;
    this.#found = definition.facts?.found;
  }

  get texts(): readonly BuildText[] {
    this.#texts ??= buildTexts(this.#definition.read());
    return this.#texts;
  }

  get found(): readonly Defect[] {
    this.#found ??= this.#check(this);
    return this.#found;
  }
}

function writtenFacts({ package: { name }, environment }: Definition): WrittenFacts {
  const contents = environment?.contents;
  return {
    name: located(name),
    repositories: [...(contents?.repositories ?? []), ...(contents?.buildRepositories ?? [])].map(located),
    keyring: (contents?.keyring ?? []).map(located),
  };
}

function located(text: YamlScalar) {
  return { value: text.value, place: placeOf(text) };
}

/** Few are asked for their text: bytes that are not asked for are not read. */
function lintedFile([path, file]: readonly [string, ListedFile]): LintedFile {
  return { path, text: () => textOf(file.bytes) };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
