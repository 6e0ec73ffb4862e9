import type { Arch, Digest, LockedPackage } from "@ascent/core";
import type { BuildDetail, BuildInputs, BuiltPackage } from "@ascent/engine";
import { and, asc, eq, sql } from "drizzle-orm";
import { type Context, type Database, reading, type Transaction } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { artifacts, buildInputs, buildOutputs, buildResults, builds, packages, runStages } from "../schema/index.ts";

type Reader = Database | Transaction;

/** Rows of several builds, by build. */
function grouped<T>(rows: readonly { readonly buildId: string; readonly item: T }[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const { buildId, item } of rows) {
    const group = groups.get(buildId);
    if (group === undefined) groups.set(buildId, [item]);
    else group.push(item);
  }
  return groups;
}

function among(column: typeof buildInputs.buildId | typeof buildOutputs.buildId, ids: readonly string[]) {
  return sql`${column} = any(${sql.param(ids)}::uuid[])`;
}

export async function environmentOf(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly LockedPackage[]>> {
  const rows = await reader
    .select()
    .from(buildInputs)
    .where(and(among(buildInputs.buildId, ids), eq(buildInputs.role, "environment")))
    .orderBy(asc(buildInputs.buildId), asc(buildInputs.position));
  return grouped(
    rows.map(({ buildId, name, version, input, artifact, contentDigest }) => {
      // A check of the table: packages of an environment have all three.
      const item = { name, version, input, fileDigest: artifact, contentDigest } as LockedPackage;
      return { buildId, item };
    }),
  );
}

export async function sourcesOf(reader: Reader, buildId: string): Promise<BuildDetail["sources"]> {
  const rows = await reader
    .select({ uri: buildInputs.name, digest: buildInputs.artifact, from: buildInputs.origin })
    .from(buildInputs)
    .where(and(eq(buildInputs.buildId, buildId), eq(buildInputs.role, "source")))
    .orderBy(asc(buildInputs.position));
  return rows.map(({ from, ...source }) => ({ ...source, from: from ?? source.uri }));
}

export async function outputsOf(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly BuiltPackage[]>> {
  const { record, fileDigest, contentDigest } = packages;
  const { buildId, sbom, attestation } = buildOutputs;
  const rows = await reader
    .select({ buildId, attestation, item: { record, fileDigest, contentDigest, sbom }, size: artifacts.size })
    .from(buildOutputs)
    .innerJoin(packages, eq(packages.fileDigest, buildOutputs.fileDigest))
    .innerJoin(artifacts, eq(artifacts.digest, packages.fileDigest))
    .where(among(buildOutputs.buildId, ids))
    .orderBy(asc(buildOutputs.buildId), asc(buildOutputs.position));
  return grouped(
    rows.map(({ buildId, item, attestation, size }) => {
      const signed = attestation === null ? {} : { attestation };
      return { buildId, item: { ...item, size: size ?? item.record.size, ...signed } };
    }),
  );
}

/** Ledger.findResult. */
export async function findResult(context: Context, key: Digest): Promise<readonly BuiltPackage[] | undefined> {
  return reading(async () => {
    const [result] = await context.db
      .select({ buildId: buildResults.buildId })
      .from(buildResults)
      .where(eq(buildResults.key, key));
    if (result === undefined) return undefined;
    return (await outputsOf(context.db, [result.buildId])).get(result.buildId);
  });
}

/** LedgerReader.inputsOf: in the order of stages and builds. */
export async function inputsOf(
  context: Context,
  of: { readonly runId: string; readonly arch: Arch },
): Promise<readonly BuildInputs[]> {
  if (!isUuid(of.runId)) return [];
  return reading(async () => {
    const { db } = context;
    const rows = await db
      .select({
        build: { buildId: builds.id, stage: builds.stage, name: builds.name, declaredInputs: runStages.inputs },
        key: builds.key,
      })
      .from(builds)
      .innerJoin(
        runStages,
        and(eq(runStages.runId, builds.runId), eq(runStages.arch, builds.arch), eq(runStages.stage, builds.stage)),
      )
      .where(and(eq(builds.runId, of.runId), eq(builds.arch, of.arch)))
      .orderBy(asc(builds.position));
    const ids = rows.map(({ build }) => build.buildId);
    const environments = await environmentOf(db, ids);
    const outputs = await outputsOf(db, ids);
    return rows.map(({ build, key }) => ({
      ...build,
      ...(key === null ? {} : { key }),
      environment: environments.get(build.buildId) ?? [],
      outputs: outputs.get(build.buildId) ?? [],
    }));
  });
}
