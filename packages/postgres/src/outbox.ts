import type { JobMessage, Ledger, OutboxMessage } from "@ascent/engine";
import type { JobPayload } from "@ascent/formats";
import { and, asc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import { insertRows } from "./bulk-insert.ts";
import { type Context, reading, type Transaction } from "./database.ts";
import { outbox, runs } from "./schema/index.ts";

/** Nothing of an arch can go before its seed is there. */
const SEED_PRIORITY = 1;

type OutboxRow = typeof outbox.$inferSelect;
type Work = Pick<OutboxRow, "arch" | "runId" | "attempt" | "dueAt">;

/** A message for every build, in the transaction that makes them ready. */
export async function postBuilds(
  tx: Transaction,
  work: readonly (Work & { readonly buildId: string; readonly priority: number })[],
): Promise<void> {
  await insertRows(tx, outbox, {
    rows: work.map((row) => ({ ...row, kind: "build", jobId: `build-${row.buildId}-${row.attempt}` })),
    existing: "keep",
  });
}

export async function postSeed(tx: Transaction, row: Work): Promise<void> {
  const jobId = `seed-${row.runId}-${row.arch}-${row.attempt}`;
  await insertRows(tx, outbox, { rows: [{ ...row, kind: "seed", jobId, priority: SEED_PRIORITY }], existing: "keep" });
}

/** The attempts were claimed or given up: nobody needs to hear of them any more. */
export async function withdrawBuilds(tx: Transaction, buildIds: readonly string[]): Promise<void> {
  if (buildIds.length > 0) await tx.delete(outbox).where(sql`${outbox.buildId} = any(${sql.param(buildIds)}::uuid[])`);
}

export async function withdrawSeed(tx: Transaction, of: Pick<OutboxRow, "runId" | "arch">): Promise<void> {
  await tx.delete(outbox).where(and(eq(outbox.runId, of.runId), eq(outbox.arch, of.arch), eq(outbox.kind, "seed")));
}

export async function dueMessages(
  context: Context,
  due: Parameters<Ledger["dueMessages"]>[0],
): Promise<readonly OutboxMessage[]> {
  const rows = await reading(() =>
    context.db
      .select({ row: outbox, trace: runs.trace })
      .from(outbox)
      .innerJoin(runs, eq(runs.id, outbox.runId))
      .where(and(lte(outbox.dueAt, due.now), or(isNull(outbox.sentAt), lt(outbox.sentAt, due.resendBefore))))
      .orderBy(asc(outbox.priority), asc(outbox.id))
      .limit(due.limit),
  );
  return rows.map(({ row, trace }) => {
    return { outboxId: String(row.id), ...messageOf(row), ...(trace === null ? {} : { trace }) };
  });
}

export function messageOf(row: OutboxRow): JobMessage {
  return { id: row.jobId, arch: row.arch, priority: row.priority, payload: payloadOf(row) };
}

function payloadOf(row: OutboxRow): JobPayload {
  const { runId, arch, attempt, buildId } = row;
  return buildId === null ? { kind: "seed", runId, arch, attempt } : { kind: "build", buildId, attempt };
}

export async function markSent(context: Context, outboxIds: readonly string[], at: Date): Promise<void> {
  const ids = outboxIds.map(Number).filter(Number.isSafeInteger);
  if (ids.length === 0) return;
  await reading(() => context.db.update(outbox).set({ sentAt: at }).where(inArray(outbox.id, ids)));
}
