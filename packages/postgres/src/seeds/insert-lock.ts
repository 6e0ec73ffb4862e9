import { compareText, type Digest, fullVersion, type OfferedPackage } from "@ascent/core";
import type { ArtifactKind, BuiltPackage, SeedResult } from "@ascent/engine";
import { insertRows } from "../bulk-insert.ts";
import type { Transaction } from "../database.ts";
import { artifacts, definitions, packages, seedFingerprints, seedLockPackages, seedLocks } from "../schema/index.ts";

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
  if (inserted.length > 0) await insertLocked(tx, result);
  await insertFingerprint(tx, result);
}

async function insertLocked(tx: Transaction, { lock, lockDigest }: SeedResult): Promise<void> {
  await insertPackages(tx, lock.packages);
  await insertRows(tx, seedLockPackages, {
    rows: lock.packages.map(({ fileDigest, upstream }, position) => {
      return { lockDigest, position, fileDigest, upstreamUrl: upstream.url, upstreamSha256: upstream.sha256 };
    }),
  });
}

/** A lock that was there before may get its fingerprint later, or a newer one. */
async function insertFingerprint(tx: Transaction, { lock, lockDigest, fingerprint }: SeedResult): Promise<void> {
  if (fingerprint === undefined) return;
  const label = `fingerprint of ${lock.seed} ${lock.arch}`;
  await insertArtifacts(tx, "seed-fingerprint", [{ digest: fingerprint, label }]);
  await tx.insert(seedFingerprints).values({ lockDigest, artifact: fingerprint }).onConflictDoNothing();
}

/** What is known already stays. In the order of digests, so that two runs never wait for each other in a circle. */
export async function insertArtifacts(
  tx: Transaction,
  kind: ArtifactKind,
  list: readonly { readonly digest: Digest; readonly label: string; readonly size?: number }[],
): Promise<void> {
  const sorted = list.toSorted((a, b) => compareText(a.digest, b.digest));
  await insertRows(tx, artifacts, {
    rows: sorted.map(({ digest, label, size }) => ({ digest, kind, size: size ?? null, label })),
    existing: "keep",
  });
}

type AnyPackage = Omit<OfferedPackage, "input"> & Partial<Pick<BuiltPackage, "size" | "sbom" | "attestation">>;

/** Packages by their bytes, with the documents that come with them; what is known already stays. */
export async function insertPackages(tx: Transaction, list: readonly AnyPackage[]): Promise<void> {
  const sorted = list.toSorted((a, b) => compareText(a.fileDigest, b.fileDigest));
  const labelled = sorted.map((item) => ({ ...item, label: `${item.record.name}-${item.record.version}` }));
  const document = (digest: Digest | undefined, label: string) => (digest === undefined ? [] : [{ digest, label }]);
  await insertArtifacts(
    tx,
    "package",
    labelled.map(({ fileDigest, label, record, size }) => ({ digest: fileDigest, label, size: size ?? record.size })),
  );
  await insertArtifacts(
    tx,
    "sbom",
    labelled.flatMap(({ sbom, label }) => document(sbom, label)),
  );
  await insertArtifacts(
    tx,
    "attestation",
    labelled.flatMap(({ attestation, label }) => document(attestation, label)),
  );
  await insertRows(tx, packages, {
    rows: sorted.map(({ fileDigest, contentDigest, record }) => {
      const { name, version, arch, origin } = record;
      return { fileDigest, contentDigest, name, version, arch, origin, record };
    }),
    existing: "keep",
  });
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
