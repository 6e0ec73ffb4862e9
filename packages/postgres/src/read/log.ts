import { Fault } from "@ascent/core";
import type { AttemptRef, Ledger, LogPart } from "@ascent/engine";
import { and, asc, desc, eq, gte } from "drizzle-orm";
import { thisAttempt } from "../builds/claim-build.ts";
import { insertRows } from "../bulk-insert.ts";
import { type Context, inTransaction, reading } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { attempts, logBatches } from "../schema/index.ts";

/** Batches in one answer: a log of any length is read in parts. */
const BATCHES = 200;

/** Ledger.appendLog. Throws Fault "attempt-unknown". */
export async function appendLog(
  context: Context,
  ref: AttemptRef,
  batch: Parameters<Ledger["appendLog"]>[1],
): Promise<void> {
  const known = isUuid(ref.buildId) && (await attemptState(context, ref)) !== undefined;
  if (!known) throw new Fault("attempt-unknown", `there is no attempt ${ref.attempt} of build ${ref.buildId}`);
  await inTransaction(context.db, (tx) =>
    insertRows(tx, logBatches, { rows: [{ ...ref, ...batch }], existing: "keep" }),
  );
}

async function attemptState(context: Context, ref: AttemptRef) {
  return reading(async () => {
    const [row] = await context.db.select({ state: attempts.state }).from(attempts).where(thisAttempt(ref));
    return row?.state;
  });
}

/** LedgerReader.log. */
export async function readLog(
  context: Context,
  of: { readonly buildId: string; readonly from: number; readonly attempt: number | undefined },
): Promise<LogPart | undefined> {
  if (!isUuid(of.buildId)) return undefined;
  const attempt = of.attempt ?? (await newestAttempt(context, of.buildId));
  if (attempt === undefined) return undefined;
  // The state is read before the batches: what is over now has nothing to add afterwards.
  const state = await attemptState(context, { buildId: of.buildId, attempt });
  if (state === undefined) return undefined;
  const rows = await reading(() =>
    context.db
      .select({ sequence: logBatches.sequence, text: logBatches.text })
      .from(logBatches)
      .where(
        and(eq(logBatches.buildId, of.buildId), eq(logBatches.attempt, attempt), gte(logBatches.sequence, of.from)),
      )
      .orderBy(asc(logBatches.sequence))
      .limit(BATCHES),
  );
  return {
    attempt,
    text: rows.map(({ text }) => text).join(""),
    next: (rows.at(-1)?.sequence ?? of.from - 1) + 1,
    ended: state !== "queued" && state !== "building" && rows.length < BATCHES,
  };
}

async function newestAttempt(context: Context, buildId: string): Promise<number | undefined> {
  return reading(async () => {
    const [row] = await context.db
      .select({ number: attempts.number })
      .from(attempts)
      .where(eq(attempts.buildId, buildId))
      .orderBy(desc(attempts.number))
      .limit(1);
    return row?.number;
  });
}
