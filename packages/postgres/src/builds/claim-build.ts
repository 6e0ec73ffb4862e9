import type { AttemptRef, BuildTask, Lease, LeaseAnswer, StepProgress } from "@ascent/engine";
import { and, eq, sql } from "drizzle-orm";
import { type Context, reading } from "../database.ts";
import { withdrawBuilds } from "../outbox.ts";
import { changeRun, isUuid, type RunChange } from "../run-change.ts";
import { attempts, builds, runStages, runs } from "../schema/index.ts";
import { lockOf } from "../seeds/lock-of.ts";
import { storable } from "../storable.ts";
import { isDraining } from "../workers.ts";
import { buildNames } from "./build-names.ts";
import { failedByHost } from "./failed-by-host.ts";
import { namesBefore, readRepeated } from "./repeated-build.ts";

export function thisAttempt(ref: AttemptRef) {
  return and(eq(attempts.buildId, ref.buildId), eq(attempts.number, ref.attempt));
}

/** Ledger.claimBuild. */
export async function claimBuild(
  context: Context,
  claim: { readonly ref: AttemptRef; readonly lease: Lease },
): Promise<BuildTask | undefined> {
  const { ref, lease } = claim;
  return changeRun(context, { of: ref, at: context.clock.now() }, async (change) => {
    if (!(await takeBuild(change, claim))) return undefined;
    await withdrawBuilds(change.tx, [ref.buildId]);
    change.emit("build.building", { ...(await buildNames(change.tx, ref.buildId)), worker: lease.worker });
    return readTask(change, ref);
  });
}

async function takeBuild(
  change: RunChange,
  claim: { readonly ref: AttemptRef; readonly lease: Lease },
): Promise<boolean> {
  const { ref, lease } = claim;
  if (change.cancelled || (await isDraining(change.tx, lease.worker))) return false;
  const taken = await change.tx
    .update(builds)
    .set({ state: "building" })
    .where(and(eq(builds.id, ref.buildId), eq(builds.attempt, ref.attempt), eq(builds.state, "ready")))
    .returning({ id: builds.id });
  if (taken.length === 0) return false;
  await change.tx
    .update(attempts)
    .set({ state: "building", worker: lease.worker, leaseUntil: lease.until, startedAt: change.at })
    .where(thisAttempt(ref));
  return true;
}

async function readTask(change: RunChange, ref: AttemptRef): Promise<BuildTask | undefined> {
  const { stage, arch, recipe, repeats } = builds;
  const again = { repeats, with: runs.rebuildWith };
  const [row] = await change.tx
    .select({ task: { stage, arch, recipe, inputs: runStages.inputs, settings: runs.settings }, again })
    .from(builds)
    .innerJoin(runs, eq(runs.id, builds.runId))
    .innerJoin(
      runStages,
      and(eq(runStages.runId, builds.runId), eq(runStages.arch, builds.arch), eq(runStages.stage, builds.stage)),
    )
    .where(eq(builds.id, ref.buildId));
  if (row === undefined) return undefined;
  const { tx, runId } = change;
  const repeated = await readRepeated(tx, row.again);
  const ownStage = repeated?.ownStage ?? (await namesBefore(tx, ref.buildId));
  const seedLock = await lockOf(tx, { runId, arch: row.task.arch });
  return {
    ...{ runId, ref, ...row.task, ownStage, failedTries: await countFailedTries(change, ref) },
    ...(seedLock === undefined ? {} : { seedLock }),
    ...(repeated === undefined ? {} : { again: repeated.again }),
  };
}

async function countFailedTries(change: RunChange, ref: AttemptRef): Promise<number> {
  return change.tx.$count(
    attempts,
    and(
      eq(attempts.buildId, ref.buildId),
      sql`${attempts.number} >= (select first_attempt from builds where id = ${ref.buildId})`,
      failedByHost(attempts),
    ),
  );
}

/** Ledger.renewBuild. Without a new step the run is not locked: renewals must not wait for each other. */
export async function renewBuild(
  context: Context,
  renewal: { readonly ref: AttemptRef; readonly lease: Lease; readonly step: StepProgress | undefined },
): Promise<LeaseAnswer> {
  const { ref, lease, step } = renewal;
  if (!isUuid(ref.buildId)) return "lost";
  const renewed = await reading(() => extendLease(context, ref, lease));
  if (renewed.answer !== "held" || step === undefined || sameStep(renewed.step, step)) return renewed.answer;
  await changeRun(context, { of: ref, at: context.clock.now() }, (change) => storeStep(change, ref, step));
  return renewed.answer;
}

async function extendLease(
  context: Context,
  ref: AttemptRef,
  lease: Lease,
): Promise<{ readonly answer: LeaseAnswer; readonly step: StepProgress | null }> {
  const [held] = await context.db
    .update(attempts)
    .set({ leaseUntil: lease.until })
    .from(builds)
    .innerJoin(runs, eq(runs.id, builds.runId))
    .where(
      and(
        thisAttempt(ref),
        eq(builds.id, attempts.buildId),
        eq(attempts.state, "building"),
        eq(attempts.worker, lease.worker),
      ),
    )
    .returning({ run: runs.cancelledAt, build: builds.cancelledAt, step: attempts.step });
  if (held !== undefined) {
    return { answer: held.run === null && held.build === null ? "held" : "cancelled", step: held.step };
  }
  const [attempt] = await context.db
    .select({ state: attempts.state })
    .from(attempts)
    .where(and(thisAttempt(ref), eq(attempts.worker, lease.worker)));
  return { answer: attempt?.state === "cancelled" ? "cancelled" : "lost", step: null };
}

async function storeStep(change: RunChange, ref: AttemptRef, step: StepProgress): Promise<void> {
  const stored = await change.tx
    .update(attempts)
    .set({ step: storable(step) })
    .where(and(thisAttempt(ref), eq(attempts.state, "building")))
    .returning({ number: attempts.number });
  if (stored.length > 0) change.emit("build.step", { ...(await buildNames(change.tx, ref.buildId)), step });
}

function sameStep(a: StepProgress | null, b: StepProgress): boolean {
  return a !== null && a.index === b.index && a.total === b.total && a.label === b.label;
}
