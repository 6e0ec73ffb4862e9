import type { BuildUse, ClosurePart, Digest, PackageRecord } from "@ascent/core";
import { type SQL, sql } from "drizzle-orm";
import { type Context, reading } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { packages } from "../schema/index.ts";

/** LedgerReader.usesOf. */
export async function usesOf(context: Context, buildIds: readonly string[]): Promise<readonly BuildUse[]> {
  return reading(() =>
    usesIn(context, sql`build_inputs used where used.build_id = any(${sql.param(buildIds)}::uuid[])`),
  );
}

/** LedgerReader.usesToward: the database's function `lineage_toward`. */
export async function usesToward(
  context: Context,
  { buildId, on }: { readonly buildId: string; readonly on: string },
): Promise<readonly BuildUse[]> {
  if (!isUuid(buildId)) return [];
  return reading(() => usesIn(context, sql`lineage_toward(${buildId}::uuid, ${on}) used`));
}

/** Something used, as the database tells it. */
export type UsedRow = {
  readonly role: BuildUse["role"];
  readonly name: string;
  readonly version: string | null;
  readonly digest: Digest;
  readonly content_digest: Digest | null;
  readonly input: string | null;
  readonly made_by: string | null;
};

type Row = UsedRow & { readonly build_id: string; readonly stage: string; readonly build: string };

async function usesIn({ db }: Context, uses: SQL): Promise<BuildUse[]> {
  const { rows } = await db.execute<Row>(sql`
    select build.id as build_id, build.stage, build.name as build, used.role, used.name, used.version, used.artifact as digest,
           used.content_digest, used.input, used.made_by
    from (select used.* from ${uses}) used join builds build on build.id = used.build_id and build.state = 'done'`);
  return rows.map(({ build_id, stage, build, ...used }) => ({ buildId: build_id, stage, build, ...partOf(used) }));
}

/** What is the same for a use and for a part of a closure. */
export function partOf({ role, name, digest, ...rest }: UsedRow): ClosurePart {
  const { version, content_digest, input, made_by } = rest;
  return {
    role,
    name,
    digest,
    ...(version === null ? {} : { version }),
    ...(content_digest === null ? {} : { contentDigest: content_digest }),
    ...(input === null ? {} : { input }),
    ...(made_by === null ? {} : { madeBy: made_by }),
  };
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
