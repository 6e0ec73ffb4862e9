import { type Arch, type Digest, EVIDENCE_KINDS, EVIDENCE_OUTCOMES, type Evidence, type Verdict } from "@ascent/core";
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { artifacts, seedLocks } from "./artifacts.ts";
import { digest, moment, oneOf } from "./columns.ts";
import { runs } from "./runs.ts";

/** What was looked at about a package: by build key and content, whichever run it came from. */
export const evidence = pgTable(
  "evidence",
  {
    /** SHA-256 of the evidence as canonical JSON: the same, told twice, is one row. */
    digest: digest().primaryKey(),
    /** In the order in which it came. */
    number: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    kind: text().$type<Evidence["kind"]>().notNull(),
    arch: text().$type<Arch>().notNull(),
    package: text().notNull(),
    buildKey: digest().notNull(),
    contentDigest: digest().notNull(),
    outcome: text().$type<Evidence["outcome"]>().notNull(),
    summary: text().notNull(),
    reasons: text().array().notNull(),
    /** Of `residue` the lock that was searched for, of `other-seed` the other bootstrap's. */
    seedLock: digest(),
    /** Artifacts. */
    documents: text().array().$type<Digest[]>().notNull(),
    at: moment().notNull(),
  },
  (table) => [
    check("evidence_kind", oneOf(table.kind, EVIDENCE_KINDS)),
    check("evidence_outcome", oneOf(table.outcome, EVIDENCE_OUTCOMES)),
    index("evidence_of").on(table.buildKey, table.contentDigest),
  ],
);

/** The runs in which evidence was found. */
export const evidenceRuns = pgTable(
  "evidence_runs",
  {
    evidence: digest()
      .notNull()
      .references(() => evidence.digest),
    runId: uuid()
      .notNull()
      .references(() => runs.id),
  },
  (table) => [primaryKey({ columns: [table.evidence, table.runId] }), index("evidence_runs_run").on(table.runId)],
);

/** By what the bytes of a lock's packages are recognised; the newest counts. */
export const seedFingerprints = pgTable(
  "seed_fingerprints",
  {
    number: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    lockDigest: digest()
      .notNull()
      .references(() => seedLocks.digest),
    artifact: digest()
      .notNull()
      .references(() => artifacts.digest),
  },
  (table) => [unique().on(table.lockDigest, table.artifact)],
);

/** Every verdict that was ever given on a run; `runs.verdict_number` names the one that counts. */
export const verdicts = pgTable(
  "verdicts",
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    /** From 1. */
    number: integer().notNull(),
    at: moment().notNull(),
    verdict: jsonb().$type<Verdict>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.number] })],
);
