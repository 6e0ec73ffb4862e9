import { createDirectoryBlueprints } from "@ascent/blueprints";
import type { BuildView, Client } from "@ascent/client";
import { readConfig } from "@ascent/config";
import { Fault, type Impact, impactOf, isFault, type PlannedBuild, surveyArch, typicalSeconds } from "@ascent/core";
import type { Command } from "commander";
import { readTree, type Tree, type TreeOptions, treeOptions } from "../inspect/tree.ts";
import { serviceOptions } from "../options.ts";
import { isBootstrap, type ServiceOptions, withRecords } from "../service.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { impactLines } from "../view/impact-view.ts";

interface ImpactOptions extends TreeOptions, ServiceOptions {
  readonly in?: string;
  readonly seed?: string;
}

const EXAMPLES = `
Examples:
  ascent impact musl                       in the blueprint "tiny"
  ascent impact zlib openssl ./my-set      in a folder: of a blueprint or of definitions (a name with a /, or a blueprint's)
  ascent impact hello --in hello           where a package has the name of a blueprint
  ascent impact zlib --in ../os --pipelines ../melange/pkg/build/pipelines --json

Needs no service; where one runs, or an earlier one on this host left its records, the time is estimated from the last
bootstraps of the blueprint. What comes out unchanged stops the wave, so this is
the most that is rebuilt.`;

export function addImpact(program: Command): void {
  const command = program
    .command("impact")
    .argument("<names...>", "packages or definitions that change; then, perhaps, where (default: tiny)")
    .description("tell what a change of these rebuilds, by stage and wave, and how long that takes");
  treeOptions(serviceOptions(command), "all of the blueprint's")
    .option("--in <blueprint>", "a blueprint's name, or a folder: of a blueprint or of definitions")
    .option("--seed <name>", "plan with this seed (default: the blueprint's first)")
    .addHelpText("after", EXAMPLES)
    .action(async (names: string[], options: ImpactOptions) => {
      process.exitCode = await impact(names, options);
    });
}

async function impact(words: readonly string[], options: ImpactOptions): Promise<number> {
  const { names, where } = await placeIn(words, options);
  const tree = await readTree(where, options);
  const stages = stagesOf(tree, options);
  const durations = await knownDurations(tree.survey.blueprint.name, options);
  const secondsOf = durations === undefined ? {} : { secondsOf: durations };
  const found = impactOf({ stages, names, ...secondsOf });
  refuseUnknown(found, { names, where });
  if (options.json === true) printJson({ ...found, timed: durations !== undefined });
  else print(impactLines(found, { names, timed: durations !== undefined }).join("\n"));
  return EXIT.ok;
}

/** The last word may say where: a path, or the name of a blueprint. */
async function placeIn(words: readonly string[], options: ImpactOptions) {
  if (options.in !== undefined) return { names: words, where: options.in };
  const last = words.at(-1) ?? "";
  const blueprints = createDirectoryBlueprints({ directories: readConfig(process.env).stages });
  const isPlace = words.length > 1 && (last.includes("/") || last === "." || (await blueprints.list()).includes(last));
  if (isPlace) return { names: words.slice(0, -1), where: last };
  return { names: words, where: "tiny" };
}

/** Planned as far as that goes: what is wrong in one definition does not hide what another rebuilds. */
function stagesOf({ survey }: Tree, { arch, seed }: ImpactOptions) {
  const { blueprint } = survey;
  const known = blueprint.seeds.map(({ name }) => name);
  const chosen = seed ?? known[0] ?? "";
  if (!known.includes(chosen)) {
    throw new Fault("seed-unknown", `${blueprint.name} declares no seed named "${chosen}"`, {
      wayOut: `Choose among its seeds: ${known.join(", ")}.`,
    });
  }
  const arches = arch === undefined ? blueprint.arches : [arch];
  return arches.flatMap((one) => {
    const { recipes } = survey.recipesFor(one);
    return surveyArch({ blueprint, seed: chosen, arch: one, recipes, offer: { kind: "assumed" } }).stages;
  });
}

function refuseUnknown(
  { unknown, stages }: Impact,
  { names, where }: { names: readonly string[]; where: string },
): void {
  if (unknown.length === 0 || stages.length > 0) return;
  const told = names.length === 1 ? "goes by the name" : "goes by any of the names";
  throw new Fault("package-unknown", `nothing in ${where} ${told} ${unknown.join(", ")}`, {
    wayOut: "Name a definition, a package that one makes, or a name that one provides; --in says where to look.",
  });
}

/** Bootstraps that are asked for how long a build took, and how many of the newest times count. */
const RUNS = 10;
const TIMES = 5;

/** Undefined where nothing is on record. */
async function knownDurations(
  blueprint: string,
  options: ServiceOptions,
): Promise<((build: PlannedBuild) => number | undefined) | undefined> {
  const seconds = new Map<string, number[]>();
  try {
    await withRecords(options, (client) => readDurations(client, blueprint, seconds));
  } catch (error) {
    if (isFault(error) && error.code === "service-unreachable") return undefined;
    throw error;
  }
  return ({ stage, arch, name }) => typicalSeconds((seconds.get(`${arch} ${stage} ${name}`) ?? []).slice(0, TIMES));
}

/** A build of the same name in another blueprint is another build. */
async function readDurations(client: Client, blueprint: string, seconds: Map<string, number[]>): Promise<void> {
  const { runs } = await client.runs(100);
  const own = runs.filter((run) => run.blueprint === blueprint && isBootstrap(run));
  for (const run of own.slice(0, RUNS)) {
    const { builds } = await client.builds(run.id);
    for (const build of builds) {
      const took = secondsTaken(build);
      const key = `${build.arch} ${build.stage} ${build.name}`;
      if (took !== undefined) seconds.set(key, [...(seconds.get(key) ?? []), took]);
    }
  }
}

/** What came out of the cache took no time that says anything. */
function secondsTaken({ state, cached, startedAt, finishedAt }: BuildView): number | undefined {
  if (state !== "done" || cached || startedAt === undefined || finishedAt === undefined) return undefined;
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
}
