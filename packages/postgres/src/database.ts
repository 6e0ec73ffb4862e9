import type { Clock, Ids } from "@ascent/engine";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { databaseFault, isWorthRepeating } from "./database-fault.ts";

export type Database = NodePgDatabase;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** What every method of the ledger works with. */
export interface Context {
  readonly db: Database;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** A statement that runs for longer is stuck: the largest (a plan of thousands of builds) takes a few seconds. */
const STATEMENT_MS = 60_000;
/** Waiting for another transaction of the same run; none of them holds its lock for long. */
const LOCK_MS = 30_000;
const CONNECT_MS = 5_000;
const TRIES = 3;

/** A pool for the ledger alone: a queue that shared it could take its last connection and wait for itself. */
export function openPool(databaseUrl: string, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    keepAlive: true,
    application_name: "ascent",
  });
  surviveLostConnections(pool);
  return pool;
}

/**
 * A connection that dies while nobody waits for it is an `error` event, and one without a listener ends the process.
 * Whoever uses the connection next gets the fault; there is nobody else to tell.
 */
export function surviveLostConnections(pool: pg.Pool): void {
  const ignore = () => undefined;
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
}

export function openDatabase(pool: pg.Pool): Database {
  return drizzle(pool, { casing: "snake_case" });
}

/** Runs `work` in one transaction, again when Postgres chose it as a deadlock's victim. Throws Faults alone. */
export async function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt < TRIES && isWorthRepeating(error)) continue;
      throw databaseFault(error);
    }
  }
}

/** Runs reads that need no transaction. Throws Faults alone. */
export async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw databaseFault(error);
  }
}
