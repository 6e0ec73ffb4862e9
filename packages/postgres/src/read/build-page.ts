import { type BuildState, BY_URGENCY } from "@ascent/core";
import type { BuildQuery, BuildRecord } from "@ascent/engine";
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { type Context, reading } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { builds } from "../schema/index.ts";
import { buildRecord, selectBuilds } from "./builds.ts";

/** LedgerReader.buildPage: the key is (rank, arch, position), so that a page begins right behind the one before. */
export async function readBuildPage(
  context: Context,
  runId: string,
  query: BuildQuery,
): Promise<readonly BuildRecord[]> {
  if (!isUuid(runId) || (query.after !== undefined && !isUuid(query.after.id))) return [];
  return reading(async () => {
    const rows = await selectBuilds(context.db)
      .where(and(eq(builds.runId, runId), wanted(query), behind(runId, query)))
      .orderBy(...(query.order === "plan" ? [] : [rank(sql`${builds.state}`)]), asc(builds.arch), asc(builds.position))
      .limit(query.limit);
    return rows.map(buildRecord);
  });
}

function wanted({ states, stage, arch, search }: BuildQuery): SQL | undefined {
  return and(
    states === undefined ? undefined : sql`${builds.state} = any(${sql.param(states)}::text[])`,
    stage === undefined ? undefined : eq(builds.stage, stage),
    arch === undefined ? undefined : eq(builds.arch, arch),
    search === undefined ? undefined : sql`position(lower(${search}) in lower(${builds.name})) > 0`,
  );
}

function rank(state: SQL): SQL {
  return sql`array_position(${sql.param([...BY_URGENCY])}::text[], ${state})`;
}

function behind(runId: string, { after, order }: BuildQuery): SQL | undefined {
  if (after === undefined) return undefined;
  const rankNow = order === "plan" ? sql`0` : rank(sql`${builds.state}`);
  const rankThen = sql`${order === "plan" ? 0 : BY_URGENCY.indexOf(after.state as BuildState) + 1}::int`;
  return sql`(${rankNow}, ${builds.arch}, ${builds.position}) > (
    select ${rankThen}, last.arch, last.position from builds last where last.id = ${after.id} and last.run_id = ${runId})`;
}
