import type { SQL } from "drizzle-orm";
import type { Database, Transaction } from "../database.ts";

/** Recording reads within its transaction, an audit within a snapshot. */
export type Reader = Database | Transaction;

/** Plain JSON; the record's kind and subject are added to it. */
export type Body = Readonly<Record<string, unknown>>;

/** Where in a body: names of members and positions in lists. */
export type Path = readonly (string | number)[];

/**
 * One kind of record. What a record says is read from the tables when it is written, and read again in the same way when
 * it is audited: whatever differs then was changed in between.
 */
export interface RecordKind {
  readonly kind: string;
  /** What the tables say now, by subject; what they do not know is left out. */
  bodies(reader: Reader, subjects: readonly string[]): Promise<ReadonlyMap<string, Body>>;
  /** Every subject that there should be a record of, as a query with the one column `subject`. */
  readonly subjects: SQL;
  /** The rows that a place in a body comes from. */
  rows(subject: string, path: Path): string;
}

/** A record to be written. */
export interface RecordRef {
  readonly kind: string;
  readonly subject: string;
}
