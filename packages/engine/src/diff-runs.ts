import { type Arch, diffRuns, Fault, type Recipe, type RecordedBuild, type RunDiff, unlikeBuilds } from "@ascent/core";
import type { LedgerReader, RunRecord } from "./ports.ts";

export interface DiffPorts {
  readonly ledger: Pick<LedgerReader, "run" | "inputsOf" | "build">;
}

export interface RunsDiff extends RunDiff {
  readonly first: RunRecord;
  readonly second: RunRecord;
}

/** Recipes that are read at once. */
const AT_ONCE = 8;

/**
 * Everything in which two runs differ, each with its first cause (core's `diffRuns`); in what they have not built yet, too.
 * Throws Fault "run-unknown".
 */
export async function diffOfRuns(
  ports: DiffPorts,
  ids: { readonly first: string; readonly second: string },
): Promise<RunsDiff> {
  const first = await knownRun(ports, ids.first);
  const second = await knownRun(ports, ids.second);
  const runs = { first: await buildsOf(ports, first), second: await buildsOf(ports, second) };
  const recipes = await recipesOf(ports, unlikeBuilds(runs));
  return { first, second, ...diffRuns({ ...runs, recipes }) };
}

async function knownRun({ ledger }: DiffPorts, id: string): Promise<RunRecord> {
  const run = await ledger.run(id);
  if (run !== undefined) return run;
  throw new Fault("run-unknown", `there is no run ${id}`, { wayOut: "`ascent status --all` lists the runs." });
}

async function buildsOf({ ledger }: DiffPorts, run: RunRecord): Promise<RecordedBuild[]> {
  const builds: RecordedBuild[] = [];
  for (const arch of run.arches) builds.push(...(await buildsOfArch({ ledger }, run.id, arch)));
  return builds;
}

/** A build that has no outputs is not done, whatever key an attempt at it had. */
async function buildsOfArch({ ledger }: DiffPorts, runId: string, arch: Arch): Promise<RecordedBuild[]> {
  const builds = await ledger.inputsOf(runId, arch);
  return builds.map(({ key, ...build }) => ({ ...build, arch, ...(key && build.outputs.length > 0 ? { key } : {}) }));
}

async function recipesOf({ ledger }: DiffPorts, ids: readonly string[]): Promise<Map<string, Recipe>> {
  const recipes = new Map<string, Recipe>();
  const turns = ids.values();
  const worker = async () => {
    for (const id of turns) {
      const build = await ledger.build(id);
      if (build !== undefined) recipes.set(id, build.recipe);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return recipes;
}
