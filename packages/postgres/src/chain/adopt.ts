import { sql } from "drizzle-orm";
import { type Database, inTransaction, type Transaction } from "../database.ts";
import { chain } from "../schema/index.ts";
import { appendRecords, RECORD_KINDS } from "./append.ts";
import type { RecordKind } from "./record-kind.ts";

const BATCH = 200;

/**
 * Begins the chain: what a database of an earlier version holds is recorded as it is found. Only where there is no record
 * at all, so that what is slipped in later is never taken for history.
 */
export async function beginChain(db: Database): Promise<void> {
  await inTransaction(db, async (tx) => {
    const known = await tx.select({ position: chain.position }).from(chain).limit(1);
    if (known.length > 0) return;
    for (const kind of RECORD_KINDS) await recordAll(tx, kind);
  });
}

async function recordAll(tx: Transaction, { kind, subjects }: RecordKind): Promise<void> {
  const { rows } = await tx.execute<{ subject: string }>(sql`${subjects}`);
  for (let start = 0; start < rows.length; start += BATCH) {
    await appendRecords(
      tx,
      rows.slice(start, start + BATCH).map(({ subject }) => ({ kind, subject })),
    );
  }
}
