import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Transaction } from "./database.ts";
import { storableJson } from "./storable.ts";

/** Rows per statement: a plan of thousands of builds is one or two, and none comes near the limits of a value. */
const CHUNK = 5_000;

/**
 * Inserts any number of rows as one JSON parameter per chunk: a statement has at most 65,535 parameters, and a plan has
 * more values. Every row gives the same columns. `existing: "keep"` leaves a row alone that is there already.
 */
export async function insertRows<T extends PgTable>(
  tx: Transaction,
  table: T,
  insert: { readonly rows: readonly T["$inferInsert"][]; readonly existing?: "keep" },
): Promise<void> {
  const first = insert.rows[0];
  if (first === undefined) return;
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key in first);
  const names = sql.join(
    columns.map(([key]) => sql.identifier(snakeCase(key))),
    sql`, `,
  );
  const conflict = insert.existing === "keep" ? sql` on conflict do nothing` : sql``;
  for (let start = 0; start < insert.rows.length; start += CHUNK) {
    const json = recordsOf(insert.rows.slice(start, start + CHUNK), columns);
    await tx.execute(
      sql`insert into ${table} (${names}) select ${names} from json_to_recordset(${json}::json) as given(${types(columns)})${conflict}`,
    );
  }
}

type Column = readonly [string, AnyPgColumn];

function recordsOf(rows: readonly object[], columns: readonly Column[]): string {
  return storableJson(
    rows.map((row) =>
      Object.fromEntries(columns.map(([key]) => [snakeCase(key), (row as Record<string, unknown>)[key] ?? null])),
    ),
  );
}

function types(columns: readonly Column[]): SQL {
  return sql.join(
    columns.map(([key, column]) => sql`${sql.identifier(snakeCase(key))} ${sql.raw(column.getSQLType())}`),
    sql`, `,
  );
}

/** As drizzle's `casing: "snake_case"` does for the names of this schema. */
function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
