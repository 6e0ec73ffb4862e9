import type { RebuildWith, RepeatedBuild } from "@ascent/engine";
import { and, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Transaction } from "../database.ts";
import { environmentOf, outputsOf } from "../read/inputs.ts";
import { builds } from "../schema/index.ts";

/** Everything that a build waits for, directly and through others: by name, in code-unit order. */
export async function namesBefore(tx: Transaction, buildId: string): Promise<readonly string[]> {
  const rows = await tx.execute<{ name: string }>(sql`
    with recursive before(id) as (
      select waits_for from build_edges where build_id = ${buildId}
      union
      select edge.waits_for from build_edges edge join before on before.id = edge.build_id
    )
    select builds.name from before join builds on builds.id = before.id order by builds.name collate "C"`);
  return rows.rows.map(({ name }) => name);
}

interface Repeated {
  readonly again: RepeatedBuild;
  /** What of its stage the build may see, in the run that it repeats. */
  readonly ownStage: readonly string[];
}

/** What a rebuild's build does again: from the builds that its own lock came from, or from all of the last stage. */
export async function readRepeated(
  tx: Transaction,
  of: { readonly repeats: string | null; readonly with: RebuildWith | null },
): Promise<Repeated | undefined> {
  if (of.repeats === null || of.with === null) return undefined;
  const buildId = of.repeats;
  const [build] = await tx.select({ runId: builds.runId, key: builds.key }).from(builds).where(eq(builds.id, buildId));
  // A check of the table: a build that is done has a key, and only such are done again.
  if (build === undefined || build.key === null) return undefined;
  const outputs = (await outputsOf(tx, [buildId])).get(buildId) ?? [];
  const environment = (await environmentOf(tx, [buildId])).get(buildId) ?? [];
  const ownStage = of.with === "final" ? await namesOfStage(tx, buildId) : await namesBefore(tx, buildId);
  return { again: { runId: build.runId, buildId, with: of.with, key: build.key, outputs, environment }, ownStage };
}

async function namesOfStage(tx: Transaction, buildId: string): Promise<readonly string[]> {
  const own = alias(builds, "own");
  const rows = await tx
    .select({ name: builds.name })
    .from(own)
    .innerJoin(builds, and(eq(builds.runId, own.runId), eq(builds.arch, own.arch), eq(builds.stage, own.stage)))
    .where(eq(own.id, buildId))
    .orderBy(sql`${builds.name} collate "C"`);
  return rows.map(({ name }) => name);
}
