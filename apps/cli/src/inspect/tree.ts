import { createDirectoryBlueprints, type Inspection, readInspection } from "@ascent/blueprints";
import { readConfig } from "@ascent/config";
import { type Arch, type Defect, Fault, type Recipe, type Stage } from "@ascent/core";
import { type Survey, sha256, surveyBlueprint } from "@ascent/formats";
import type { Command } from "commander";
import { archOption } from "../options.ts";
import { defectLines } from "../tell.ts";
import { pair } from "./options.ts";

/** What `reach` and `impact` are told about where definitions are. */
export interface TreeOptions {
  readonly arch?: Arch;
  readonly param?: ReadonlyMap<string, string>;
  readonly pipelines?: string;
}

/** `arches`: which are looked at when none is named, in words. */
export function treeOptions(command: Command, arches = "this host's"): Command {
  return command
    .addOption(archOption().default(undefined, arches))
    .option("--param <name=folder>", "a folder that the blueprint leaves open; repeatable", pair)
    .option(
      "--pipelines <folder>",
      "pipelines whose needs count instead of Ascent's own (melange's pkg/build/pipelines)",
    );
}

/** Definitions of a blueprint or a plain folder, read as far as they can be. */
export interface Tree {
  readonly inspection: Inspection;
  readonly survey: Survey;
}

/** Faults: those of `readInspection`; "blueprint-defects" where bootstrap.yaml itself cannot be understood. */
export async function readTree(name: string, options: TreeOptions): Promise<Tree> {
  const directories = readConfig(process.env).stages;
  const inspection = await readInspection({ name, directories, parameters: options.param ?? new Map() });
  const survey = surveyBlueprint({
    files: inspection.files,
    pipelines: await pipelinesOf(options, directories),
    hash: sha256,
  });
  if (survey.ok) return { inspection, survey: survey.value };
  throw new Fault("blueprint-defects", `${name} cannot be understood:\n${defectLines(survey.defects).join("\n")}`, {
    wayOut: "Mend bootstrap.yaml first; `ascent lint` checks it.",
  });
}

/** Ascent's own; those of a folder that was named win over them. */
async function pipelinesOf({ pipelines }: TreeOptions, directories: readonly string[]) {
  const own = await createDirectoryBlueprints({ directories }).pipelines();
  if (pipelines === undefined) return own;
  const named = await createDirectoryBlueprints({ directories, pipelinesDirectory: pipelines }).pipelines();
  return new Map([...own, ...named]);
}

export interface StageRecipes {
  readonly stage: Stage;
  readonly recipes: readonly Recipe[];
  /** Of all stages: what could not be evaluated. */
  readonly defects: readonly Defect[];
}

/** The definitions of one stage; of the last that has any when none is named. Fault "stage-unknown". */
export function stageRecipes({ survey }: Tree, arch: Arch, name?: string): StageRecipes {
  const { stages } = survey.blueprint;
  const known = stages.filter(({ assumed }) => assumed !== true);
  const stage = name === undefined ? known.at(-1) : known.find((one) => one.name === name);
  if (stage === undefined) {
    const names = known.map((one) => one.name).join(", ");
    throw new Fault("stage-unknown", `${survey.blueprint.name} has no definitions of ${name ?? "any stage"} here`, {
      wayOut: names === "" ? "Give a folder of them with --param NAME=FOLDER." : `There are those of: ${names}.`,
    });
  }
  const { recipes, defects } = survey.recipesFor(arch);
  return { stage, recipes: recipes.get(stage.name) ?? [], defects };
}
