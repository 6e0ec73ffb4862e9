import { BUILD_STATES, type BuildState, type Recipe } from "@ascent/core";
import type { AttemptRecord, BuildDetail, BuildRecord, StageRecord, StepReport } from "@ascent/engine";
import { and, asc, eq, sql } from "drizzle-orm";
import { type Context, type Database, reading } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { attemptSteps, attempts, buildEdges, builds, runStages } from "../schema/index.ts";
import { environmentOf, outputsOf, sourcesOf } from "./inputs.ts";
import { present } from "./present.ts";

/** LedgerReader.stages: by arch, then in the order of the run. */
export async function readStages(context: Context, runId: string): Promise<readonly StageRecord[]> {
  if (!isUuid(runId)) return [];
  return reading(async () => {
    const { stage, arch, state } = runStages;
    const stages = await context.db
      .select({ stage, arch, state })
      .from(runStages)
      .where(eq(runStages.runId, runId))
      .orderBy(asc(runStages.arch), asc(runStages.position));
    const counts = await countStates(context.db, runId);
    return stages.map((row) => {
      const own = counts.filter((counted) => counted.stage === row.stage && counted.arch === row.arch);
      const cached = own.reduce((sum, counted) => sum + counted.cached, 0);
      return { ...row, counts: countsOf(own), cached };
    });
  });
}

async function countStates(db: Database, runId: string) {
  const { stage, arch, state } = builds;
  return db
    .select({
      ...{ stage, arch, state },
      count: sql<number>`count(*)::int`,
      cached: sql<number>`(count(*) filter (where ${builds.cached} and ${state} = 'done'))::int`,
    })
    .from(builds)
    .where(eq(builds.runId, runId))
    .groupBy(arch, stage, state);
}

function countsOf(rows: readonly { readonly state: BuildState; readonly count: number }[]) {
  const counted = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(BUILD_STATES.map((state) => [state, counted.get(state) ?? 0])) as Record<
    BuildState,
    number
  >;
}

/** Build columns with those of the newest attempt; the recipe is left out, thousands of them would be megabytes. */
const COLUMNS = {
  id: builds.id,
  runId: builds.runId,
  stage: builds.stage,
  arch: builds.arch,
  name: builds.name,
  version: builds.version,
  state: builds.state,
  cached: builds.cached,
  attempt: builds.attempt,
  wave: builds.wave,
  remaining: builds.remaining,
  blockedBy: builds.blockedBy,
  worker: attempts.worker,
  step: attempts.step,
  key: attempts.key,
  logDigest: attempts.logDigest,
  failure: attempts.failure,
  startedAt: attempts.startedAt,
  finishedAt: attempts.finishedAt,
  waitsFor: sql<string[]>`array(select ${buildEdges.waitsFor}::text from ${buildEdges}
    where ${buildEdges.buildId} = ${builds.id} order by ${buildEdges.waitsFor})`,
};

export function selectBuilds(db: Database) {
  return db
    .select(COLUMNS)
    .from(builds)
    .leftJoin(attempts, and(eq(attempts.buildId, builds.id), eq(attempts.number, builds.attempt)));
}

type BuildRow = Awaited<ReturnType<typeof selectBuilds>>[number];

/** What an earlier attempt told is its own business: a build that waits again has no failure, no worker, no step. */
export function buildRecord(row: BuildRow): BuildRecord {
  const { worker, step, failure, key, logDigest, startedAt, finishedAt, ...build } = row;
  const running = row.state === "building" ? { worker, step, startedAt } : {};
  const settled = ["done", "failed", "cancelled"].includes(row.state);
  const ended = settled ? { worker, key, logDigest, startedAt, finishedAt } : {};
  return present({ ...build, ...running, ...ended, ...(row.state === "failed" ? { failure } : {}) });
}

/** LedgerReader.builds: by arch, stage and build order. */
export async function readBuilds(context: Context, runId: string): Promise<readonly BuildRecord[]> {
  if (!isUuid(runId)) return [];
  return reading(async () => {
    const rows = await selectBuilds(context.db)
      .where(eq(builds.runId, runId))
      .orderBy(asc(builds.arch), asc(builds.position));
    return rows.map(buildRecord);
  });
}

/** LedgerReader.build. */
export async function readBuild(context: Context, id: string): Promise<BuildDetail | undefined> {
  if (!isUuid(id)) return undefined;
  return reading(async () => {
    const { db } = context;
    const [row] = await selectBuilds(db).where(eq(builds.id, id));
    if (row === undefined) return undefined;
    return {
      ...buildRecord(row),
      recipe: await recipeOf(db, id),
      attempts: await attemptsOf(db, id),
      environment: (await environmentOf(db, [id])).get(id) ?? [],
      sources: await sourcesOf(db, id),
      outputs: (await outputsOf(db, [id])).get(id) ?? [],
      blocks: await blockedBy(db, id),
    };
  });
}

async function recipeOf(db: Database, id: string): Promise<Recipe> {
  const [row] = await db.select({ recipe: builds.recipe }).from(builds).where(eq(builds.id, id));
  return (row as { recipe: Recipe }).recipe;
}

async function attemptsOf(db: Database, id: string): Promise<readonly AttemptRecord[]> {
  const { number, state, worker, startedAt, finishedAt, failure, logDigest } = attempts;
  const rows = await db
    .select({ number, state, worker, startedAt, finishedAt, failure, logDigest })
    .from(attempts)
    .where(eq(attempts.buildId, id))
    .orderBy(asc(attempts.number));
  const steps = await stepsOf(db, id);
  return rows.map((row) => ({ ...present(row), steps: steps.get(row.number) ?? [] }));
}

async function stepsOf(db: Database, id: string): Promise<ReadonlyMap<number, readonly StepReport[]>> {
  const rows = await db
    .select()
    .from(attemptSteps)
    .where(eq(attemptSteps.buildId, id))
    .orderBy(asc(attemptSteps.attempt), asc(attemptSteps.position));
  const reports = rows.map(({ attempt, label, startedAt, finishedAt, exitCode }) => {
    return { attempt, report: { label, startedAt, finishedAt, exitCode } };
  });
  const grouped = new Map<number, StepReport[]>();
  for (const { attempt, report } of reports) grouped.set(attempt, [...(grouped.get(attempt) ?? []), report]);
  return grouped;
}

async function blockedBy(db: Database, id: string): Promise<readonly string[]> {
  const rows = await db
    .select({ id: builds.id })
    .from(builds)
    .where(eq(builds.blockedBy, id))
    .orderBy(asc(builds.position));
  return rows.map((row) => row.id);
}
