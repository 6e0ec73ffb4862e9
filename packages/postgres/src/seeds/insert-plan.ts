import { type Arch, asksOf, fullVersion, LEAST_URGENT, type PlannedBuild, type PlannedStage } from "@ascent/core";
import type { SeedResult } from "@ascent/engine";
import { insertRows } from "../bulk-insert.ts";
import type { RunChange } from "../run-change.ts";
import { buildEdges, builds, runStages } from "../schema/index.ts";
import { insertDefinitions } from "./insert-lock.ts";

/** Writes an arch's stages, builds and edges, all waiting; settling opens what may go. */
export async function insertPlan(
  change: RunChange,
  plan: { readonly arch: Arch; readonly result: SeedResult },
): Promise<void> {
  const { tx, runId } = change;
  const { arch, result } = plan;
  await insertDefinitions(tx, result);
  await insertRows(tx, runStages, {
    rows: result.stages.map(({ stage, inputs }, position) => {
      return { runId, arch, stage, position, inputs: [...inputs], state: "waiting" };
    }),
  });
  const later = buildsAfter(result.stages);
  const planned = result.stages.map((stage, index) => ({ stage, after: later[index] ?? 0, ids: idsOf(change, stage) }));
  let position = 0;
  await insertRows(tx, builds, {
    rows: planned.flatMap(({ stage, after, ids }) =>
      stage.builds.map((build) => {
        const id = ids.get(build.name) ?? "";
        position += 1;
        return { ...buildRow(build, after + build.remaining), id, runId, arch, position };
      }),
    ),
  });
  await insertRows(tx, buildEdges, { rows: planned.flatMap(({ stage, ids }) => edgesOf(stage, ids)) });
}

function idsOf(change: RunChange, stage: PlannedStage): ReadonlyMap<string, string> {
  return new Map(stage.builds.map(({ name }) => [name, change.ids.uuid()]));
}

/** The longest chain of builds in all stages after each: they all wait for this stage. */
function buildsAfter(stages: readonly PlannedStage[]): number[] {
  const longest = stages.map(({ builds: own }) => own.reduce((most, { remaining }) => Math.max(most, remaining), 0));
  return longest.map((_, index) => longest.slice(index + 1).reduce((sum, length) => sum + length, 0));
}

/** `path`: builds one after another from this one to the end of the run; the longer, the more urgent. */
function buildRow(build: PlannedBuild, path: number) {
  const { stage, name, wave, remaining, recipe } = build;
  return {
    ...{ stage, name, wave, remaining, recipe },
    version: fullVersion(recipe),
    asks: asksOf(build),
    state: "waiting" as const,
    attempt: 0,
    firstAttempt: 1,
    priority: Math.max(2, LEAST_URGENT - path),
    definitionDigest: recipe.definition.digest,
  };
}

function edgesOf(stage: PlannedStage, ids: ReadonlyMap<string, string>) {
  return stage.builds.flatMap(({ name, waitsFor }) =>
    waitsFor.map((other) => ({ buildId: ids.get(name) ?? "", waitsFor: ids.get(other) ?? "" })),
  );
}
