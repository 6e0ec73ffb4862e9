import type { Failure, RunRecord, WorkScope } from "@ascent/engine";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { NAMES } from "../builds/build-names.ts";
import type { Context } from "../database.ts";
import { settleArch } from "../flight.ts";
import { withdrawBuilds, withdrawSeed } from "../outbox.ts";
import { archesOf, readRun } from "../read/runs.ts";
import { changeRun, isUuid, type RunChange } from "../run-change.ts";
import { attempts, builds, runSeeds, runs, seedAttempts } from "../schema/index.ts";

/** Builds of a run that a person named. */
export function inScope(runId: string, { package: name, stage, build }: WorkScope) {
  return and(
    eq(builds.runId, runId),
    name === undefined ? undefined : eq(builds.name, name),
    stage === undefined ? undefined : eq(builds.stage, stage),
    // What is no id names nothing, and Postgres would refuse to compare it.
    build === undefined ? undefined : isUuid(build) ? eq(builds.id, build) : sql`false`,
  );
}

/** What a seed that was given up says; seeds have no state of their own for that. */
export const CANCELLED: Failure = {
  code: "cancelled",
  message: "the run was cancelled",
  wayOut: "`ascent retry` starts it again.",
  retryable: false,
  logTail: [],
};

/** Ledger.cancelRun. A run with nothing left to cancel stays as it is. */
export async function cancelRun(context: Context, of: { runId: string; at: Date }): Promise<RunRecord | undefined> {
  return changeRun(context, { of, at: of.at }, async (change) => {
    const going = change.state === "preparing" || change.state === "running";
    if (going && !change.cancelled && (await hasWork(change))) await cancelAll(change);
    return readRun(change.tx, change.runId);
  });
}

async function hasWork(change: RunChange): Promise<boolean> {
  const { tx, runId } = change;
  const unsettled = await tx
    .select({ id: builds.id })
    .from(builds)
    .where(and(eq(builds.runId, runId), inArray(builds.state, ["waiting", "ready", "building"])))
    .limit(1);
  const seeds = await tx
    .select({ arch: runSeeds.arch })
    .from(runSeeds)
    .where(and(eq(runSeeds.runId, runId), inArray(runSeeds.state, ["queued", "acquiring"])));
  return unsettled.length + seeds.length > 0;
}

async function cancelAll(change: RunChange): Promise<void> {
  await change.tx.update(runs).set({ cancelledAt: change.at }).where(eq(runs.id, change.runId));
  await cancelSeeds(change);
  await cancelBuilds(change);
  for (const arch of await archesOf(change.tx, change.runId)) await settleArch(change, arch);
}

async function cancelSeeds(change: RunChange): Promise<void> {
  const queued = await change.tx
    .select({ arch: runSeeds.arch, attempt: runSeeds.attempt })
    .from(runSeeds)
    .where(and(eq(runSeeds.runId, change.runId), eq(runSeeds.state, "queued")))
    .orderBy(runSeeds.position);
  for (const seed of queued) await giveUpSeed(change, seed);
}

/** Ends a seed's newest attempt, and with it the arch: it was cancelled. */
export async function giveUpSeed(
  change: RunChange,
  seed: { readonly arch: typeof runSeeds.$inferSelect.arch; readonly attempt: number },
): Promise<void> {
  const { tx, runId, at } = change;
  const ofSeed = [eq(seedAttempts.runId, runId), eq(seedAttempts.arch, seed.arch)];
  await tx
    .update(seedAttempts)
    .set({ state: "cancelled", finishedAt: at })
    .where(and(...ofSeed, eq(seedAttempts.number, seed.attempt)));
  await tx
    .update(runSeeds)
    .set({ state: "failed", failure: CANCELLED })
    .where(and(eq(runSeeds.runId, runId), eq(runSeeds.arch, seed.arch)));
  await withdrawSeed(tx, { runId, arch: seed.arch });
  change.emit("seed.failed", { arch: seed.arch, failure: CANCELLED });
}

/** Ledger.cancelWork. */
export async function cancelWork(
  context: Context,
  of: { readonly runId: string; readonly at: Date; readonly scope: WorkScope },
): Promise<{ readonly cancelled: number } | undefined> {
  return changeRun(context, { of, at: of.at }, async (change) => {
    const settled = await cancelBuilds(change, of.scope);
    const building = await change.tx
      .update(builds)
      .set({ cancelledAt: change.at })
      .where(and(inScope(change.runId, of.scope), eq(builds.state, "building"), isNull(builds.cancelledAt)))
      .returning({ id: builds.id });
    if (settled > 0) for (const arch of await archesOf(change.tx, change.runId)) await settleArch(change, arch);
    return { cancelled: settled + building.length };
  });
}

/** What waits or is ready is cancelled at once; how many that were. */
async function cancelBuilds(change: RunChange, scope: WorkScope = {}): Promise<number> {
  const { tx, runId, at } = change;
  const cancelled = await tx
    .update(builds)
    .set({ state: "cancelled" })
    .where(and(inScope(runId, scope), inArray(builds.state, ["waiting", "ready"])))
    .returning({ ...NAMES, position: builds.position });
  const ids = cancelled.map(({ buildId }) => buildId);
  await tx
    .update(attempts)
    .set({ state: "cancelled", finishedAt: at })
    .where(and(sql`${attempts.buildId} = any(${sql.param(ids)}::uuid[])`, eq(attempts.state, "queued")));
  await withdrawBuilds(tx, ids);
  for (const { position: _, ...build } of cancelled.toSorted((a, b) => a.position - b.position)) {
    change.emit("build.cancelled", build);
  }
  return ids.length;
}
