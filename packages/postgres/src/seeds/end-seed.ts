import type { Failure, Ledger, SeedRef, SeedResult } from "@ascent/engine";
import { and, eq } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import type { Context } from "../database.ts";
import { settleArch } from "../flight.ts";
import { postSeed } from "../outbox.ts";
import { changeRun, type RunChange } from "../run-change.ts";
import { giveUpSeed } from "../runs/cancel-run.ts";
import { runSeeds, runs, seedAttempts } from "../schema/index.ts";
import { storable } from "../storable.ts";
import { thisSeed, thisSeedAttempt } from "./claim-seed.ts";
import { insertLock } from "./insert-lock.ts";
import { insertPlan } from "./insert-plan.ts";

/** Ledger.finishSeed. */
export async function finishSeed(context: Context, of: { ref: SeedRef; result: SeedResult }): Promise<boolean> {
  const { ref, result } = of;
  const finished = await changeRun(context, { of: ref, at: result.at }, async (change) => {
    if (!(await endAttempt(change, ref, { state: "succeeded" }))) return false;
    if (change.cancelled) {
      await giveUpSeed(change, ref);
      return false;
    }
    await insertLock(change.tx, result);
    await change.tx
      .update(runSeeds)
      .set({ state: "locked", lockDigest: result.lockDigest, failure: null })
      .where(thisSeed(ref));
    change.record("seed.lock", result.lockDigest);
    if (result.fingerprint !== undefined) {
      change.record("seed.fingerprint", `${result.lockDigest}/${result.fingerprint}`);
    }
    change.record("seed.locked", `${ref.runId}/${ref.arch}`);
    await insertPlan(change, { arch: ref.arch, result });
    await announce(change, ref, result);
    await settleArch(change, ref.arch);
    return true;
  });
  return finished ?? false;
}

async function announce(change: RunChange, ref: SeedRef, result: SeedResult): Promise<void> {
  const { seed, origin, packages } = result.lock;
  change.emit("seed.locked", { arch: ref.arch, seed, origin, packageCount: packages.length });
  if (change.state !== "preparing") return;
  await change.tx.update(runs).set({ state: "running" }).where(eq(runs.id, change.runId));
  change.emit("run.running", {});
}

/** Ledger.failSeed. */
export async function failSeed(
  context: Context,
  of: { readonly ref: SeedRef; readonly end: Parameters<Ledger["failSeed"]>[1] },
): Promise<boolean> {
  const { ref, end } = of;
  const failed = await changeRun(context, { of: ref, at: end.at }, async (change) => {
    if (!(await endAttempt(change, ref, { state: "failed", failure: end.failure }))) return false;
    if (change.cancelled) await giveUpSeed(change, ref);
    else if (end.retryAt === undefined) await markSeedFailed(change, ref, end.failure);
    else await nextSeedAttempt(change, ref, { failure: end.failure, notBefore: end.retryAt });
    return true;
  });
  return failed ?? false;
}

/** False, and nothing changed, when the attempt does not hold its lease any more. */
export async function endAttempt(
  change: RunChange,
  ref: SeedRef,
  end: { readonly state: "succeeded" | "failed" | "lost"; readonly failure?: Failure },
): Promise<boolean> {
  const failure = end.failure === undefined ? null : storable(end.failure);
  const ended = await change.tx
    .update(seedAttempts)
    .set({ state: end.state, failure, finishedAt: change.at })
    .where(and(thisSeedAttempt(ref), eq(seedAttempts.state, "building")))
    .returning({ number: seedAttempts.number });
  return ended.length > 0;
}

export async function markSeedFailed(change: RunChange, ref: SeedRef, failure: Failure): Promise<void> {
  await change.tx
    .update(runSeeds)
    .set({ state: "failed", failure: storable(failure) })
    .where(thisSeed(ref));
  change.emit("seed.failed", { arch: ref.arch, failure });
}

/** The seed is queued again for its next attempt. */
export async function nextSeedAttempt(
  change: RunChange,
  ref: SeedRef,
  why: { readonly failure: Failure; readonly notBefore: Date },
): Promise<void> {
  const { tx } = change;
  const { runId, arch } = ref;
  const attempt = ref.attempt + 1;
  await tx.update(runSeeds).set({ state: "queued", attempt }).where(thisSeed(ref));
  await insertRows(tx, seedAttempts, { rows: [{ runId, arch, number: attempt, state: "queued" }] });
  await postSeed(tx, { runId, arch, attempt, dueAt: why.notBefore });
  change.emit("seed.failed", { arch, failure: why.failure });
}
