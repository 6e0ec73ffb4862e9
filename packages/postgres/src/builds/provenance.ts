import type { LockedPackage, Recipe, SourceRef } from "@ascent/core";
import type { FinishedBuild } from "@ascent/engine";
import { and, eq, sql } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import type { Transaction } from "../database.ts";
import { insertEvidence } from "../proof/evidence.ts";
import type { RunChange } from "../run-change.ts";
import { buildInputs, buildOutputs, buildResults, builds } from "../schema/index.ts";
import { insertArtifacts, insertPackages } from "../seeds/insert-lock.ts";
import type { BuildNames } from "./build-names.ts";

/**
 * Everything that a build used and made, by digest, what was looked at, and its key, under which other runs will find
 * it. A rebuild is for comparison: nobody finds it.
 */
export async function recordProvenance(change: RunChange, names: BuildNames, finished: FinishedBuild): Promise<void> {
  const { tx } = change;
  const { buildId } = names;
  const [build] = await tx
    .select({ recipe: builds.recipe, repeats: builds.repeats })
    .from(builds)
    .where(eq(builds.id, buildId));
  if (build === undefined) return;
  await recordEnvironment(tx, names, finished.environment);
  await recordMaterials(tx, build.recipe, finished);
  await insertPackages(tx, finished.outputs);
  await insertRows(tx, buildOutputs, {
    rows: finished.outputs.map(({ fileDigest, sbom, attestation }, position) => {
      return { buildId, position, fileDigest, sbom, attestation: attestation ?? null };
    }),
  });
  const evidence = await insertEvidence(tx, finished.evidence ?? [], { runIds: [change.runId], at: change.at });
  for (const { kind, subject } of evidence) change.record(kind, subject);
  if (build.repeats !== null) return;
  await insertRows(tx, buildResults, { rows: [{ key: finished.key, buildId }], existing: "keep" });
}

/**
 * The locked environment, each package with the build of this run that made it; of a rebuild, the build of the run that
 * it repeats. Replaces an earlier attempt's.
 */
export async function recordEnvironment(
  tx: Transaction,
  names: BuildNames,
  environment: readonly LockedPackage[],
): Promise<void> {
  const { buildId } = names;
  await tx.delete(buildInputs).where(and(eq(buildInputs.buildId, buildId), eq(buildInputs.role, "environment")));
  await insertRows(tx, buildInputs, {
    rows: environment.map(({ fileDigest, contentDigest, name, version, input }, position) => {
      return { buildId, role: "environment", position, artifact: fileDigest, contentDigest, name, version, input };
    }),
  });
  await tx.execute(sql`
    update build_inputs used set made_by = (
      select maker.id from build_outputs made join builds maker on maker.id = made.build_id
      where made.file_digest = used.artifact
        and maker.run_id = coalesce(run.rebuild_of, run.id) and maker.arch = own.arch and maker.stage = used.input
      limit 1)
    from builds own join runs run on run.id = own.run_id
    where own.id = ${buildId} and used.build_id = own.id and used.role = 'environment'
      and not starts_with(used.input, 'seed:')`);
}

async function recordMaterials(tx: Transaction, recipe: Recipe, finished: FinishedBuild): Promise<void> {
  const { definition, files } = recipe;
  const { buildId } = finished.ref;
  const sources = finished.sources.map(({ ref, digest, from }) => ({
    artifact: digest,
    name: uriOf(ref),
    origin: from,
  }));
  await insertArtifacts(tx, "source", artifactsOf(sources));
  const blueprintFiles = files.map(({ path, digest }) => ({ artifact: digest, name: path, origin: null }));
  await insertArtifacts(tx, "blueprint-file", artifactsOf(blueprintFiles));
  const definitionInput = { artifact: definition.digest, name: definition.file, origin: null };
  await insertRows(tx, buildInputs, {
    rows: [
      { buildId, role: "definition", position: 0, ...definitionInput },
      ...blueprintFiles.map((file, position) => ({ buildId, role: "file" as const, position, ...file })),
      ...sources.map((source, position) => ({ buildId, role: "source" as const, position, ...source })),
    ],
  });
  if (finished.cached) await copySources(tx, finished);
}

/** A result from the cache was made of what its first build had fetched. */
async function copySources(tx: Transaction, { ref, key }: FinishedBuild): Promise<void> {
  await tx.execute(sql`
    insert into build_inputs (build_id, role, position, artifact, name, origin)
    select ${ref.buildId}, role, position, artifact, name, origin from build_inputs
    where role = 'source' and build_id = (select build_id from build_results where key = ${key})
    on conflict do nothing`);
}

interface Material {
  readonly artifact: LockedPackage["fileDigest"];
  readonly name: string;
}

function artifactsOf(materials: readonly Material[]) {
  return materials.map(({ artifact, name }) => ({ digest: artifact, label: name }));
}

/** What a person knows a source by: a URI, or a repository at a commit. */
export function uriOf(ref: SourceRef): string {
  return ref.kind === "fetch" ? ref.uri : `git+${ref.repository}@${ref.commit}`;
}
