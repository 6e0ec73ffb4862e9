import { canonicalJson, Fault } from "@ascent/core";
import { sql } from "drizzle-orm";
import type { Transaction } from "../database.ts";
import { buildDone } from "./build-records.ts";
import { evidenceAdded, evidenceFound, fingerprintAdded, keyRegistered, keyRetired } from "./proof-records.ts";
import type { Body, Reader, RecordKind, RecordRef } from "./record-kind.ts";
import { runCreated, seedLock, seedLocked, verdictGiven } from "./run-records.ts";

/** In an order in which what a record speaks of is recorded before it. */
export const RECORD_KINDS: readonly RecordKind[] = [
  ...[keyRegistered, keyRetired, runCreated, seedLock, fingerprintAdded, seedLocked, buildDone],
  ...[evidenceAdded, evidenceFound, verdictGiven],
];

const BY_KIND: ReadonlyMap<string, RecordKind> = new Map(RECORD_KINDS.map((kind) => [kind.kind, kind]));

export function recordKind(kind: string): RecordKind | undefined {
  return BY_KIND.get(kind);
}

/**
 * Appends records of what this transaction has just written; what is on record already is passed over. To be the last
 * thing that a transaction does: from here to its end it holds the lock of the one chain, so it must not come to wait for
 * any other, and the shorter it is the better.
 */
export async function appendRecords(tx: Transaction, refs: readonly RecordRef[]): Promise<void> {
  if (refs.length === 0) return;
  const bodies = await bodiesOf(tx, refs);
  const texts = refs.map((ref) => {
    const body = bodies.get(ref.kind)?.get(ref.subject);
    if (body === undefined) throw new Fault("database-error", `there is no ${ref.kind} ${ref.subject} to be recorded`);
    return bodyText(ref, body);
  });
  const [kinds, subjects] = [refs.map(({ kind }) => kind), refs.map(({ subject }) => subject)];
  await tx.execute(
    sql`select append_to_chain(${sql.param(kinds)}::text[], ${sql.param(subjects)}::text[], ${sql.param(texts)}::text[])`,
  );
}

/** The very text that a record's digest is taken over. */
export function bodyText({ kind, subject }: RecordRef, body: Body): string {
  return canonicalJson({ kind, subject, ...body });
}

/** What the tables say now, by kind and subject. */
export async function bodiesOf(
  reader: Reader,
  refs: readonly RecordRef[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Body>>> {
  const bodies = new Map<string, ReadonlyMap<string, Body>>();
  for (const name of new Set(refs.map(({ kind }) => kind))) {
    const subjects = refs.filter(({ kind }) => kind === name).map(({ subject }) => subject);
    const kind = recordKind(name);
    if (kind !== undefined) bodies.set(name, await kind.bodies(reader, subjects));
  }
  return bodies;
}
