import { compareText, type LockedPackage, type SourceRef } from "@ascent/core";
import type { FinishedBuild } from "@ascent/engine";
import { and, eq, sql } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import type { Transaction } from "../database.ts";
import type { RunChange } from "../run-change.ts";
import { artifacts, buildInputs, buildOutputs, buildResults, builds } from "../schema/index.ts";
import { insertPackages } from "../seeds/insert-lock.ts";
import type { BuildNames } from "./build-names.ts";

/** Everything that a build used and made, by digest; and its key, under which other runs will find it. */
export async function recordProvenance(change: RunChange, names: BuildNames, finished: FinishedBuild): Promise<void> {
  const { tx } = change;
  const { buildId } = names;
  await recordEnvironment(tx, names, finished.environment);
  await recordMaterials(tx, buildId, finished);
  await insertPackages(tx, finished.outputs);
  await insertRows(tx, buildOutputs, {
    rows: finished.outputs.map(({ fileDigest }, position) => ({ buildId, position, fileDigest })),
  });
  await insertRows(tx, buildResults, { rows: [{ key: finished.key, buildId }], existing: "keep" });
}

/** The locked environment, each package with the build of this run that made it. Replaces an earlier attempt's. */
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
        and maker.run_id = own.run_id and maker.arch = own.arch and maker.stage = used.input
      limit 1)
    from builds own
    where own.id = ${buildId} and used.build_id = own.id and used.role = 'environment'
      and not starts_with(used.input, 'seed:')`);
}

async function recordMaterials(tx: Transaction, buildId: string, finished: FinishedBuild): Promise<void> {
  const [row] = await tx.select({ recipe: builds.recipe }).from(builds).where(eq(builds.id, buildId));
  if (row === undefined) return;
  const { definition, files } = row.recipe;
  const sources = finished.sources.map(({ ref, digest, from }) => ({
    artifact: digest,
    name: uriOf(ref),
    origin: from,
  }));
  await insertRows(tx, artifacts, { rows: artifactsOf(sources, "source"), existing: "keep" });
  const blueprintFiles = files.map(({ path, digest }) => ({ artifact: digest, name: path, origin: null }));
  await insertRows(tx, artifacts, { rows: artifactsOf(blueprintFiles, "blueprint-file"), existing: "keep" });
  const definitionInput = { artifact: definition.digest, name: definition.file, origin: null };
  await insertRows(tx, buildInputs, {
    rows: [
      { buildId, role: "definition", position: 0, ...definitionInput },
      ...blueprintFiles.map((file, position) => ({ buildId, role: "file" as const, position, ...file })),
      ...sources.map((source, position) => ({ buildId, role: "source" as const, position, ...source })),
    ],
  });
}

interface Material {
  readonly artifact: LockedPackage["fileDigest"];
  readonly name: string;
}

function artifactsOf(materials: readonly Material[], kind: "source" | "blueprint-file") {
  const sorted = materials.toSorted((a, b) => compareText(a.artifact, b.artifact));
  return sorted.map(({ artifact, name }) => ({ digest: artifact, kind, label: name }));
}

/** What a person knows a source by: a URI, or a repository at a commit. */
export function uriOf(ref: SourceRef): string {
  return ref.kind === "fetch" ? ref.uri : `git+${ref.repository}@${ref.commit}`;
}
