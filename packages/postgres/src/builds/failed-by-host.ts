import { WORKER_STOPPED } from "@ascent/engine";
import { and, eq, sql } from "drizzle-orm";
import type { attempts, seedAttempts } from "../schema/index.ts";

/** Attempts that count against the number of tries: neither lost nor handed back by a stopping worker. */
export function failedByHost(table: typeof attempts | typeof seedAttempts) {
  return and(eq(table.state, "failed"), sql`${table.failure} ->> 'code' <> ${WORKER_STOPPED.code}`);
}
