import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import { beginChain } from "./chain/adopt.ts";
import { type Database, openPool } from "./database.ts";
import { databaseFault } from "./database-fault.ts";

/** Seen from `src` and from `dist` alike. */
const FOLDER = fileURLToPath(new URL("../../../migrations", import.meta.url));
/** Any number, as long as nobody else uses it: "ascent" in ASCII. */
const LOCK = 0x617363656e74;

/**
 * Brings a database's tables up to this version; does nothing when they are. Several processes may do so at once: all
 * but one wait. Throws Fault "database-unreachable", "database-refused", "disk-full" or "database-error".
 */
export async function migrate(database: string | pg.Pool): Promise<void> {
  const pool = typeof database === "string" ? openPool(database, 1) : database;
  try {
    await migrateLocked(pool);
  } catch (error) {
    throw databaseFault(error);
  } finally {
    if (typeof database === "string") await pool.end();
  }
}

/** An advisory lock belongs to a session, so one connection does it all; waiting for it has no time limit. */
async function migrateLocked(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("set lock_timeout = 0; set statement_timeout = 0; set client_min_messages = warning");
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await runMigrations(drizzle(client), { migrationsFolder: FOLDER });
    await beginChain(drizzle(client, { casing: "snake_case" }) as unknown as Database);
  } finally {
    // Closing the session gives the lock back and forgets the settings, whatever happened.
    client.release(true);
  }
}
