import { compareText, fullVersion, type OfferedPackage } from "@ascent/core";
import type { BuiltPackage, SeedResult } from "@ascent/engine";
import { sql } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import type { Transaction } from "../database.ts";
import { artifacts, definitions, packages, seedLockPackages, seedLocks } from "../schema/index.ts";

/** A lock is named by its digest: one that is there already is the same, packages and all. */
export async function insertLock(tx: Transaction, result: SeedResult): Promise<void> {
  const { lock, lockDigest } = result;
  const { seed, arch, origin } = lock;
  await insertRows(tx, artifacts, {
    rows: [{ digest: lockDigest, kind: "seed-lock", label: `${seed} ${arch}` }],
    existing: "keep",
  });
  const inserted = await tx
    .insert(seedLocks)
    .values({ digest: lockDigest, seed, arch, origin, packageCount: lock.packages.length })
    .onConflictDoNothing()
    .returning({ digest: seedLocks.digest });
  if (inserted.length === 0) return;
  await insertPackages(tx, lock.packages);
  await insertRows(tx, seedLockPackages, {
    rows: lock.packages.map(({ fileDigest, upstream }, position) => {
      return { lockDigest, position, fileDigest, upstreamUrl: upstream.url, upstreamSha256: upstream.sha256 };
    }),
  });
}

type AnyPackage = Omit<OfferedPackage, "input"> & Partial<Pick<BuiltPackage, "size" | "sbom">>;

/**
 * Packages by their bytes; what is known already stays. In the order of digests, so that two runs that insert the same
 * packages never wait for each other in a circle.
 */
export async function insertPackages(tx: Transaction, list: readonly AnyPackage[]): Promise<void> {
  const sorted = list.toSorted((a, b) => compareText(a.fileDigest, b.fileDigest));
  const labelled = sorted.map((item) => ({ ...item, label: `${item.record.name}-${item.record.version}` }));
  const files = labelled.map(({ fileDigest, label, record, size }) => {
    return { digest: fileDigest, kind: "package" as const, size: size ?? record.size, label };
  });
  const sboms = labelled.flatMap(({ sbom, label }) =>
    sbom === undefined ? [] : [{ digest: sbom, kind: "sbom" as const, size: null, label }],
  );
  await insertRows(tx, artifacts, { rows: files, existing: "keep" });
  await insertRows(tx, artifacts, {
    rows: sboms.toSorted((a, b) => compareText(a.digest, b.digest)),
    existing: "keep",
  });
  await insertRows(tx, packages, {
    rows: sorted.map(({ fileDigest, contentDigest, record, sbom }) => {
      const { name, version, arch, origin } = record;
      return { fileDigest, contentDigest, name, version, arch, origin, record, sbom: sbom ?? null };
    }),
    existing: "keep",
  });
  await addSboms(tx, sorted);
}

/** A seed may offer the very bytes that a build puts out later; then the SBOM becomes known only now. */
async function addSboms(tx: Transaction, list: readonly AnyPackage[]): Promise<void> {
  for (const { fileDigest, sbom } of list) {
    if (sbom === undefined) continue;
    await tx
      .update(packages)
      .set({ sbom })
      .where(sql`${packages.fileDigest} = ${fileDigest} and ${packages.sbom} is null`);
  }
}

/** The definitions that a plan was made from. */
export async function insertDefinitions(tx: Transaction, result: SeedResult): Promise<void> {
  const recipes = result.stages.flatMap((stage) => stage.builds.map(({ recipe }) => recipe));
  const byDigest = new Map(recipes.map((recipe) => [recipe.definition.digest, recipe]));
  const sorted = [...byDigest.values()].sort((a, b) => compareText(a.definition.digest, b.definition.digest));
  await insertRows(tx, artifacts, {
    rows: sorted.map(({ definition, name, ...version }) => {
      const label = `${definition.file} (${name} ${fullVersion(version)})`;
      return { digest: definition.digest, kind: "blueprint-file", label };
    }),
    existing: "keep",
  });
  await insertRows(tx, definitions, {
    rows: sorted.map(({ definition }) => {
      return {
        digest: definition.digest,
        file: definition.file,
        text: result.definitions?.get(definition.digest) ?? null,
      };
    }),
    existing: "keep",
  });
}
