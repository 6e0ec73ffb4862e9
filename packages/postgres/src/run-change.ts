import type { RunState } from "@ascent/core";
import type { Ids, RunEventType } from "@ascent/engine";
import { eq, sql } from "drizzle-orm";
import { insertRows } from "./bulk-insert.ts";
import { appendRecords } from "./chain/append.ts";
import type { RecordRef } from "./chain/record-kind.ts";
import { type Context, inTransaction, type Transaction } from "./database.ts";
import { builds, events, runs } from "./schema/index.ts";
import { postEvents } from "./webhooks/post-events.ts";

/** What changes is found by the run, or by one of its builds. */
export type RunOf = { readonly runId: string } | { readonly buildId: string };

/** A transaction that holds the row lock of its run: nothing else changes the run until it ends. */
export interface RunChange {
  readonly tx: Transaction;
  readonly ids: Ids;
  readonly runId: string;
  readonly state: RunState;
  /** Someone asked to stop, and nobody has taken it back. */
  readonly cancelled: boolean;
  /** Core's RUN_PRIORITY. */
  readonly priority: number;
  readonly at: Date;
  /** Events are numbered and written when the transaction ends, in the order of these calls. */
  emit(type: RunEventType, data: EventData): void;
  /** Puts what this transaction writes on record when it ends: kind and subject of the record (src/chain). */
  record(kind: string, subject: string): void;
}

/** Plain JSON: ids and names that an event is about. */
export type EventData = Readonly<Record<string, unknown>>;

/** Everything that changes a run goes through here, so that all lock the run first. Undefined: there is no such run. */
export async function changeRun<T>(
  context: Context,
  target: { readonly of: RunOf; readonly at: Date },
  work: (change: RunChange) => Promise<T>,
): Promise<T | undefined> {
  if (!isUuid("runId" in target.of ? target.of.runId : target.of.buildId)) return undefined;
  return inTransaction(context.db, async (tx) => {
    const run = await lockRun(tx, target.of);
    if (run === undefined) return undefined;
    const { ids } = context;
    const cancelled = run.cancelledAt !== null;
    const { state, priority } = run;
    return recording({ tx, ids, runId: run.id, state, priority, cancelled, at: target.at }, work);
  });
}

/** Does something to a run that this transaction has locked or inserted, and writes the events of it. */
export async function recording<T>(
  of: Omit<RunChange, "emit" | "record">,
  work: (change: RunChange) => Promise<T>,
): Promise<T> {
  const pending: PendingEvent[] = [];
  const records: RecordRef[] = [];
  const result = await work({
    ...of,
    emit: (type, data) => pending.push({ type, at: of.at, data }),
    record: (kind, subject) => records.push({ kind, subject }),
  });
  await recordEvents(of, pending);
  await appendRecords(of.tx, records);
  return result;
}

async function lockRun(tx: Transaction, of: RunOf) {
  const id =
    "runId" in of
      ? of.runId
      : sql`(${tx.select({ runId: builds.runId }).from(builds).where(eq(builds.id, of.buildId))})`;
  const [run] = await tx
    .select({ id: runs.id, state: runs.state, priority: runs.priority, cancelledAt: runs.cancelledAt })
    .from(runs)
    .where(eq(runs.id, id))
    .for("update");
  return run;
}

interface PendingEvent {
  readonly type: RunEventType;
  readonly at: Date;
  readonly data: EventData;
}

/**
 * Numbers and writes events. The run's row is locked (or was inserted) by this transaction, so that numbers become
 * visible in order: whoever has read up to N will never find something new below N.
 */
async function recordEvents(
  { tx, runId, ids }: Pick<RunChange, "tx" | "runId" | "ids">,
  pending: readonly PendingEvent[],
): Promise<void> {
  if (pending.length === 0) return;
  const [counted] = await tx
    .update(runs)
    .set({ lastEvent: sql`${runs.lastEvent} + ${pending.length}` })
    .where(eq(runs.id, runId))
    .returning({ last: runs.lastEvent });
  const before = (counted?.last ?? pending.length) - pending.length;
  const numbered = pending.map((event, index) => ({ runId, sequence: before + index + 1, ...event }));
  await insertRows(tx, events, { rows: numbered });
  await postEvents(tx, numbered, ids);
}

/** Ids come from URLs too; what is no UUID names nothing, and Postgres would refuse to compare it. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
