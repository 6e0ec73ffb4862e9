import type { ClosurePart } from "@ascent/core";
import { sql } from "drizzle-orm";
import { type Context, reading } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { partOf, type UsedRow } from "./uses.ts";

/** LedgerReader.closureOf: the database's function `closure`. */
export async function closureOf({ db }: Context, buildId: string): Promise<readonly ClosurePart[]> {
  if (!isUuid(buildId)) return [];
  const { rows } = await reading(() => db.execute<UsedRow>(sql`select * from closure(${buildId}::uuid)`));
  return rows.map(partOf);
}
