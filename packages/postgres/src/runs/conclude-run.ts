import { type FlightState, flightState } from "@ascent/core";
import type { Ledger, RunEnd } from "@ascent/engine";
import { and, eq, inArray, sql } from "drizzle-orm";
import { type Context, reading } from "../database.ts";
import { giveVerdict } from "../proof/verdicts.ts";
import { changeRun } from "../run-change.ts";
import { builds, runSeeds, runs } from "../schema/index.ts";

/** Ledger.concludeRun. Also false when something of the run goes on after all (it was retried meanwhile). */
export async function concludeRun(context: Context, of: { runId: string; end: RunEnd }): Promise<boolean> {
  const { end, runId } = of;
  const concluded = await changeRun(context, { of: { runId }, at: end.at }, async (change) => {
    const over = change.tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.id, runId), isOver()));
    if ((await over).length === 0) return false;
    await change.tx.update(runs).set({ state: end.state, finishedAt: end.at }).where(eq(runs.id, runId));
    if (end.verdict !== undefined) await giveVerdict(change, end.verdict);
    change.emit(`run.${end.state}`, end.verdict === undefined ? {} : { holds: end.verdict.holds });
    return true;
  });
  return concluded ?? false;
}

/** Not concluded, every seed locked or failed, every build settled. */
function isOver() {
  const seedsGoOn = sql`exists (select from ${runSeeds} where ${runSeeds.runId} = ${runs.id}
    and ${inArray(runSeeds.state, ["queued", "acquiring"])})`;
  const buildsGoOn = sql`exists (select from ${builds} where ${builds.runId} = ${runs.id}
    and ${inArray(builds.state, ["waiting", "ready", "building"])})`;
  return and(inArray(runs.state, ["preparing", "running"]), sql`not ${seedsGoOn}`, sql`not ${buildsGoOn}`);
}

/** Ledger.unconcluded. */
export async function unconcluded(context: Context): ReturnType<Ledger["unconcluded"]> {
  return reading(async () => {
    const over = await context.db.select({ runId: runs.id, cancelledAt: runs.cancelledAt }).from(runs).where(isOver());
    return Promise.all(
      over.map(async ({ runId, cancelledAt }) => {
        return { runId, state: endState(await archStates(context, runId), cancelledAt !== null) };
      }),
    );
  });
}

/** How each arch of a run that is over has ended. */
async function archStates(context: Context, runId: string): Promise<readonly FlightState[]> {
  const seeds = await context.db
    .select({ arch: runSeeds.arch, state: runSeeds.state })
    .from(runSeeds)
    .where(eq(runSeeds.runId, runId));
  const unfinished = await context.db
    .selectDistinct({ arch: builds.arch, state: builds.state })
    .from(builds)
    .where(and(eq(builds.runId, runId), sql`${builds.state} <> 'done'`));
  return seeds.map((seed) => {
    if (seed.state === "failed") return "failed";
    const left = unfinished.filter(({ arch }) => arch === seed.arch);
    return flightState({
      stages: [],
      builds: left.map(({ state }) => ({ id: state, stage: "", name: "", state, waitsFor: [] })),
    });
  });
}

/** A run that someone stopped is cancelled, whatever had failed by then; one that got through all the same succeeded. */
function endState(arches: readonly FlightState[], cancelled: boolean): "succeeded" | "failed" | "cancelled" {
  if (arches.every((state) => state === "succeeded")) return "succeeded";
  return cancelled || !arches.includes("failed") ? "cancelled" : "failed";
}
