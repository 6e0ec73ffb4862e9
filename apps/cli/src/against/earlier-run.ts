import { BUILDER_VERSION } from "@ascent/builder";
import type { BuildDetailView, BuildView, Client, RunView } from "@ascent/client";
import { buildKey, type EarlierBuild, Fault, isDigest, type LockedPackage, type Recipe } from "@ascent/core";
import { sha256 } from "@ascent/formats";
import { chooseRun, isBootstrap } from "../service.ts";

/** What a plan is compared with. */
export interface EarlierRun {
  readonly run: RunView;
  /** The seed that it was given; absent where it never came so far. */
  readonly seed?: string;
  readonly builds: readonly EarlierBuild[];
}

/** Questions under way at once. */
const AT_ONCE = 8;

/**
 * The run of a blueprint that an id, the beginning of one, or `latest` names. Faults: "run-unknown" (also where there is
 * none), "run-of-another-blueprint", "run-is-rebuild", "run-without-builds", and those of the client.
 */
export async function readEarlierRun(client: Client, wanted: string, blueprint: string): Promise<EarlierRun> {
  const { run, builds } = wanted === "latest" ? await latestOf(client, blueprint) : await chosen(client, wanted);
  if (run.blueprint !== blueprint) throw await ofAnother(client, run, blueprint);
  if (!isBootstrap(run)) throw ofRebuild(run);
  if (builds.length === 0) throw withoutBuilds(run);
  const seed = run.preparation.find((prepared) => prepared.seed !== undefined)?.seed;
  return {
    run,
    ...(seed !== undefined && { seed }),
    builds: await inTurns(builds, (build) => readBuild(client, build)),
  };
}

type Named = Pick<RunView, "id" | "blueprint" | "state">;

interface PlannedRun {
  readonly run: RunView;
  readonly builds: readonly BuildView[];
}

async function chosen(client: Client, wanted: string): Promise<PlannedRun> {
  const run = await chooseRun(client, wanted);
  return { run, builds: (await client.builds(run.id)).builds };
}

/** The newest bootstrap that came so far as to plan. */
async function latestOf(client: Client, blueprint: string): Promise<PlannedRun> {
  const { runs } = await client.runs(100);
  for (const run of runs.filter((one) => one.blueprint === blueprint && isBootstrap(one))) {
    const { builds } = await client.builds(run.id);
    if (builds.length > 0) return { run: await client.run(run.id), builds };
  }
  throw new Fault("run-unknown", `no run of ${blueprint} that planned anything is on record`, {
    wayOut: knownRuns(runs),
  });
}

async function ofAnother(client: Client, run: Named, blueprint: string): Promise<Fault> {
  const { runs } = await client.runs(100);
  const own = runs.filter((one) => one.blueprint === blueprint && isBootstrap(one));
  return new Fault("run-of-another-blueprint", `run ${run.id} is one of ${run.blueprint}, not of ${blueprint}`, {
    wayOut: own.length === 0 ? `No run of ${blueprint} is on record. ${knownRuns(runs)}` : knownRuns(own),
  });
}

function knownRuns(runs: readonly Named[]): string {
  const told = runs.slice(0, 5).map(({ id, blueprint, state }) => `${id.slice(0, 8)} (${blueprint}, ${state})`);
  return told.length === 0 ? "Start one with `ascent bootstrap` or `ascent run`." : `There are: ${told.join(", ")}.`;
}

/** It has only what it was asked to build again, so everything else would look new. */
function ofRebuild({ id, purpose }: Pick<RunView, "id" | "purpose">): Fault {
  const of = purpose?.kind === "rebuild" ? purpose.of.slice(0, 8) : "";
  return new Fault("run-is-rebuild", `run ${id.slice(0, 8)} is a rebuild of run ${of}, not a bootstrap`, {
    wayOut: `Compare with the bootstrap itself: --against ${of}.`,
  });
}

function withoutBuilds({ id, state }: RunView): Fault {
  return new Fault("run-without-builds", `run ${id.slice(0, 8)} has planned nothing: it is ${state}`, {
    wayOut: "Builds are planned once the seed is there; choose another run (`ascent status --all`), or wait.",
  });
}

async function readBuild(client: Client, build: BuildView): Promise<EarlierBuild> {
  const [detail, recipe] = await Promise.all([client.build(build.id), client.recipe(build.id)]);
  const { stage, arch, name, state, environment, outputs } = detail;
  const locked = environment.map((one) => lockedPackage(one));
  const otherBuilder = state === "done" && keyToday(recipe, locked) !== detail.key;
  return {
    stage,
    arch,
    name,
    state,
    recipe,
    environment: locked,
    outputs: outputs.map((made) => made.name),
    otherBuilder,
  };
}

/** The same inputs have another key only when the builder, or what a key is made of, is another. */
function keyToday(recipe: Recipe, environment: readonly LockedPackage[]): string {
  return buildKey({ recipe, environment, builderVersion: BUILDER_VERSION }, sha256);
}

function lockedPackage(view: BuildDetailView["environment"][number]): LockedPackage {
  const { fileDigest, contentDigest } = view;
  if (isDigest(fileDigest) && isDigest(contentDigest)) return { ...view, fileDigest, contentDigest };
  throw new Fault("service-strange", `the service gave ${view.name} a digest that is none`);
}

async function inTurns<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const turns = items.entries();
  const worker = async () => {
    for (const [index, item] of turns) answers[index] = await ask(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return answers;
}
