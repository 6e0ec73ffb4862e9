import { sql } from "drizzle-orm";
import { bigint, check, pgTable, text, unique } from "drizzle-orm/pg-core";
import { digest, moment, oneOf } from "./columns.ts";

/** The chain of records, written by the function `append_to_chain` alone. */
export const chain = pgTable(
  "chain",
  {
    /** From 1, without gaps. */
    position: bigint({ mode: "number" }).primaryKey(),
    kind: text().notNull(),
    /** What the record is about, by its id; with the kind it is there once. */
    subject: text().notNull(),
    /** Canonical JSON, byte for byte what the digest was taken over. */
    body: text().notNull(),
    /** Over the digest before, a line feed, and the body. */
    digest: digest().notNull().unique(),
  },
  (table) => [unique().on(table.kind, table.subject), check("chain_position", sql`${table.position} > 0`)],
);

/** Public parts of the keys that this installation has or had. */
export const keys = pgTable(
  "keys",
  {
    /** SHA-256 over SubjectPublicKeyInfo in DER. */
    id: digest().primaryKey(),
    kind: text().$type<"stage" | "builder">().notNull(),
    stage: text(),
    name: text().notNull(),
    pem: text().notNull(),
    createdAt: moment().notNull(),
  },
  (table) => [check("keys_kind", oneOf(table.kind, ["stage", "builder"]))],
);

/** A retired key signs no more; what it signed stays good. */
export const keyRetirements = pgTable("key_retirements", {
  id: digest()
    .primaryKey()
    .references(() => keys.id),
  retiredAt: moment().notNull(),
});
