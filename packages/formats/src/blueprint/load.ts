import type { Arch, Blueprint, Checked, Defect, Hash, Place, Recipe, Stage } from "@ascent/core";
import { formatPlace, sortDefects } from "@ascent/core";
import { type Definition, parseDefinition } from "../melange/definition.ts";
import { expandDefinition } from "../melange/expand.ts";
import { FileListing, type ListedFile } from "../melange/file-listing.ts";
import { PipelineLibrary } from "../melange/pipeline-library.ts";
import { textOfFile } from "./file-text.ts";
import { parseBlueprint } from "./parse.ts";

type Files = ReadonlyMap<string, ListedFile>;

/** A blueprint of which every file has been read and understood. */
export interface LoadedBlueprint {
  readonly blueprint: Blueprint;
  /**
   * Every definition of every stage, expanded for one arch: stage name → recipes, both in the blueprint's order.
   * Definitions that are not for the arch are left out. Defects: those of `expandDefinition`, and `name-provided-twice`
   * where two definitions of a stage make a package of the same name.
   */
  recipesFor(arch: Arch): Checked<ReadonlyMap<string, readonly Recipe[]>>;
}

/**
 * Reads a blueprint with its definitions and pipelines. In: its files by path; Ascent's own pipelines, name → YAML text;
 * SHA-256. Defects: those of `parseBlueprint`, `parseDefinition` and `parsePipeline`.
 */
export function loadBlueprint(
  files: Files,
  builtInPipelines: ReadonlyMap<string, string>,
  hash: Hash,
): Checked<LoadedBlueprint> {
  const parsed = parseBlueprint(files);
  if (!parsed.ok) return parsed;
  const defects: Defect[] = [];
  const definitions = readDefinitions(parsed.value, files, defects);
  const own = readOwnPipelines(files, defects);
  const pipelines = new PipelineLibrary(own, builtInPipelines);
  for (const name of own.keys()) {
    const answer = pipelines.find(name);
    if (answer.kind === "broken") defects.push(...answer.defects);
  }
  if (defects.length > 0) return { ok: false, defects: sortDefects(defects) };
  const shared = { definitions, pipelines, files: new FileListing(files, hash), hash };
  const blueprint = parsed.value;
  const recipesFor = (arch: Arch) => expandAll(blueprint, arch, shared);
  return { ok: true, value: { blueprint, recipesFor }, warnings: parsed.warnings };
}

/** Each file once, however many stages use it. */
function readDefinitions(blueprint: Blueprint, files: Files, defects: Defect[]): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  const paths = new Set(blueprint.stages.flatMap((stage) => stage.definitions.map(({ value }) => value)));
  for (const path of paths) {
    const text = textAt(path, files);
    const parsed = text.ok ? parseDefinition(path, text.value) : text;
    if (parsed.ok) definitions.set(path, parsed.value);
    else defects.push(...parsed.defects);
  }
  return definitions;
}

function textAt(path: string, files: Files): Checked<string> {
  return textOfFile(path, files.get(path)?.bytes ?? new Uint8Array());
}

/** `pipelines/NAME.yaml` → NAME. */
function readOwnPipelines(files: Files, defects: Defect[]): Map<string, string> {
  const own = new Map<string, string>();
  for (const path of files.keys()) {
    const name = /^pipelines\/(.+)\.yaml$/.exec(path)?.[1];
    if (name === undefined) continue;
    const text = textAt(path, files);
    if (text.ok) own.set(name, text.value);
    else defects.push(...text.defects);
  }
  return own;
}

interface Shared {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly pipelines: PipelineLibrary;
  readonly files: FileListing;
  readonly hash: Hash;
}

function expandAll(blueprint: Blueprint, arch: Arch, shared: Shared): Checked<ReadonlyMap<string, readonly Recipe[]>> {
  const defects = new Map<string, Defect>();
  const recipes = new Map<string, readonly Recipe[]>();
  for (const stage of blueprint.stages) {
    const expanded = expandStage(stage, arch, shared);
    // A definition that several stages share has its defects told once.
    for (const defect of expanded.defects) defects.set(JSON.stringify(defect), defect);
    recipes.set(stage.name, expanded.recipes);
  }
  if (defects.size > 0) return { ok: false, defects: sortDefects(defects.values()) };
  return { ok: true, value: recipes, warnings: [] };
}

function expandStage(stage: Stage, arch: Arch, shared: Shared) {
  const recipes: Recipe[] = [];
  const defects: Defect[] = [];
  for (const { value } of stage.definitions) {
    const definition = shared.definitions.get(value);
    if (definition === undefined) continue;
    const expanded = expandDefinition({ definition, arch, stage, ...shared });
    if (!expanded.ok) defects.push(...expanded.defects);
    else if (expanded.value.kind === "recipe") recipes.push(expanded.value.recipe);
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
