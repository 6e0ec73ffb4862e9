import type { Arch } from "@ascent/core";
import type { NewRun, RunEvent, RunPurpose, RunQuery, RunRecord, SeedRecord } from "@ascent/engine";
import { and, asc, desc, eq, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { type Context, type Database, reading, type Transaction } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { events, runFiles, runSeeds, runs, seedLocks, verdicts } from "../schema/index.ts";
import { present } from "./present.ts";

/** A transaction that has changed a run reads it as it will be. */
type Reader = Database | Transaction;

export async function readRun(reader: Reader, runId: string): Promise<RunRecord | undefined> {
  const rows = await selectRuns(reader).where(eq(runs.id, runId));
  return (await withPreparation(reader, rows))[0];
}

/** Runs with the verdict that counts. */
function selectRuns(reader: Reader) {
  return reader
    .select({ run: runs, verdict: verdicts.verdict })
    .from(runs)
    .leftJoin(verdicts, and(eq(verdicts.runId, runs.id), eq(verdicts.number, runs.verdictNumber)));
}

type RunRow = Awaited<ReturnType<typeof selectRuns>>[number];

async function withPreparation(reader: Reader, rows: readonly RunRow[]): Promise<readonly RunRecord[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ run }) => run.id);
  const seeds = await reader
    .select({
      runId: runSeeds.runId,
      arch: runSeeds.arch,
      state: runSeeds.state,
      failure: runSeeds.failure,
      lockDigest: runSeeds.lockDigest,
      seed: seedLocks.seed,
      origin: seedLocks.origin,
      packageCount: seedLocks.packageCount,
    })
    .from(runSeeds)
    .leftJoin(seedLocks, eq(seedLocks.digest, runSeeds.lockDigest))
    .where(inArray(runSeeds.runId, ids))
    .orderBy(asc(runSeeds.position));
  return rows.map((row) =>
    runRecord(
      row,
      seeds.filter(({ runId }) => runId === row.run.id).map(({ runId: _, ...seed }) => present(seed) as SeedRecord),
    ),
  );
}

function runRecord({ run: row, verdict }: RunRow, preparation: readonly SeedRecord[]): RunRecord {
  const { id, blueprint, blueprintDigest, seeds, arches, required, requestedBy, priority, state, createdAt } = row;
  const purpose = purposeOf(row);
  return {
    ...{
      id,
      blueprint,
      blueprintDigest,
      seeds,
      arches,
      required,
      requestedBy,
      priority,
      state,
      createdAt,
      preparation,
    },
    ...(row.finishedAt === null ? {} : { finishedAt: row.finishedAt }),
    ...(verdict === null ? {} : { verdict }),
    ...(purpose === undefined ? {} : { purpose }),
  };
}

function purposeOf({ rebuildOf, rebuildWith, rebuildPackages }: RunRow["run"]): RunPurpose | undefined {
  if (rebuildOf === null || rebuildWith === null) return undefined;
  const packages = rebuildPackages === null ? {} : { packages: rebuildPackages };
  return { kind: "rebuild", of: rebuildOf, with: rebuildWith, ...packages };
}

export async function run(context: Context, id: string): Promise<RunRecord | undefined> {
  return isUuid(id) ? reading(() => readRun(context.db, id)) : undefined;
}

/** LedgerReader.runs: by time of creation, then id, so that a page never shows a run twice. */
export async function listRuns(context: Context, page: RunQuery): Promise<readonly RunRecord[]> {
  if (page.before !== undefined && !isUuid(page.before)) return [];
  return reading(async () => {
    const rows = await selectRuns(context.db)
      .where(and(...conditions(page)))
      .orderBy(desc(runs.createdAt), desc(runs.id))
      .limit(page.limit);
    return withPreparation(context.db, rows);
  });
}

function conditions({ before, states, blueprint }: RunQuery) {
  return [
    before === undefined ? undefined : older(before),
    states === undefined ? undefined : inArray(runs.state, [...states]),
    blueprint === undefined ? undefined : eq(runs.blueprint, blueprint),
  ];
}

function older(before: string) {
  const createdAt = sql`(select created_at from runs where id = ${before})`;
  return or(lt(runs.createdAt, createdAt), and(eq(runs.createdAt, createdAt), lt(runs.id, before)));
}

/** LedgerReader.rebuilds. */
export async function rebuildsOf(context: Context, runId: string): Promise<readonly RunRecord[]> {
  if (!isUuid(runId)) return [];
  return reading(async () => {
    const rows = await selectRuns(context.db)
      .where(eq(runs.rebuildOf, runId))
      .orderBy(asc(runs.createdAt), asc(runs.id));
    return withPreparation(context.db, rows);
  });
}

export async function latestSucceeded(context: Context, blueprint: string): Promise<RunRecord | undefined> {
  return reading(async () => {
    const rows = await selectRuns(context.db)
      .where(and(eq(runs.blueprint, blueprint), eq(runs.state, "succeeded"), isNull(runs.rebuildOf)))
      .orderBy(desc(runs.finishedAt))
      .limit(1);
    return (await withPreparation(context.db, rows))[0];
  });
}

export async function readFiles(reader: Reader, runId: string): Promise<NewRun["files"]> {
  const { path, digest, executable } = runFiles;
  return reader
    .select({ path, digest, executable })
    .from(runFiles)
    .where(eq(runFiles.runId, runId))
    .orderBy(asc(runFiles.position));
}

export async function filesOfRun(context: Context, runId: string): Promise<NewRun["files"] | undefined> {
  if ((await versionReader(context)(runId)) === undefined) return undefined;
  return reading(() => readFiles(context.db, runId));
}

/** LedgerReader.runVersion, asked for each request of whoever polls: prepared once for each connection. */
export function versionReader({ db }: Context): (runId: string) => Promise<number | undefined> {
  const query = db
    .select({ version: runs.lastEvent })
    .from(runs)
    .where(eq(runs.id, sql.placeholder("runId")))
    .prepare("run_version");
  return async (runId) => {
    if (!isUuid(runId)) return undefined;
    const [row] = await reading(() => query.execute({ runId }));
    return row?.version;
  };
}

export async function readEvents(
  context: Context,
  of: { readonly runId: string; readonly after: number; readonly limit: number },
): Promise<readonly RunEvent[]> {
  if (!isUuid(of.runId)) return [];
  return reading(() =>
    context.db
      .select()
      .from(events)
      .where(and(eq(events.runId, of.runId), gt(events.sequence, of.after)))
      .orderBy(asc(events.sequence))
      .limit(of.limit),
  );
}

/** The arches of a run, in the order of the request. */
export async function archesOf(reader: Reader, runId: string): Promise<readonly Arch[]> {
  const rows = await reader
    .select({ arch: runSeeds.arch })
    .from(runSeeds)
    .where(eq(runSeeds.runId, runId))
    .orderBy(asc(runSeeds.position));
  return rows.map(({ arch }) => arch);
}
