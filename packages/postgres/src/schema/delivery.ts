import type { Arch } from "@ascent/core";
import type { RunEventType } from "@ascent/engine";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { attempts } from "./builds.ts";
import { moment, oneOf } from "./columns.ts";
import { runs } from "./runs.ts";

/** Messages that must reach the queue at least once. A row lives until its attempt is claimed or given up. */
export const outbox = pgTable(
  "outbox",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** `build-<uuid>-<attempt>` or `seed-<run>-<arch>-<attempt>`: makes a second send one job. */
    jobId: text().notNull().unique(),
    kind: text().$type<"build" | "seed">().notNull(),
    arch: text().$type<Arch>().notNull(),
    priority: integer().notNull(),
    runId: uuid().notNull(),
    /** Null for seeds. */
    buildId: uuid(),
    attempt: integer().notNull(),
    /** Not to be sent before. */
    dueAt: moment().notNull(),
    sentAt: moment(),
  },
  (table) => [
    check("outbox_kind", oneOf(table.kind, ["build", "seed"])),
    check("outbox_build", sql`(${table.kind} = 'build') = (${table.buildId} is not null)`),
    foreignKey({ columns: [table.runId], foreignColumns: [runs.id] }),
    foreignKey({ columns: [table.buildId, table.attempt], foreignColumns: [attempts.buildId, attempts.number] }),
    index("outbox_due").on(table.dueAt),
    index("outbox_build_attempt").on(table.buildId, table.attempt),
    index("outbox_run").on(table.runId),
  ],
);

export const events = pgTable(
  "events",
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    /** From 1, without gaps: numbered under the run's row lock. */
    sequence: bigint({ mode: "number" }).notNull(),
    type: text().$type<RunEventType>().notNull(),
    at: moment().notNull(),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.sequence] }),
    // What has ended since: an index of all events would be as large as they are.
    index("events_run_ends").on(table.at).where(sql`${table.type} in ('run.succeeded', 'run.failed', 'run.cancelled')`),
  ],
);

export const workers = pgTable("workers", {
  id: text().primaryKey(),
  arch: text().$type<Arch>().notNull(),
  host: text().notNull(),
  concurrency: integer().notNull(),
  startedAt: moment().notNull(),
  seenAt: moment().notNull(),
  /** Someone asked it to take nothing new. */
  draining: boolean().notNull().default(false),
});
