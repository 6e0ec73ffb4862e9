import { lostFailure } from "@ascent/engine";
import { and, asc, eq, lt } from "drizzle-orm";
import { endAttempt } from "./builds/end-attempt.ts";
import { isCancelled, markCancelled, markFailed } from "./builds/end-build.ts";
import { makeReady } from "./builds/make-ready.ts";
import { type Context, reading } from "./database.ts";
import { settleArch } from "./flight.ts";
import { changeRun, type RunChange } from "./run-change.ts";
import { giveUpSeed } from "./runs/cancel-run.ts";
import { attempts, builds, runSeeds, seedAttempts } from "./schema/index.ts";
import { thisSeed, thisSeedAttempt } from "./seeds/claim-seed.ts";
import { endAttempt as endSeedAttempt, markSeedFailed, nextSeedAttempt } from "./seeds/end-seed.ts";

interface Expiry {
  readonly now: Date;
  readonly maxAttempts: number;
}

/** Ledger.expireLeases: each lost attempt in a transaction of its own, so that one run never waits for another. */
export async function expireLeases(context: Context, expiry: Expiry): Promise<number> {
  return (await expireBuilds(context, expiry)) + (await expireSeeds(context, expiry));
}

async function expireBuilds(context: Context, expiry: Expiry): Promise<number> {
  const overdue = await reading(() =>
    context.db
      .select({ buildId: attempts.buildId, attempt: attempts.number })
      .from(attempts)
      .innerJoin(builds, eq(builds.id, attempts.buildId))
      .where(and(eq(attempts.state, "building"), lt(attempts.leaseUntil, expiry.now)))
      .orderBy(asc(builds.runId), asc(builds.arch), asc(builds.position)),
  );
  let lost = 0;
  for (const ref of overdue) {
    const marked = await changeRun(context, { of: ref, at: expiry.now }, (change) => loseBuild(change, ref, expiry));
    if (marked === true) lost += 1;
  }
  return lost;
}

type BuildAttempt = { readonly buildId: string; readonly attempt: number };

async function loseBuild(change: RunChange, ref: BuildAttempt, expiry: Expiry): Promise<boolean> {
  const { tx } = change;
  // Looked at again under the run's lock: the worker may have renewed, or another process may have been here.
  const overdue = await tx
    .select({ worker: attempts.worker, firstAttempt: builds.firstAttempt })
    .from(attempts)
    .innerJoin(builds, eq(builds.id, attempts.buildId))
    .where(
      and(
        eq(attempts.buildId, ref.buildId),
        eq(attempts.number, ref.attempt),
        eq(attempts.state, "building"),
        lt(attempts.leaseUntil, expiry.now),
      ),
    )
    .for("update", { of: attempts });
  const [attempt] = overdue;
  if (attempt === undefined) return false;
  const failure = lostFailure(attempt.worker);
  const names = await endAttempt(change, ref, { state: "lost", failure, steps: [] });
  if (names === undefined) return false;
  change.emit("build.lost", { ...names, worker: attempt.worker, failure });
  if (await isCancelled(change, names)) await markCancelled(change, names);
  else if (ref.attempt - attempt.firstAttempt + 1 >= expiry.maxAttempts) await markFailed(change, names, failure);
  else await makeReady(change, [ref.buildId]);
  await settleArch(change, names.arch);
  return true;
}

async function expireSeeds(context: Context, expiry: Expiry): Promise<number> {
  const { runId, arch, number } = seedAttempts;
  const overdue = await reading(() =>
    context.db
      .select({ runId, arch, attempt: number })
      .from(seedAttempts)
      .where(and(eq(seedAttempts.state, "building"), lt(seedAttempts.leaseUntil, expiry.now))),
  );
  let lost = 0;
  for (const ref of overdue) {
    const marked = await changeRun(context, { of: ref, at: expiry.now }, (change) => loseSeed(change, ref, expiry));
    if (marked === true) lost += 1;
  }
  return lost;
}

type SeedAttempt = {
  readonly runId: string;
  readonly arch: typeof runSeeds.$inferSelect.arch;
  readonly attempt: number;
};

async function loseSeed(change: RunChange, ref: SeedAttempt, expiry: Expiry): Promise<boolean> {
  const { tx } = change;
  const [attempt] = await tx
    .select({ worker: seedAttempts.worker })
    .from(seedAttempts)
    .where(and(thisSeedAttempt(ref), eq(seedAttempts.state, "building"), lt(seedAttempts.leaseUntil, expiry.now)))
    .for("update");
  if (attempt === undefined) return false;
  const failure = lostFailure(attempt.worker);
  await endSeedAttempt(change, ref, { state: "lost", failure });
  const [seed] = await tx.select({ firstAttempt: runSeeds.firstAttempt }).from(runSeeds).where(thisSeed(ref));
  const tries = ref.attempt - (seed?.firstAttempt ?? 1) + 1;
  if (change.cancelled) await giveUpSeed(change, ref);
  else if (tries >= expiry.maxAttempts) await markSeedFailed(change, ref, failure);
  else await nextSeedAttempt(change, ref, { failure, notBefore: expiry.now });
  return true;
}
