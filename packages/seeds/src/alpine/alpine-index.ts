import { createHash } from "node:crypto";
import {
  createCatalog,
  Fault,
  isFault,
  type OfferedPackage,
  type PackageRecord,
  resolveEnvironment,
  sortedBy,
} from "@ascent/core";
import { readIndex, verifyIndex } from "@ascent/formats";
import { fetchBytes, type Http } from "../http-fetch.ts";
import { missingPackages, untrusted } from "../seed-faults.ts";

/** Alpine's largest indexes are about 3 MB. */
const INDEX_LIMIT = 128 * 1024 * 1024;

/** A package as a repository's signed index describes it. */
export interface IndexedPackage {
  readonly record: PackageRecord;
  /** Where its apk is. */
  readonly url: string;
}

/**
 * What a repository offers, from `<repository>/<arch>/APKINDEX.tar.gz`, which one of `keys` must have signed.
 * Throws Fault "seed-unreachable", "seed-untrusted", or those of a damaged archive.
 */
export async function fetchIndex(
  http: Http,
  folder: string,
  keys: ReadonlyMap<string, string>,
): Promise<readonly IndexedPackage[]> {
  const url = `${folder}/APKINDEX.tar.gz`;
  const index = readIndex(await fetchBytes(http, url, INDEX_LIMIT));
  try {
    verifyIndex(index, keys);
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    throw untrusted(
      `the index ${url} is not trusted: ${cause.message}`,
      cause.wayOut ?? "Check the repository's URL and the seed's keys in the blueprint.",
      cause,
    );
  }
  return index.records.map((record) => ({ record, url: `${folder}/${apkFile(record, url)}` }));
}

/** `name-version.apk`, refused where it would lead elsewhere. */
function apkFile({ name, version }: PackageRecord, url: string): string {
  const file = `${name}-${version}.apk`;
  if (/^[A-Za-z0-9._+-]+$/.test(file)) return file;
  throw new Fault("apk-index-corrupt", `${url} names a package ${JSON.stringify(file)}, which is no file name`);
}

/**
 * Everything that any of the names could take: the union of each name's closure, and of all together, so that packages
 * that come in by `install_if` are there. Sorted by name and version.
 * Throws Fault "seed-missing-package", or "seed-conflict" for a name whose dependencies the repositories do not have.
 */
export function closureOf(
  offered: readonly IndexedPackage[],
  wanted: readonly string[],
  seed: string,
): readonly IndexedPackage[] {
  const byChecksum = new Map(offered.map((one) => [keyOf(one.record), one]));
  const catalog = createCatalog([offered.map(({ record }) => placeholder(record))]);
  const known = new Set(offered.flatMap(({ record }) => [record.name, ...record.provides.map(({ name }) => name)]));
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length > 0) throw missingPackages(seed, missing);
  const chosen = new Map<string, IndexedPackage>();
  const take = (packages: readonly OfferedPackage[]): void => {
    for (const { record } of packages) {
      const one = byChecksum.get(keyOf(record));
      if (one !== undefined) chosen.set(keyOf(record), one);
    }
  };
  for (const name of wanted) {
    const alone = resolveEnvironment({ wanted: [{ name, conflict: false }], inputs: catalog });
    if (!alone.ok) throw unresolvable(seed, name, alone.reasons);
    take(alone.packages);
  }
  const together = resolveEnvironment({ wanted: wanted.map((name) => ({ name, conflict: false })), inputs: catalog });
  if (together.ok) take(together.packages);
  return sortedBy(chosen.values(), ({ record }) => keyOf(record));
}

function keyOf(record: PackageRecord): string {
  return `${record.name} ${record.version} ${record.checksum}`;
}

/** Before the bytes are here, apk's own checksum stands for them; these digests never leave the resolver. */
function placeholder(record: PackageRecord): OfferedPackage {
  const digest = `sha256:${createHash("sha256").update(record.checksum).digest("hex")}` as const;
  return { record, input: "seed", fileDigest: digest, contentDigest: digest };
}

function unresolvable(seed: string, name: string, reasons: readonly string[]): Fault {
  return new Fault("seed-conflict", `seed "${seed}" cannot give ${name}: ${reasons.join("; ")}`, {
    wayOut: "Add the repository that has what is missing to the seed, or take another name by an alias.",
  });
}
