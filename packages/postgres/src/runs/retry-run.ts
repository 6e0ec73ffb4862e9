import type { Arch } from "@ascent/core";
import type { WorkScope } from "@ascent/engine";
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { NAMES } from "../builds/build-names.ts";
import { insertRows } from "../bulk-insert.ts";
import type { Context } from "../database.ts";
import { settleArch } from "../flight.ts";
import { postSeed } from "../outbox.ts";
import { archesOf } from "../read/runs.ts";
import { changeRun, type RunChange } from "../run-change.ts";
import { builds, runSeeds, runStages, runs, seedAttempts } from "../schema/index.ts";
import { inScope } from "./cancel-run.ts";

/** Ledger.retryRun. A seed that failed is retried too, when no package is named. */
export async function retryRun(
  context: Context,
  request: { readonly runId: string; readonly at: Date; readonly scope: WorkScope },
): Promise<{ readonly retried: number } | undefined> {
  return changeRun(context, { of: request, at: request.at }, async (change) => {
    const { scope } = request;
    const again = await freeBuilds(change, scope);
    const kept = await keepBuilding(change, scope);
    const seeds = Object.keys(scope).length === 0 ? await failedSeeds(change) : [];
    const retried = again.length + kept + seeds.length;
    if (retried === 0) return { retried };
    await reopenRun(change, { retried, scope });
    for (const { position: _, ...build } of again) change.emit("build.waiting", build);
    for (const arch of seeds) await retrySeed(change, arch);
    await unblock(
      change,
      again.map(({ buildId }) => buildId),
    );
    for (const arch of await archesOf(change.tx, change.runId)) await settleArch(change, arch);
    return { retried };
  });
}

/** Failed and cancelled builds wait again; settling gives those that may go their next attempt. */
async function freeBuilds(change: RunChange, scope: WorkScope) {
  const freed = await change.tx
    .update(builds)
    .set({ state: "waiting", firstAttempt: sql`${builds.attempt} + 1` })
    .where(and(inScope(change.runId, scope), inArray(builds.state, ["failed", "cancelled"])))
    .returning({ ...NAMES, position: builds.position });
  return freed.toSorted((a, b) => a.position - b.position);
}

/** Builds that were to be cancelled, but whose worker has not let go yet. */
async function keepBuilding(change: RunChange, scope: WorkScope): Promise<number> {
  const kept = await change.tx
    .update(builds)
    .set({ cancelledAt: null })
    .where(and(inScope(change.runId, scope), eq(builds.state, "building"), isNotNull(builds.cancelledAt)))
    .returning({ id: builds.id });
  return kept.length;
}

async function failedSeeds(change: RunChange): Promise<readonly Arch[]> {
  const rows = await change.tx
    .select({ arch: runSeeds.arch })
    .from(runSeeds)
    .where(and(eq(runSeeds.runId, change.runId), eq(runSeeds.state, "failed")))
    .orderBy(runSeeds.position);
  return rows.map(({ arch }) => arch);
}

async function reopenRun(
  change: RunChange,
  what: { readonly retried: number; readonly scope: WorkScope },
): Promise<void> {
  const planned = sql`exists (select from ${runStages} where ${runStages.runId} = ${change.runId})`;
  await change.tx
    .update(runs)
    .set({
      state: sql`case when ${planned} then 'running' else 'preparing' end`,
      finishedAt: null,
      cancelledAt: null,
      verdictNumber: null,
    })
    .where(eq(runs.id, change.runId));
  const { package: packageName, ...scope } = what.scope;
  change.emit("run.retried", {
    retried: what.retried,
    ...scope,
    ...(packageName === undefined ? {} : { packageName }),
  });
}

async function retrySeed(change: RunChange, arch: Arch): Promise<void> {
  const { tx, runId, at } = change;
  const [seed] = await tx
    .update(runSeeds)
    .set({
      state: "queued",
      failure: null,
      attempt: sql`${runSeeds.attempt} + 1`,
      firstAttempt: sql`${runSeeds.attempt} + 1`,
    })
    .where(and(eq(runSeeds.runId, runId), eq(runSeeds.arch, arch)))
    .returning({ attempt: runSeeds.attempt });
  if (seed === undefined) return;
  await insertRows(tx, seedAttempts, { rows: [{ runId, arch, number: seed.attempt, state: "queued" }] });
  await postSeed(tx, { runId, arch, attempt: seed.attempt, dueAt: at });
}

/** What the retried builds blocked waits again; settling blocks anew what another failure still holds back. */
async function unblock(change: RunChange, roots: readonly string[]): Promise<void> {
  const freed = await change.tx
    .update(builds)
    .set({ state: "waiting", blockedBy: null })
    .where(and(eq(builds.runId, change.runId), sql`${builds.blockedBy} = any(${sql.param(roots)}::uuid[])`))
    .returning({ ...NAMES, position: builds.position });
  for (const { position: _, ...build } of freed.toSorted((a, b) => a.position - b.position)) {
    change.emit("build.waiting", build);
  }
}
