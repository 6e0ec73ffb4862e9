import type { Digest } from "@ascent/core";
import type { AttemptRef, Failure, StepReport } from "@ascent/engine";
import { and, eq } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import type { Transaction } from "../database.ts";
import { withdrawBuilds } from "../outbox.ts";
import type { RunChange } from "../run-change.ts";
import { artifacts, attemptSteps, attempts } from "../schema/index.ts";
import { storable } from "../storable.ts";
import { type BuildNames, buildNames } from "./build-names.ts";

export interface AttemptEnd {
  readonly state: "succeeded" | "failed" | "lost" | "cancelled";
  readonly failure?: Failure;
  readonly key?: Digest;
  readonly logDigest?: Digest;
  readonly steps: readonly StepReport[];
}

export interface EndedAttempt extends BuildNames {
  /** Since it was claimed. */
  readonly seconds: number;
}

/**
 * Ends an attempt that holds its lease, with its steps and log. Undefined, and nothing changed, when the lease is gone:
 * another attempt runs, or the build is settled.
 */
export async function endAttempt(
  change: RunChange,
  ref: AttemptRef,
  end: AttemptEnd,
): Promise<EndedAttempt | undefined> {
  const { tx, at } = change;
  await insertLog(tx, ref, end.logDigest);
  const ended = await tx
    .update(attempts)
    .set({
      state: end.state,
      failure: end.failure === undefined ? null : storable(end.failure),
      key: end.key ?? null,
      logDigest: end.logDigest ?? null,
      finishedAt: at,
    })
    .where(and(eq(attempts.buildId, ref.buildId), eq(attempts.number, ref.attempt), eq(attempts.state, "building")))
    .returning({ startedAt: attempts.startedAt });
  const names = await buildNames(tx, ref.buildId);
  if (ended[0] === undefined || names === undefined) return undefined;
  await withdrawBuilds(tx, [ref.buildId]);
  await insertRows(tx, attemptSteps, {
    rows: end.steps.map((step, position) => ({ buildId: ref.buildId, attempt: ref.attempt, position, ...step })),
  });
  return { ...names, seconds: secondsBetween(ended[0].startedAt ?? at, at) };
}

/** Never negative: a worker's clock may be behind the database's. */
function secondsBetween(start: Date, end: Date): number {
  return Math.max(0, (end.getTime() - start.getTime()) / 1000);
}

async function insertLog(tx: Transaction, ref: AttemptRef, digest: Digest | undefined): Promise<void> {
  if (digest === undefined) return;
  const label = `log of build ${ref.buildId}, attempt ${ref.attempt}`;
  await insertRows(tx, artifacts, { rows: [{ digest, kind: "log", label }], existing: "keep" });
}
