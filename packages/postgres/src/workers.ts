import type { LedgerReader, WorkerRecord } from "@ascent/engine";
import { and, asc, eq, lt, sql } from "drizzle-orm";
import { type Context, inTransaction, reading, type Transaction } from "./database.ts";
import { attempts, workers } from "./schema/index.ts";

/** A worker that was killed never says goodbye; after a day nobody wants to see it any more. */
const FORGET_AFTER_MS = 24 * 60 * 60 * 1000;

/** Ledger.heartbeat. */
export async function heartbeat(context: Context, worker: WorkerRecord): Promise<{ draining: boolean }> {
  const { id, ...rest } = worker;
  const forgotten = new Date(worker.seenAt.getTime() - FORGET_AFTER_MS);
  return inTransaction(context.db, async (tx) => {
    const [kept] = await tx
      .insert(workers)
      .values({ id, ...rest })
      .onConflictDoUpdate({ target: workers.id, set: rest })
      .returning({ draining: workers.draining });
    await tx.delete(workers).where(lt(workers.seenAt, forgotten));
    return { draining: kept?.draining ?? false };
  });
}

/** Ledger.drainWorker. */
export async function drainWorker(context: Context, id: string, draining: boolean): Promise<boolean> {
  const found = await reading(() =>
    context.db.update(workers).set({ draining }).where(eq(workers.id, id)).returning({ id: workers.id }),
  );
  return found.length > 0;
}

/** A worker that is to take nothing new; whom nobody has heard of yet may. */
export async function isDraining(tx: Transaction, id: string): Promise<boolean> {
  const [worker] = await tx.select({ draining: workers.draining }).from(workers).where(eq(workers.id, id));
  return worker?.draining ?? false;
}

/** Ledger.workerGone. */
export async function workerGone(context: Context, id: string): Promise<void> {
  await reading(() => context.db.delete(workers).where(eq(workers.id, id)));
}

/** LedgerReader.workers: by arch and id. */
export async function listWorkers(context: Context): ReturnType<LedgerReader["workers"]> {
  return reading(async () => {
    const { id, arch, host, concurrency, startedAt, seenAt, draining } = workers;
    return context.db
      .select({
        ...{ id, arch, host, concurrency, startedAt, seenAt, draining },
        building: sql<string[]>`coalesce(array_agg(${attempts.buildId}::text order by ${attempts.startedAt})
          filter (where ${attempts.buildId} is not null), '{}')`,
      })
      .from(workers)
      .leftJoin(attempts, and(eq(attempts.worker, workers.id), eq(attempts.state, "building")))
      .groupBy(workers.id)
      .orderBy(asc(workers.arch), asc(workers.id));
  });
}
