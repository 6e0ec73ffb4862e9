import type { StageState } from "@ascent/core";
import {
  type Arch,
  ATTEMPT_STATES,
  type AttemptState,
  RUN_PRIORITY,
  RUN_STATES,
  RUNGS,
  type Rung,
  type RunState,
} from "@ascent/core";
import type { Failure, RebuildWith, RunSettings, SeedRecord, SeedReport } from "@ascent/engine";
import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
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
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { artifacts, seedLocks } from "./artifacts.ts";
import { digest, moment, oneOf } from "./columns.ts";

export const SEED_STATES = ["queued", "acquiring", "locked", "failed"] as const;
export const REBUILD_WITH = ["recorded", "final"] as const;
export const STAGE_STATES = ["waiting", "open", "complete", "failed"] as const;

/** One run. Its row is the lock under which everything of the run changes, and its events are numbered. */
export const runs = pgTable(
  "runs",
  {
    id: uuid().primaryKey(),
    blueprint: text().notNull(),
    blueprintDigest: digest().notNull(),
    seeds: text().array().notNull(),
    arches: text().array().$type<Arch[]>().notNull(),
    required: text().$type<Rung>().notNull(),
    settings: jsonb().$type<RunSettings>().notNull(),
    requestedBy: text().notNull(),
    idempotencyKey: text().unique(),
    state: text().$type<RunState>().notNull(),
    /** Core's RUN_PRIORITY. */
    priority: integer().notNull().default(RUN_PRIORITY.usual),
    createdAt: moment().notNull(),
    finishedAt: moment(),
    /** When someone asked to stop; workers hear of it when they renew. A retry takes it back. */
    cancelledAt: moment(),
    /** Which of the run's verdicts counts; null until it is concluded with one. */
    verdictNumber: integer(),
    /** The next three are of rebuilds alone: the run whose last stage is built again, out of what, and which builds. */
    rebuildOf: uuid().references((): AnyPgColumn => runs.id),
    rebuildWith: text().$type<RebuildWith>(),
    /** Main package names; null when all of them are. */
    rebuildPackages: text().array(),
    /** W3C `traceparent` of the request that started it; null where nobody traces. */
    trace: text(),
    /** Sequence of the newest event: also the run's version, since nothing of a run changes without an event. */
    lastEvent: bigint({ mode: "number" }).notNull().default(0),
  },
  (table) => [
    check("runs_state", oneOf(table.state, RUN_STATES)),
    check("runs_priority", sql`${table.priority} between 0 and 10`),
    check("runs_required", oneOf(table.required, RUNGS)),
    check(
      "runs_finished",
      sql`(${table.state} in ('succeeded', 'failed', 'cancelled')) = (${table.finishedAt} is not null)`,
    ),
    check("runs_rebuild", sql`(${table.rebuildOf} is null) = (${table.rebuildWith} is null)`),
    check("runs_rebuild_with", oneOf(table.rebuildWith, REBUILD_WITH)),
    index("runs_rebuilds").on(table.rebuildOf).where(sql`${table.rebuildOf} is not null`),
    index("runs_newest").on(table.createdAt.desc(), table.id.desc()),
    index("runs_unfinished").on(table.id).where(sql`${table.state} in ('preparing', 'running')`),
    index("runs_succeeded").on(table.blueprint, table.finishedAt.desc()).where(sql`${table.state} = 'succeeded'`),
  ],
);

export const runFiles = pgTable(
  "run_files",
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    position: integer().notNull(),
    path: text().notNull(),
    digest: digest()
      .notNull()
      .references(() => artifacts.digest),
    executable: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.position] }), unique().on(table.runId, table.path)],
);

/** The seed work of one arch of a run. */
export const runSeeds = pgTable(
  "run_seeds",
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    arch: text().$type<Arch>().notNull(),
    position: integer().notNull(),
    state: text().$type<SeedRecord["state"]>().notNull(),
    attempt: integer().notNull(),
    /** First attempt since a person last asked for a retry: attempts are limited from there. */
    firstAttempt: integer().notNull(),
    lockDigest: digest().references(() => seedLocks.digest),
    failure: jsonb().$type<Failure>(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.arch] }),
    check("run_seeds_state", oneOf(table.state, SEED_STATES)),
    check("run_seeds_locked", sql`(${table.state} = 'locked') = (${table.lockDigest} is not null)`),
    index("run_seeds_lock").on(table.lockDigest),
  ],
);

export const seedAttempts = pgTable(
  "seed_attempts",
  {
    runId: uuid().notNull(),
    arch: text().$type<Arch>().notNull(),
    number: integer().notNull(),
    state: text().$type<AttemptState>().notNull(),
    worker: text(),
    leaseUntil: moment(),
    report: jsonb().$type<SeedReport>(),
    failure: jsonb().$type<Failure>(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.arch, table.number] }),
    foreignKey({ columns: [table.runId, table.arch], foreignColumns: [runSeeds.runId, runSeeds.arch] }),
    check("seed_attempts_state", oneOf(table.state, ATTEMPT_STATES)),
    check(
      "seed_attempts_lease",
      sql`${table.state} <> 'building' or (${table.worker} is not null and ${table.leaseUntil} is not null)`,
    ),
    index("seed_attempts_finished").on(table.finishedAt),
    index("seed_attempts_leases").on(table.leaseUntil).where(sql`${table.state} = 'building'`),
  ],
);

export const runStages = pgTable(
  "run_stages",
  {
    runId: uuid().notNull(),
    arch: text().$type<Arch>().notNull(),
    stage: text().notNull(),
    position: integer().notNull(),
    /** In order; `seed:NAME` or an earlier stage. */
    inputs: text().array().notNull(),
    state: text().$type<StageState>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.arch, table.stage] }),
    unique().on(table.runId, table.arch, table.position),
    foreignKey({ columns: [table.runId, table.arch], foreignColumns: [runSeeds.runId, runSeeds.arch] }),
    check("run_stages_state", oneOf(table.state, STAGE_STATES)),
  ],
);
