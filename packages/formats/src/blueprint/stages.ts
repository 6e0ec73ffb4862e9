import { compareText, type Located, SEED_INPUT, type Stage } from "@ascent/core";
import { type Complaint, complain, type Reading } from "../yaml/decode.ts";
import { suggestion } from "../yaml/near.ts";
import { placeOf, type YamlNode, type YamlScalar } from "../yaml/node.ts";
import { workspaceOf } from "./conventions.ts";
import { isMissingFolder, type Layout } from "./parameters.ts";
import type { StageSection } from "./schema.ts";

function located(text: YamlScalar): Located<string> {
  return { value: text.value, place: placeOf(text) };
}

function firstOf<T>(seen: Map<string, T>, key: string, item: T): T | undefined {
  const first = seen.get(key);
  if (first === undefined) seen.set(key, item);
  return first;
}

/** Complains of the second and every further item that has the same text. */
export function checkUnique(texts: readonly YamlScalar[], reading: Reading, complaint: (value: string) => Complaint) {
  const seen = new Map<string, YamlNode>();
  for (const text of texts) {
    if (firstOf(seen, text.value, text) !== undefined) complain(reading, text, complaint(text.value));
  }
}

/**
 * The stages, with globs replaced by the files that they stand for. Defects: `no-stages`, `duplicate-stage`,
 * `reserved-name`, `stage-without-inputs`, `unknown-input`, `duplicate-input`, `stage-without-definitions`,
 * `definition-missing`, `definition-twice`. Warnings: `final-stage-uses-seed`, `stage-unused`.
 */
export function readStages(sections: readonly StageSection[], layout: Layout, reading: Reading): Stage[] {
  checkUnique(
    sections.map(({ name }) => name),
    reading,
    (value) => ({
      code: "duplicate-stage",
      message: `There are two stages called "${value}", so an input of that name could mean either.`,
      wayOut: "Give one of them another name.",
    }),
  );
  const earlier: string[] = [];
  const stages: Stage[] = [];
  for (const section of sections) {
    checkInputs(section, earlier, reading);
    stages.push(stageOf(section, layout, reading));
    earlier.push(section.name.value);
  }
  warnOfEnd(sections, reading);
  return stages;
}

function stageOf(section: StageSection, layout: Layout, reading: Reading): Stage {
  const workspace = workspaceOf(section, reading);
  const assumed = section.definitions.some(({ value }) => isMissingFolder(plainPath(value), layout));
  return {
    name: section.name.value,
    inputs: section.inputs.map(located),
    definitions: assumed ? [] : definitionsOf(section, layout, reading),
    environment: Object.fromEntries([...section.environment].map(([name, { value }]) => [name, value.value])),
    packages: section.packages.map(located),
    ...(workspace === undefined ? {} : { workspace }),
    ...pipelineFoldersOf(section),
    ...(assumed ? { assumed } : {}),
    place: placeOf(section.name),
  };
}

function pipelineFoldersOf({ conventions }: StageSection): Pick<Stage, "pipelineFolders"> {
  const folders = (conventions?.pipelineDir ?? []).map(({ value }) => plainPath(value).replace(/\/+$/, ""));
  return folders.length === 0 ? {} : { pipelineFolders: folders };
}

function plainPath(written: string): string {
  return written.replace(/^(\.\/)+/, "");
}

function checkInputs(section: StageSection, earlier: readonly string[], reading: Reading): void {
  const stage = section.name.value;
  if (stage === SEED_INPUT) {
    complain(reading, section.name, {
      code: "reserved-name",
      message: `A stage cannot be called "${SEED_INPUT}": as an input that word means the seed of the run.`,
      wayOut: "Give the stage another name.",
    });
  }
  if (section.inputs.length === 0) {
    complain(reading, section.name, {
      code: "stage-without-inputs",
      message: `The stage "${stage}" has no inputs, so nothing could be built in it.`,
      wayOut: `List "${SEED_INPUT}" or earlier stages under "inputs:".`,
    });
  }
  checkUnique(section.inputs, reading, (value) => ({
    code: "duplicate-input",
    message: `"${value}" is an input of the stage "${stage}" twice; the first already wins.`,
    wayOut: "Take one of them out.",
  }));
  const known = [SEED_INPUT, ...earlier];
  for (const input of section.inputs) if (!known.includes(input.value)) unknownInput(input, known, reading);
}

function unknownInput(input: YamlScalar, known: readonly string[], reading: Reading): void {
  complain(reading, input, {
    code: "unknown-input",
    message: `"${input.value}" is neither the seed nor a stage that comes before this one.`,
    wayOut: suggestion(input.value, known, `Inputs here can be: ${known.join(", ")}.`),
  });
}

function definitionsOf(section: StageSection, layout: Layout, reading: Reading): Located<string>[] {
  if (section.definitions.length === 0) {
    complain(reading, section.name, {
      code: "stage-without-definitions",
      message: `The stage "${section.name.value}" builds nothing.`,
      wayOut: 'List definition files under "definitions:", or take the stage out.',
    });
  }
  const seen = new Map<string, YamlScalar>();
  return section.definitions.flatMap((written) => {
    const paths = pathsOf(written, layout, reading);
    for (const path of paths) {
      if (firstOf(seen, path, written) !== undefined) definitionTwice(written, path, reading);
    }
    return paths.map((value) => ({ value, place: placeOf(written) }));
  });
}

function definitionTwice(written: YamlScalar, path: string, reading: Reading): void {
  complain(reading, written, {
    code: "definition-twice",
    message: `${path} is listed twice in this stage, and would be built twice.`,
    wayOut: "Take one of them out.",
  });
}

/** `folder/*` and `folder/*.yaml` stand for the definitions directly in the folder, hidden ones left out, in code-unit order. */
function pathsOf(written: YamlScalar, { files }: Layout, reading: Reading): string[] {
  const path = plainPath(written.value);
  const glob = /^(.*\/)?([^/*]*)\*([^/*]*)$/.exec(path);
  if (glob === null) {
    if (files.has(path)) return [path];
    definitionMissing(written, [...files.keys()].filter(isDefinition), reading);
    return [];
  }
  const [, folder = "", before = "", after = ""] = glob;
  const found = [...files.keys()].filter((file) => {
    const name = file.slice(folder.length);
    const here = file.startsWith(folder) && !name.includes("/") && (before !== "" || !name.startsWith("."));
    return here && name.startsWith(before) && name.endsWith(after);
  });
  const definitions = found.filter(isDefinition).sort(compareText);
  if (definitions.length === 0) definitionMissing(written, [], reading);
  return definitions;
}

export const BLUEPRINT_FILE = "bootstrap.yaml";

function isDefinition(file: string): boolean {
  return /\.ya?ml$/.test(file) && file !== BLUEPRINT_FILE && !file.startsWith("pipelines/");
}

function definitionMissing(written: YamlScalar, known: readonly string[], reading: Reading): void {
  complain(reading, written, {
    code: "definition-missing",
    message: `No definition file in the blueprint is called "${written.value}".`,
    wayOut: suggestion(
      written.value,
      known,
      "Paths are relative to bootstrap.yaml; a * stands for names in one folder.",
    ),
  });
}

/** What still makes a plan, though hardly the one that was meant. */
function warnOfEnd(sections: readonly StageSection[], reading: Reading): void {
  const last = sections.at(-1);
  if (last === undefined) return;
  const seed = last.inputs.find(({ value }) => value === SEED_INPUT);
  if (seed !== undefined) {
    warn(seed, reading, {
      code: "final-stage-uses-seed",
      message: `The last stage, "${last.name.value}", takes the seed, so its packages can stand on no rung of the verdict.`,
      wayOut: "Add a stage after it whose inputs are stages alone.",
    });
  }
  const used = new Set(sections.flatMap(({ inputs }) => inputs.map(({ value }) => value)));
  for (const { name } of sections.slice(0, -1)) if (!used.has(name.value)) stageUnused(name, reading);
}

function stageUnused(name: YamlScalar, reading: Reading): void {
  warn(name, reading, {
    code: "stage-unused",
    message: `No later stage takes the stage "${name.value}", so it is built for nothing.`,
    wayOut: "Make it an input of a later stage, or take it out.",
  });
}

function warn(at: YamlScalar, reading: Reading, complaint: Complaint): void {
  reading.defects.push({ severity: "warning", place: placeOf(at), ...complaint });
}
