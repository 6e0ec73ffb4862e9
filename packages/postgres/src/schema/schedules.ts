import type { FiringFailure, FiringOutcome, OverlapPolicy, ScheduledRequest } from "@ascent/engine";
import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment, oneOf } from "./columns.ts";

export const schedules = pgTable(
  "schedules",
  {
    id: uuid().primaryKey(),
    name: text().notNull().unique(),
    request: jsonb().$type<ScheduledRequest>().notNull(),
    cron: text().notNull(),
    timezone: text().notNull(),
    overlap: text().$type<OverlapPolicy>().notNull(),
    enabled: boolean().notNull(),
    createdBy: text().notNull(),
    createdAt: moment().notNull(),
    changedAt: moment().notNull(),
    /** The truth about when it is due; the queue's clock only says when to look. Null while it is paused. */
    nextAt: moment(),
  },
  (table) => [
    check("schedules_overlap", oneOf(table.overlap, ["skip", "start"])),
    check("schedules_paused", sql`${table.enabled} or ${table.nextAt} is null`),
    index("schedules_due").on(table.nextAt),
  ],
);

export const firings = pgTable(
  "firings",
  {
    id: uuid().primaryKey(),
    scheduleId: uuid()
      .notNull()
      .references(() => schedules.id, { onDelete: "cascade" }),
    /** Of the clock the time that was due, of a hand the caller's key: one firing each, however often it is told. */
    cause: text().notNull(),
    dueAt: moment().notNull(),
    firedAt: moment().notNull(),
    /** Null: the clock. */
    firedBy: text(),
    outcome: text().$type<FiringOutcome>().notNull(),
    /** Of the run that it starts, before that is there; when skipped, of the one in the way. Null when refused. */
    runId: uuid(),
    failure: jsonb().$type<FiringFailure>(),
  },
  (table) => [
    unique().on(table.scheduleId, table.cause),
    check("firings_outcome", oneOf(table.outcome, ["starting", "started", "skipped", "refused"])),
    check("firings_failure", sql`(${table.outcome} = 'refused') = (${table.failure} is not null)`),
    index("firings_newest").on(table.scheduleId, table.firedAt.desc(), table.id.desc()),
    index("firings_starting").on(table.firedAt).where(sql`${table.outcome} = 'starting'`),
  ],
);
