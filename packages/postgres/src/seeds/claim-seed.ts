import type { Lease, LeaseAnswer, SeedRef, SeedReport, SeedTask } from "@ascent/engine";
import { and, eq, sql } from "drizzle-orm";
import { failedByHost } from "../builds/failed-by-host.ts";
import { type Context, reading } from "../database.ts";
import { withdrawSeed } from "../outbox.ts";
import { readFiles, readRun } from "../read/runs.ts";
import { changeRun, isUuid, type RunChange } from "../run-change.ts";
import { runSeeds, runs, seedAttempts } from "../schema/index.ts";
import { storable } from "../storable.ts";
import { isDraining } from "../workers.ts";

export function thisSeed(ref: Pick<SeedRef, "runId" | "arch">) {
  return and(eq(runSeeds.runId, ref.runId), eq(runSeeds.arch, ref.arch));
}

export function thisSeedAttempt(ref: SeedRef) {
  const ofSeed = and(eq(seedAttempts.runId, ref.runId), eq(seedAttempts.arch, ref.arch));
  return and(ofSeed, eq(seedAttempts.number, ref.attempt));
}

/** Ledger.claimSeed. */
export async function claimSeed(
  context: Context,
  claim: { readonly ref: SeedRef; readonly lease: Lease },
): Promise<SeedTask | undefined> {
  const { ref } = claim;
  return changeRun(context, { of: ref, at: context.clock.now() }, async (change) => {
    if (!(await takeSeed(change, claim))) return undefined;
    const { runId, arch } = ref;
    await withdrawSeed(change.tx, { runId, arch });
    change.emit("seed.acquiring", { arch });
    const run = await readRun(change.tx, runId);
    if (run === undefined) return undefined;
    return { run, arch, files: await readFiles(change.tx, runId), failedTries: await countFailedTries(change, ref) };
  });
}

async function countFailedTries(change: RunChange, { runId, arch }: SeedRef): Promise<number> {
  const first = sql`(select first_attempt from run_seeds where run_id = ${runId} and arch = ${arch})`;
  const ofSeed = [eq(seedAttempts.runId, runId), eq(seedAttempts.arch, arch)];
  return change.tx.$count(
    seedAttempts,
    and(...ofSeed, sql`${seedAttempts.number} >= ${first}`, failedByHost(seedAttempts)),
  );
}

async function takeSeed(change: RunChange, claim: { readonly ref: SeedRef; readonly lease: Lease }): Promise<boolean> {
  const { ref, lease } = claim;
  if (change.cancelled || (await isDraining(change.tx, lease.worker))) return false;
  const taken = await change.tx
    .update(seedAttempts)
    .set({ state: "building", worker: lease.worker, leaseUntil: lease.until, startedAt: change.at })
    .where(and(thisSeedAttempt(ref), eq(seedAttempts.state, "queued")))
    .returning({ number: seedAttempts.number });
  if (taken.length === 0) return false;
  await change.tx.update(runSeeds).set({ state: "acquiring" }).where(thisSeed(ref));
  return true;
}

/** Ledger.renewSeed. Without news the run is not locked: thousands of renewals must not wait for each other. */
export async function renewSeed(
  context: Context,
  renewal: { readonly ref: SeedRef; readonly lease: Lease; readonly report: SeedReport | undefined },
): Promise<LeaseAnswer> {
  const { ref, lease, report } = renewal;
  if (!isUuid(ref.runId)) return "lost";
  const answer = await reading(() => extendSeedLease(context, ref, lease));
  if (answer !== "held" || report === undefined) return answer;
  await changeRun(context, { of: ref, at: context.clock.now() }, (change) => storeReport(change, ref, report));
  return answer;
}

async function extendSeedLease(context: Context, ref: SeedRef, lease: Lease): Promise<LeaseAnswer> {
  const [held] = await context.db
    .update(seedAttempts)
    .set({ leaseUntil: lease.until })
    .from(runs)
    .where(
      and(
        thisSeedAttempt(ref),
        eq(runs.id, seedAttempts.runId),
        eq(seedAttempts.state, "building"),
        eq(seedAttempts.worker, lease.worker),
      ),
    )
    .returning({ cancelledAt: runs.cancelledAt });
  if (held !== undefined) return held.cancelledAt === null ? "held" : "cancelled";
  const [attempt] = await context.db
    .select({ state: seedAttempts.state })
    .from(seedAttempts)
    .where(and(thisSeedAttempt(ref), eq(seedAttempts.worker, lease.worker)));
  return attempt?.state === "cancelled" ? "cancelled" : "lost";
}

async function storeReport(change: RunChange, ref: SeedRef, report: SeedReport): Promise<void> {
  const [attempt] = await change.tx
    .select({ report: seedAttempts.report })
    .from(seedAttempts)
    .where(and(thisSeedAttempt(ref), eq(seedAttempts.state, "building")));
  if (attempt === undefined || sameReport(attempt.report, report)) return;
  await change.tx
    .update(seedAttempts)
    .set({ report: storable(report) })
    .where(thisSeedAttempt(ref));
  change.emit("seed.progress", { arch: ref.arch, ...report });
}

function sameReport(a: SeedReport | null, b: SeedReport): boolean {
  const told = ({ seed, step, done, total, note }: SeedReport) => JSON.stringify([seed, step, done, total, note]);
  return a !== null && told(a) === told(b);
}
