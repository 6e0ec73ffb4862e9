import type { BuildUse, ClosurePart, Digest, PackageRecord } from "@ascent/core";
import type { ProofReader } from "@ascent/engine";
import { sql } from "drizzle-orm";
import { type Context, reading } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { packages } from "../schema/index.ts";

/** LedgerReader.usesOf. */
export async function usesOf(context: Context, buildIds: readonly string[]): Promise<readonly BuildUse[]> {
  const { rows } = await reading(() =>
    context.db.execute<Row>(sql`
      select ${USE} from build_inputs used join builds build on build.id = used.build_id and build.state = 'done'
      where used.build_id = any(${sql.param(buildIds)}::uuid[])`),
  );
  return rows.map(useOf);
}

/** LedgerReader.wayTo: the database's function `lineage_way`. */
export async function wayTo(
  { db }: Context,
  { buildId, on }: { readonly buildId: string; readonly on: string },
): Promise<Awaited<ReturnType<ProofReader["wayTo"]>>> {
  if (!isUuid(buildId)) return { uses: [], looked: 0 };
  const { rows } = await reading(() =>
    db.execute<(Row | { readonly build_id: null }) & { readonly looked: number }>(sql`
      select found.looked, ${USE}
      from lineage_way(${buildId}::uuid, ${on}) found
      left join lateral unnest(found.way) used on true left join builds build on build.id = used.build_id`),
  );
  const uses = rows.flatMap((row) => (row.build_id === null ? [] : useOf(row)));
  return { uses, looked: rows[0]?.looked ?? 0 };
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

const USE = sql`build.id as build_id, build.stage, build.name as build, used.role, used.name, used.version, used.artifact as digest,
  used.content_digest, used.input, used.made_by`;

function useOf({ build_id, stage, build, ...used }: Row): BuildUse {
  return { buildId: build_id, stage, build, ...partOf(used) };
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
