import type { AttemptRef, FailedBuild, Failure, FinishedBuild } from "@ascent/engine";
import { eq } from "drizzle-orm";
import type { Context } from "../database.ts";
import { settleAfterDone, settleArch } from "../flight.ts";
import { changeRun, type RunChange } from "../run-change.ts";
import { builds } from "../schema/index.ts";
import type { BuildNames } from "./build-names.ts";
import { endAttempt } from "./end-attempt.ts";
import { makeReady } from "./make-ready.ts";
import { recordEnvironment, recordProvenance } from "./provenance.ts";

/** Ledger.finishBuild: outputs, inputs, state and what becomes ready, in one transaction. */
export async function finishBuild(context: Context, finished: FinishedBuild): Promise<boolean> {
  const { ref, key, cached, builderVersion, at } = finished;
  const done = await changeRun(context, { of: ref, at }, async (change) => {
    const names = await endAttempt(change, ref, { state: "succeeded", ...finished });
    if (names === undefined) return false;
    await recordProvenance(change, names, finished);
    await change.tx
      .update(builds)
      .set({ state: "done", key, cached, builderVersion })
      .where(eq(builds.id, ref.buildId));
    change.emit("build.done", { ...names, cached });
    change.record("build.done", ref.buildId);
    await settleAfterDone(change, names);
    return true;
  });
  return done ?? false;
}

/** Ledger.failBuild. */
export async function failBuild(context: Context, failed: FailedBuild): Promise<boolean> {
  const { ref, failure, retryAt, at } = failed;
  const ended = await changeRun(context, { of: ref, at }, async (change) => {
    const names = await endAttempt(change, ref, { state: "failed", ...failed });
    if (names === undefined) return false;
    await recordEnvironment(change.tx, names, failed.environment ?? []);
    if (retryAt === undefined) await markFailed(change, names, failure);
    else if (await isCancelled(change, names)) await markCancelled(change, names);
    else await tryAgain(change, names, { failure, notBefore: retryAt });
    await settleArch(change, names.arch);
    return true;
  });
  return ended ?? false;
}

/** Ledger.cancelBuild. When the run was retried before the worker let go, the build simply goes again. */
export async function cancelBuild(context: Context, of: { ref: AttemptRef; at: Date }): Promise<boolean> {
  const { ref, at } = of;
  const ended = await changeRun(context, { of: ref, at }, async (change) => {
    const names = await endAttempt(change, ref, { state: "cancelled", steps: [] });
    if (names === undefined) return false;
    if (await isCancelled(change, names)) await markCancelled(change, names);
    else await makeReady(change, [ref.buildId]);
    await settleArch(change, names.arch);
    return true;
  });
  return ended ?? false;
}

/** The next attempt of a build that failed by no fault of its own. */
async function tryAgain(
  change: RunChange,
  names: BuildNames,
  why: { readonly failure: Failure; readonly notBefore: Date },
): Promise<void> {
  change.emit("build.waiting", { ...names, failure: why.failure });
  await makeReady(change, [names.buildId], why.notBefore);
}

/** Someone asked to stop the run, or this build of it. */
export async function isCancelled(change: RunChange, { buildId }: BuildNames): Promise<boolean> {
  if (change.cancelled) return true;
  const [build] = await change.tx.select({ at: builds.cancelledAt }).from(builds).where(eq(builds.id, buildId));
  return build !== undefined && build.at !== null;
}

export async function markFailed(change: RunChange, names: BuildNames, failure: Failure): Promise<void> {
  await change.tx.update(builds).set({ state: "failed" }).where(eq(builds.id, names.buildId));
  change.emit("build.failed", { ...names, failure });
}

export async function markCancelled(change: RunChange, names: BuildNames): Promise<void> {
  await change.tx.update(builds).set({ state: "cancelled" }).where(eq(builds.id, names.buildId));
  change.emit("build.cancelled", { ...names });
}
