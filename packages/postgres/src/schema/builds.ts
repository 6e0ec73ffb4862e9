import {
  type Arch,
  type Ask,
  ATTEMPT_STATES,
  type AttemptState,
  BUILD_STATES,
  type BuildState,
  type Recipe,
} from "@ascent/core";
import type { Failure, StepProgress } from "@ascent/engine";
import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { artifacts, definitions } from "./artifacts.ts";
import { digest, moment, oneOf } from "./columns.ts";
import { runStages } from "./runs.ts";

/** One definition of one stage for one arch, in one run. */
export const builds = pgTable(
  "builds",
  {
    id: uuid().primaryKey(),
    runId: uuid().notNull(),
    arch: text().$type<Arch>().notNull(),
    stage: text().notNull(),
    /** In the arch's build order: by stage, then in the order of the plan. */
    position: integer().notNull(),
    name: text().notNull(),
    version: text().notNull(),
    state: text().$type<BuildState>().notNull(),
    /** The newest attempt; 0 until the build first becomes ready. */
    attempt: integer().notNull(),
    /** First attempt since a person last asked for a retry: attempts are limited from there. */
    firstAttempt: integer().notNull(),
    wave: integer().notNull(),
    remaining: integer().notNull(),
    /** 1 is most urgent. */
    priority: integer().notNull(),
    recipe: jsonb().$type<Recipe>().notNull(),
    /** What it takes from which builds, for people; null in runs from before this was kept. */
    asks: jsonb().$type<readonly Ask[]>(),
    definitionDigest: digest()
      .notNull()
      .references(() => definitions.digest),
    key: digest(),
    cached: boolean().notNull().default(false),
    builderVersion: text(),
    /** When someone asked to stop it while it was building: its worker hears of it when it renews. */
    cancelledAt: moment(),
    blockedBy: uuid().references((): AnyPgColumn => builds.id),
    /** In a rebuild: the build that is done again. */
    repeats: uuid().references((): AnyPgColumn => builds.id),
  },
  (table) => [
    unique().on(table.runId, table.arch, table.stage, table.name),
    foreignKey({
      columns: [table.runId, table.arch, table.stage],
      foreignColumns: [runStages.runId, runStages.arch, runStages.stage],
    }),
    check("builds_state", oneOf(table.state, BUILD_STATES)),
    check("builds_blocked", sql`(${table.state} = 'blocked') = (${table.blockedBy} is not null)`),
    check("builds_done", sql`${table.state} <> 'done' or ${table.key} is not null`),
    check("builds_priority", sql`${table.priority} between 1 and 2097152`),
    index("builds_unsettled").on(table.runId, table.arch, table.stage).where(sql`${table.state} <> 'done'`),
    index("builds_blocked_by").on(table.blockedBy).where(sql`${table.blockedBy} is not null`),
    index("builds_definition").on(table.definitionDigest),
    index("builds_timed")
      .on(table.arch, table.stage, table.name)
      .where(sql`${table.state} = 'done' and not ${table.cached}`),
  ],
);

/** `buildId` cannot start before `waitsFor`, of the same stage, is done. */
export const buildEdges = pgTable(
  "build_edges",
  {
    buildId: uuid()
      .notNull()
      .references(() => builds.id),
    waitsFor: uuid()
      .notNull()
      .references(() => builds.id),
  },
  (table) => [
    primaryKey({ columns: [table.buildId, table.waitsFor] }),
    index("build_edges_waits_for").on(table.waitsFor),
    check("build_edges_self", sql`${table.buildId} <> ${table.waitsFor}`),
  ],
);

/** One execution of a build. */
export const attempts = pgTable(
  "attempts",
  {
    buildId: uuid()
      .notNull()
      .references(() => builds.id),
    number: integer().notNull(),
    state: text().$type<AttemptState>().notNull(),
    worker: text(),
    leaseUntil: moment(),
    step: jsonb().$type<StepProgress>(),
    failure: jsonb().$type<Failure>(),
    key: digest(),
    logDigest: digest().references(() => artifacts.digest),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.buildId, table.number] }),
    check("attempts_state", oneOf(table.state, ATTEMPT_STATES)),
    check("attempts_number", sql`${table.number} > 0`),
    check(
      "attempts_lease",
      sql`${table.state} <> 'building' or (${table.worker} is not null and ${table.leaseUntil} is not null)`,
    ),
    index("attempts_leases").on(table.leaseUntil).where(sql`${table.state} = 'building'`),
    index("attempts_finished").on(table.finishedAt),
    index("attempts_worker").on(table.worker).where(sql`${table.state} = 'building'`),
  ],
);

export const attemptSteps = pgTable(
  "attempt_steps",
  {
    buildId: uuid().notNull(),
    attempt: integer().notNull(),
    position: integer().notNull(),
    label: text().notNull(),
    startedAt: moment().notNull(),
    finishedAt: moment().notNull(),
    exitCode: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.buildId, table.attempt, table.position] }),
    foreignKey({ columns: [table.buildId, table.attempt], foreignColumns: [attempts.buildId, attempts.number] }),
  ],
);

/** Log text as it came; the whole log of a finished attempt is an artifact as well. */
export const logBatches = pgTable(
  "log_batches",
  {
    buildId: uuid().notNull(),
    attempt: integer().notNull(),
    sequence: integer().notNull(),
    text: text().notNull(),
    at: moment().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.buildId, table.attempt, table.sequence] }),
    foreignKey({ columns: [table.buildId, table.attempt], foreignColumns: [attempts.buildId, attempts.number] }),
  ],
);
