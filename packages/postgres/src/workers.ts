import type { LedgerReader, WorkerRecord } from "@ascent/engine";
import { and, asc, eq, lt, sql } from "drizzle-orm";
import { type Context, inTransaction, reading } from "./database.ts";
import { attempts, workers } from "./schema/index.ts";

/** A worker that was killed never says goodbye; after a day nobody wants to see it any more. */
const FORGET_AFTER_MS = 24 * 60 * 60 * 1000;

/** Ledger.heartbeat. */
export async function heartbeat(context: Context, worker: WorkerRecord): Promise<void> {
  const { id, ...rest } = worker;
  const forgotten = new Date(worker.seenAt.getTime() - FORGET_AFTER_MS);
  await inTransaction(context.db, async (tx) => {
    await tx
      .insert(workers)
      .values({ id, ...rest })
      .onConflictDoUpdate({ target: workers.id, set: rest });
    await tx.delete(workers).where(lt(workers.seenAt, forgotten));
  });
}

/** Ledger.workerGone. */
export async function workerGone(context: Context, id: string): Promise<void> {
  await reading(() => context.db.delete(workers).where(eq(workers.id, id)));
}

/** LedgerReader.workers: by arch and id. */
export async function listWorkers(context: Context): ReturnType<LedgerReader["workers"]> {
  return reading(async () => {
    const { id, arch, host, concurrency, startedAt, seenAt } = workers;
    return context.db
      .select({
        ...{ id, arch, host, concurrency, startedAt, seenAt },
        building: sql<string[]>`coalesce(array_agg(${attempts.buildId}::text order by ${attempts.startedAt})
          filter (where ${attempts.buildId} is not null), '{}')`,
      })
      .from(workers)
      .leftJoin(attempts, and(eq(attempts.worker, workers.id), eq(attempts.state, "building")))
      .groupBy(workers.id)
      .orderBy(asc(workers.arch), asc(workers.id));
  });
}
