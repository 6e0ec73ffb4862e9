import type { Digest } from "@ascent/core";
import { and, inArray, sql } from "drizzle-orm";
import { evidence, evidenceRuns, keyRetirements, keys, seedFingerprints } from "../schema/index.ts";
import type { Body, RecordKind } from "./record-kind.ts";

/** What was looked at. Subject: the evidence's digest. */
export const evidenceAdded: RecordKind = {
  kind: "evidence.added",
  subjects: sql`select digest as subject from evidence order by number`,
  rows: (subject) => `evidence (digest = ${subject})`,
  async bodies(reader, subjects) {
    const digests = subjects as readonly Digest[];
    const rows = await reader
      .select()
      .from(evidence)
      .where(inArray(evidence.digest, [...digests]));
    return new Map(rows.map(({ digest, number: _, ...row }): [string, Body] => [digest, row]));
  },
};

/** In which run evidence was found. Subject: `EVIDENCE/RUN`. */
export const evidenceFound: RecordKind = {
  kind: "evidence.found",
  subjects: sql`select evidence || '/' || run_id as subject from evidence_runs order by 1`,
  rows: (subject) => `evidence_runs (evidence/run_id = ${subject})`,
  async bodies(reader, subjects) {
    const subject = sql<string>`${evidenceRuns.evidence} || '/' || ${evidenceRuns.runId}`;
    const digests = [...new Set(subjects.map((text) => text.slice(0, text.indexOf("/")) as Digest))];
    const rows = await reader
      .select({ subject })
      .from(evidenceRuns)
      .where(and(inArray(evidenceRuns.evidence, digests), inArray(subject, [...subjects])));
    return new Map(rows.map((row) => [row.subject, {}]));
  },
};

/** By what a lock's bytes are recognised. Subject: `LOCK/ARTIFACT`. */
export const fingerprintAdded: RecordKind = {
  kind: "seed.fingerprint",
  subjects: sql`select lock_digest || '/' || artifact as subject from seed_fingerprints order by number`,
  rows: (subject) => `seed_fingerprints (lock_digest/artifact = ${subject})`,
  async bodies(reader, subjects) {
    const subject = sql<string>`${seedFingerprints.lockDigest} || '/' || ${seedFingerprints.artifact}`;
    const locks = [...new Set(subjects.map((text) => text.slice(0, text.indexOf("/")) as Digest))];
    const rows = await reader
      .select({ subject })
      .from(seedFingerprints)
      .where(and(inArray(seedFingerprints.lockDigest, locks), inArray(subject, [...subjects])));
    return new Map(rows.map((row) => [row.subject, {}]));
  },
};

/** The public part of a key. Subject: its id. */
export const keyRegistered: RecordKind = {
  kind: "key.registered",
  subjects: sql`select id as subject from keys order by created_at, id`,
  rows: (subject) => `keys (id = ${subject})`,
  async bodies(reader, subjects) {
    const rows = await reader
      .select()
      .from(keys)
      .where(inArray(keys.id, subjects as Digest[]));
    return new Map(rows.map(({ id, kind: of, ...row }): [string, Body] => [id, { of, ...row }]));
  },
};

/** Subject: the key's id. */
export const keyRetired: RecordKind = {
  kind: "key.retired",
  subjects: sql`select id as subject from key_retirements order by retired_at, id`,
  rows: (subject) => `key_retirements (id = ${subject})`,
  async bodies(reader, subjects) {
    const rows = await reader
      .select()
      .from(keyRetirements)
      .where(inArray(keyRetirements.id, subjects as Digest[]));
    return new Map(rows.map(({ id, retiredAt }) => [id, { at: retiredAt }]));
  },
};
