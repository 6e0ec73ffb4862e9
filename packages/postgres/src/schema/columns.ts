import type { Digest } from "@ascent/core";
import { type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, text, timestamp } from "drizzle-orm/pg-core";

/** A `sha256:<hex>` text. The one check that it is well-formed stands on `artifacts`; all others refer to that. */
export const digest = () => text().$type<Digest>();

/** Milliseconds are what a JavaScript date can hold; the zone is always stored. */
export const moment = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });

/** `column in ('a', 'b')` for a check: a state that the code does not know never gets in. */
export function oneOf(column: AnyPgColumn, values: readonly string[]): SQL {
  const list = values.map((value) => `'${value}'`).join(", ");
  return sql`${column} in (${sql.raw(list)})`;
}
