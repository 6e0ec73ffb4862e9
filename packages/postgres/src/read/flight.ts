import type { Ask } from "@ascent/core";
import type { BuildLink, FlightRecord } from "@ascent/engine";
import { and, asc, eq, sql } from "drizzle-orm";
import { type Context, type Database, reading } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { attempts, buildEdges, builds } from "../schema/index.ts";
import { present } from "./present.ts";

/** LedgerReader.flight: nothing that is long, for runs of thousands of builds. */
export async function readFlight(context: Context, runId: string): Promise<readonly FlightRecord[]> {
  if (!isUuid(runId)) return [];
  const rows = await reading(() => selectFlight(context.db, runId));
  return rows.map(({ worker, step, failureCode, startedAt, finishedAt, ...build }) => {
    const isBuilding = build.state === "building";
    const hasEnded = build.state === "done" || build.state === "failed" || build.state === "cancelled";
    return present({
      ...build,
      ...(isBuilding ? { worker, step, startedAt } : {}),
      ...(hasEnded ? { worker, startedAt, finishedAt } : {}),
      ...(build.state === "failed" ? { failureCode } : {}),
    });
  });
}

function selectFlight(db: Database, runId: string) {
  const { id, stage, arch, name, version, state, cached, attempt, wave, blockedBy } = builds;
  const { worker, step, startedAt, finishedAt } = attempts;
  return db
    .select({
      ...{ id, stage, arch, name, version, state, cached, attempt, wave, blockedBy },
      ...{ worker, step, startedAt, finishedAt },
      failureCode: sql<string | null>`${attempts.failure} ->> 'code'`,
    })
    .from(builds)
    .leftJoin(attempts, and(eq(attempts.buildId, builds.id), eq(attempts.number, builds.attempt)))
    .where(eq(builds.runId, runId))
    .orderBy(asc(builds.arch), asc(builds.position));
}

/** LedgerReader.links: what holds back is in the edges, the reasons are beside the builds. */
export async function readLinks(context: Context, runId: string): Promise<readonly BuildLink[]> {
  if (!isUuid(runId)) return [];
  const rows = await reading(() => selectAsks(context.db, runId));
  const ids = new Map(rows.map(({ id, arch, stage, name }) => [`${arch} ${stage} ${name}`, id]));
  return rows.flatMap(({ id, arch, stage, waitsFor, asks }) => {
    const given = (asks ?? []).flatMap((ask): BuildLink[] => {
      const from = ids.get(`${arch} ${ask.stage} ${ask.build}`);
      return from === undefined ? [] : [{ build: id, from, waits: ask.stage === stage, ...reasonOf(ask) }];
    });
    const told = new Set(given.map(({ from }) => from));
    const untold = waitsFor.filter((from) => !told.has(from));
    return [...given, ...untold.map((from): BuildLink => ({ build: id, from, waits: true }))];
  });
}

function selectAsks(db: Database, runId: string) {
  const { id, arch, stage, name, asks } = builds;
  const waitsFor = sql<string[]>`array(select ${buildEdges.waitsFor}::text from ${buildEdges}
    where ${buildEdges.buildId} = ${builds.id} order by ${buildEdges.waitsFor})`;
  return db
    .select({ id, arch, stage, name, asks, waitsFor })
    .from(builds)
    .where(eq(builds.runId, runId))
    .orderBy(asc(builds.arch), asc(builds.position));
}

function reasonOf({ name, askedBy }: Ask): Pick<BuildLink, "name" | "askedBy"> {
  return askedBy === undefined ? { name } : { name, askedBy };
}

/** LedgerReader.earlierSeconds. */
export async function readEarlierSeconds(
  context: Context,
  runId: string,
): Promise<ReadonlyMap<string, readonly number[]>> {
  if (!isUuid(runId)) return new Map();
  const { rows } = await reading(() =>
    context.db.execute<{ id: string; seconds: number[] }>(sql`
      select own.id, array_agg(earlier.seconds order by earlier.finished_at desc) as seconds
      from builds own
      join runs this on this.id = own.run_id
      cross join lateral (
        select extract(epoch from attempt.finished_at - attempt.started_at)::float8 as seconds, attempt.finished_at
        from builds other
        join runs run on run.id = other.run_id
        join attempts attempt on attempt.build_id = other.id and attempt.number = other.attempt
        where other.arch = own.arch and other.stage = own.stage and other.name = own.name
          and other.state = 'done' and not other.cached and other.run_id <> own.run_id
          and run.blueprint = this.blueprint and run.rebuild_of is null
          and attempt.started_at <= attempt.finished_at and attempt.finished_at <= this.created_at
        order by attempt.finished_at desc, other.id
        limit 5) earlier
      where own.run_id = ${runId}
      group by own.id`),
  );
  return new Map(rows.map(({ id, seconds }) => [id, seconds]));
}
