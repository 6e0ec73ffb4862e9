import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import {
  type Arch,
  assumedFrom,
  type Defect,
  Fault,
  givenPackages,
  SEED_INPUT,
  type Stage,
  type WorldSource,
} from "@ascent/core";
import { readIndexAt } from "./indexes.ts";
import { readTree, stageRecipes, type Tree, type TreeOptions } from "./tree.ts";

/** What is there before anything is built. */
export interface Given {
  /** As a person reads it: `49 packages of bootstrap-stage3`. */
  readonly told: readonly string[];
  readonly groups: WorldSource["given"];
  readonly assume?: WorldSource["assume"];
  readonly defects: readonly Defect[];
}

export interface GivenRequest {
  readonly tree: Tree;
  readonly stage: Stage;
  readonly arch: Arch;
  /** As written after --from, in order; empty: the inputs that the stage declares. */
  readonly from: readonly string[];
  readonly options: TreeOptions;
}

type Group = WorldSource["given"][number];

interface Source {
  readonly name: string;
  readonly packages: Group;
}

/**
 * Packages that count as given. Each source is a stage of the blueprint, `seed`, an APKINDEX (file or URL), a repository's
 * folder, or a folder of definitions whose packages count as built. Faults: "from-unknown" and those of reading.
 */
export async function readGiven(request: GivenRequest): Promise<Given> {
  const { tree, stage } = request;
  const declared = tree.inspection.plain ? [] : stage.inputs.map(({ value }) => value);
  const wanted = request.from.length > 0 ? request.from : declared;
  const defects: Defect[] = [];
  const sources: Source[] = [];
  for (const from of wanted.filter((one) => one !== SEED_INPUT)) {
    sources.push(await readSource(from.replaceAll("{arch}", request.arch), request, defects));
  }
  const [seed] = wanted.includes(SEED_INPUT) ? tree.survey.blueprint.seeds : [];
  const told = sources.map(({ name, packages }) => `${packages.length} packages of ${name}`);
  const groups = sources.map(({ packages }) => packages);
  if (seed === undefined) return { told, groups, defects };
  const assumed = assumedFrom(seed, defects);
  const all = { told: [...told, `whatever else the seed ${seed.name} may have`], groups: [...groups, assumed.given] };
  return { ...all, assume: (dependency) => assumed.assume(dependency), defects };
}

async function readSource(from: string, request: GivenRequest, defects: Defect[]): Promise<Source> {
  const { tree, arch } = request;
  if (/^https?:\/\//.test(from)) return fromIndex(from, indexUrl(from, arch), arch);
  const stage = tree.survey.blueprint.stages.find(({ name }) => name === from);
  if (stage !== undefined && !tree.inspection.plain) return fromStage(from, tree, { arch, defects });
  const found = await stat(from).catch(() => undefined);
  if (found?.isFile()) return fromIndex(from, from, arch);
  if (found?.isDirectory()) return fromFolder(from, request, defects);
  throw unknownSource(from, tree);
}

/** A repository's base, or the index itself. */
function indexUrl(url: string, arch: Arch): string {
  return url.endsWith(".tar.gz") ? url : `${url.replace(/\/+$/, "")}/${arch}/APKINDEX.tar.gz`;
}

async function fromIndex(name: string, place: string, arch: Arch): Promise<Source> {
  const records = await readIndexAt(place, arch);
  return { name, packages: givenPackages({ kind: "records", input: name, records }, []) };
}

function fromStage(name: string, tree: Tree, { arch, defects }: { arch: Arch; defects: Defect[] }): Source {
  const { recipes } = stageRecipes(tree, arch, name);
  return { name, packages: givenPackages({ kind: "recipes", recipes }, defects) };
}

async function fromFolder(folder: string, { arch, options }: GivenRequest, defects: Defect[]): Promise<Source> {
  for (const index of [join(folder, arch, "APKINDEX.tar.gz"), join(folder, "APKINDEX.tar.gz")]) {
    if ((await stat(index).catch(() => undefined))?.isFile()) return fromIndex(folder, index, arch);
  }
  const { param: _, ...plain } = options;
  const there = await readTree(folder.includes("/") ? folder : `./${folder}`, plain);
  const { recipes } = stageRecipes(there, arch);
  // The input's name tells its packages from those that are built.
  const renamed = recipes.map((recipe) => ({ ...recipe, stage: basename(resolve(folder)) }));
  return { name: basename(resolve(folder)), packages: givenPackages({ kind: "recipes", recipes: renamed }, defects) };
}

function unknownSource(from: string, { survey, inspection }: Tree): Fault {
  const stages = inspection.plain ? [] : survey.blueprint.stages.map(({ name }) => name);
  const known = stages.length === 0 ? "" : ` Stages here are: ${stages.join(", ")}.`;
  return new Fault("from-unknown", `there is nothing to start from called "${from}"`, {
    wayOut: `Name an APKINDEX.tar.gz (file or URL), a repository, a folder of definitions, or a stage.${known}`,
  });
}
