import type { BuildUse, Digest, PackageRecord } from "@ascent/core";
import { and, eq, sql } from "drizzle-orm";
import { type Context, reading } from "../database.ts";
import { buildInputs, builds, packages } from "../schema/index.ts";

/** LedgerReader.usesOf. */
export async function usesOf(context: Context, buildIds: readonly string[]): Promise<readonly BuildUse[]> {
  const { buildId, role, name, version, artifact, contentDigest, input, madeBy } = buildInputs;
  const rows = await reading(() =>
    context.db
      .select({
        use: { buildId, stage: builds.stage, build: builds.name, role, name, digest: artifact },
        made: { version, contentDigest, input, madeBy },
      })
      .from(buildInputs)
      .innerJoin(builds, eq(builds.id, buildInputs.buildId))
      .where(and(sql`${buildId} = any(${sql.param(buildIds)}::uuid[])`, eq(builds.state, "done"))),
  );
  return rows.map(({ use, made }) => ({
    ...use,
    ...(made.version === null ? {} : { version: made.version }),
    ...(made.contentDigest === null ? {} : { contentDigest: made.contentDigest }),
    ...(made.input === null ? {} : { input: made.input }),
    ...(made.madeBy === null ? {} : { madeBy: made.madeBy }),
  }));
}

/** LedgerReader.recordsOf. */
export async function recordsOf(
  context: Context,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, PackageRecord>> {
  const { fileDigest, record } = packages;
  const rows = await reading(() =>
    context.db
      .select({ fileDigest, record })
      .from(packages)
      .where(sql`${fileDigest} = any(${sql.param(digests)}::text[])`),
  );
  return new Map(rows.map((row) => [row.fileDigest, row.record]));
}
