import type { Arch, Blueprint, Checked, Defect, Hash, Recipe } from "@ascent/core";
import { sortDefects } from "@ascent/core";
import type { ListedFile } from "../melange/file-listing.ts";
import { type Survey, surveyBlueprint } from "./survey.ts";

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
 * SHA-256. Defects: those of `parseBlueprint`, `parseDefinition` and `parsePipeline`, and `parameter-not-given`: what is
 * to be built must be there whole.
 */
export function loadBlueprint(
  files: ReadonlyMap<string, ListedFile>,
  builtInPipelines: ReadonlyMap<string, string>,
  hash: Hash,
): Checked<LoadedBlueprint> {
  const surveyed = surveyBlueprint({ files, pipelines: builtInPipelines, hash });
  if (!surveyed.ok) return surveyed;
  const { blueprint, defects, warnings, recipesFor } = surveyed.value;
  const open = [...defects, ...parametersNotGiven(blueprint)];
  if (open.length > 0) return { ok: false, defects: sortDefects(open) };
  return { ok: true, value: { blueprint, recipesFor: (arch) => strict(recipesFor(arch)) }, warnings };
}

function strict({ recipes, defects }: ReturnType<Survey["recipesFor"]>): ReturnType<LoadedBlueprint["recipesFor"]> {
  return defects.length > 0 ? { ok: false, defects } : { ok: true, value: recipes, warnings: [] };
}

/** What keeps a blueprint that can be looked at from being built. Defect: `parameter-not-given`. */
export function parametersNotGiven({ stages }: Blueprint): Defect[] {
  const assumed = stages.filter((stage) => stage.assumed === true);
  return assumed.map(({ name, place }) => ({
    severity: "defect",
    code: "parameter-not-given",
    place,
    message: `The definitions of the stage "${name}" are in a folder that is a parameter of this blueprint and was not given, so it cannot be built.`,
    wayOut: "Look at it with `ascent plan --param NAME=FOLDER`; to build it, put the folder into the blueprint.",
  }));
}
