import {
  DURATION_BOUNDS,
  type Ended,
  type EndedAttempts,
  type EndedRuns,
  type EndedSeeds,
  type OperationsReader,
  type Standing,
} from "@ascent/engine";
import { and, eq, gte, inArray, isNull, lt, lte, ne, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { type Context, type Database, reading } from "../database.ts";
import { artifacts, attempts, builds, deliveries, events, outbox, runs, seedAttempts } from "../schema/index.ts";
import { present } from "./present.ts";

type Span = Parameters<OperationsReader["ended"]>[0];

const COUNT = sql<number>`count(*)::int`;
/** As a text: drizzle leaves what an aggregate gives as the driver does. */
const OLDEST = sql<string>`min(${outbox.dueAt})`;

/** OperationsReader.standing. */
export async function standing(context: Context, now: Date): Promise<Standing> {
  const { db } = context;
  return reading(async () => {
    const [unsent] = await db
      .select({ count: COUNT, oldest: sql<string | null>`min(${outbox.dueAt})` })
      .from(outbox)
      .where(and(isNull(outbox.sentAt), lte(outbox.dueAt, now)));
    return {
      builds: await unfinishedBuilds(db),
      runs: await unfinishedRuns(db),
      ready: await readyWork(db, now),
      unsent: { count: unsent?.count ?? 0, ...(unsent?.oldest ? { oldest: new Date(unsent.oldest) } : {}) },
      undelivered: await undeliveredMessages(db),
    };
  });
}

async function undeliveredMessages(db: Database): Promise<Standing["undelivered"]> {
  const [row] = await db
    .select({ count: COUNT, oldest: sql<string | null>`min(${deliveries.createdAt})` })
    .from(deliveries)
    .where(eq(deliveries.state, "pending"));
  return { count: row?.count ?? 0, ...(row?.oldest ? { oldest: new Date(row.oldest) } : {}) };
}

const UNFINISHED = ["preparing", "running"] as const;

async function unfinishedBuilds(db: Database): Promise<Standing["builds"]> {
  const { arch, state } = builds;
  return db
    .select({ arch, state, count: COUNT })
    .from(builds)
    .innerJoin(runs, eq(runs.id, builds.runId))
    .where(and(inArray(runs.state, UNFINISHED), ne(builds.state, "done")))
    .groupBy(arch, state);
}

async function unfinishedRuns(db: Database): Promise<Standing["runs"]> {
  const rows = await db
    .select({ state: runs.state, count: COUNT })
    .from(runs)
    .where(inArray(runs.state, UNFINISHED))
    .groupBy(runs.state);
  return rows as Standing["runs"];
}

/** A message lives until its attempt is claimed, so what is due and still there is what nobody has taken. */
async function readyWork(db: Database, now: Date): Promise<Standing["ready"]> {
  const { arch, kind } = outbox;
  const rows = await db
    .select({ arch, kind, count: COUNT, oldest: OLDEST })
    .from(outbox)
    .where(lte(outbox.dueAt, now))
    .groupBy(arch, kind);
  return rows.map((row) => ({ ...row, oldest: new Date(row.oldest) }));
}

/** OperationsReader.ended. */
export async function ended(context: Context, span: Span): Promise<Ended> {
  const { db } = context;
  return reading(async () => ({
    attempts: await endedAttempts(db, span),
    seeds: await endedSeeds(db, span),
    runs: await endedRuns(db, span),
  }));
}

function within(moment: AnyPgColumn, { from, until }: Span): SQL | undefined {
  return and(from && gte(moment, from), until && lt(moment, until));
}

/** Count, sum and bucket of durations; what started before the clock of who ended it lasted no time. */
function durations(start: AnyPgColumn, end: AnyPgColumn) {
  const seconds = sql`greatest(0, coalesce(extract(epoch from ${end} - ${start}), 0))::float8`;
  const bounds = sql.raw(`array[${DURATION_BOUNDS.join(", ")}]::float8[]`);
  return {
    count: COUNT,
    seconds: sql<number>`sum(${seconds})::float8`,
    // A bucket holds its upper bound (width_bucket leaves it out); moments are whole milliseconds.
    bucket: sql<number>`width_bucket(${seconds} - 0.0005, ${bounds})`,
  };
}

async function endedAttempts(db: Database, span: Span): Promise<readonly EndedAttempts[]> {
  const outcome = sql<EndedAttempts["outcome"]>`case when ${attempts.state} <> 'succeeded' then ${attempts.state}
    when ${builds.cached} then 'cached' else 'built' end`;
  const rows = await db
    .select({
      ...{ blueprint: runs.blueprint, stage: builds.stage, arch: builds.arch, name: builds.name, outcome },
      code: sql<string | null>`case when ${attempts.state} = 'failed' then ${attempts.failure} ->> 'code' end`,
      ...durations(attempts.startedAt, attempts.finishedAt),
    })
    .from(attempts)
    .innerJoin(builds, eq(builds.id, attempts.buildId))
    .innerJoin(runs, eq(runs.id, builds.runId))
    .where(and(sql`${attempts.finishedAt} is not null`, within(attempts.finishedAt, span)))
    .groupBy(sql`1, 2, 3, 4, 5, 6, 9`);
  return rows.map(present);
}

async function endedSeeds(db: Database, span: Span): Promise<readonly EndedSeeds[]> {
  const { arch, state, failure, startedAt, finishedAt } = seedAttempts;
  const rows = await db
    .select({
      ...{ blueprint: runs.blueprint, arch, outcome: sql<EndedSeeds["outcome"]>`${state}` },
      code: sql<string | null>`case when ${state} = 'failed' then ${failure} ->> 'code' end`,
      ...durations(startedAt, finishedAt),
    })
    .from(seedAttempts)
    .innerJoin(runs, eq(runs.id, seedAttempts.runId))
    .where(and(sql`${finishedAt} is not null`, within(finishedAt, span)))
    .groupBy(sql`1, 2, 3, 4, 7`);
  return rows.map(present);
}

/** From the events: a run's row forgets that it ended when it is retried. */
async function endedRuns(db: Database, span: Span): Promise<readonly EndedRuns[]> {
  return db
    .select({
      blueprint: runs.blueprint,
      purpose: sql<EndedRuns["purpose"]>`case when ${runs.rebuildOf} is null then 'bootstrap' else 'rebuild' end`,
      state: sql<EndedRuns["state"]>`substr(${events.type}, 5)`,
      ...durations(runs.createdAt, events.at),
    })
    .from(events)
    .innerJoin(runs, eq(runs.id, events.runId))
    .where(and(sql`${events.type} in ('run.succeeded', 'run.failed', 'run.cancelled')`, within(events.at, span)))
    .groupBy(sql`1, 2, 3, 6`);
}

/** OperationsReader.stored. */
export async function stored(context: Context): ReturnType<OperationsReader["stored"]> {
  const { kind, size } = artifacts;
  return reading(() =>
    context.db
      .select({ kind, count: COUNT, bytes: sql<number>`coalesce(sum(${size}), 0)::float8` })
      .from(artifacts)
      .groupBy(kind),
  );
}
