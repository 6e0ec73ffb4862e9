import { createHash } from "node:crypto";
import { type AlpineSeed, Fault, isFault, type PackageRecord, seedInput } from "@ascent/core";
import { type ApkDigests, apkDigests, createEntryGuard, readApk } from "@ascent/formats";
import { atOnce } from "../at-once.ts";
import { generateAliases, generatePackage, isGenerated, namesInSeed } from "../generated-packages.ts";
import { fetchBytes, type Http } from "../http-fetch.ts";
import { lockMismatch } from "../seed-faults.ts";
import type { LockedSeedPackage, SeedJob, SeedKind } from "../seed-job.ts";
import { closureOf, fetchIndex, type IndexedPackage } from "./alpine-index.ts";
import { repositoryKeys } from "./repository-keys.ts";

const AT_ONCE = 4;
/** No package of Alpine's is larger; where a size is announced, that counts. */
const APK_LIMIT = 2 * 1024 * 1024 * 1024;

/** A signed apk repository, taken as it is. */
export const alpineSeed: SeedKind<AlpineSeed> = {
  edition: "alpine-1",

  async resolve(job) {
    const http = { fetch: job.fetch, signal: job.request.signal };
    const { onProgress } = job.request;
    onProgress({ step: "resolve", done: 0, total: 1 });
    const keys = await repositoryKeys(job.seed, job.request.files, http);
    const folders = job.seed.repositories.map((repository) => `${repository.replace(/\/+$/, "")}/${job.arch}`);
    const offered = (await Promise.all(folders.map((folder) => fetchIndex(http, folder, keys)))).flat();
    const closure = closureOf(offered, namesInSeed(job.seed, job.request.names), job.seed.name);
    onProgress({ step: "resolve", done: 1, total: 1 });
    const packages = await withProgress(job, closure, (one) => bringIn(job, http, one));
    const taken = new Set(packages.map(({ record }) => record.name));
    const aliases = await generateAliases(job, job.request.names, taken);
    const origin = job.seed.repositories.join(" ");
    return { seed: job.seed.name, arch: job.arch, origin, packages: [...packages, ...aliases] };
  },

  async restore(job, packages) {
    const http = { fetch: job.fetch, signal: job.request.signal };
    return withProgress(job, packages, (locked) => restoreOne(job, http, locked));
  },
};

async function withProgress<T>(
  job: SeedJob,
  items: readonly T[],
  work: (item: T) => Promise<LockedSeedPackage>,
): Promise<readonly LockedSeedPackage[]> {
  const { onProgress, signal } = job.request;
  let done = 0;
  onProgress({ step: "fetch", done, total: items.length });
  return atOnce(items, AT_ONCE, async (item) => {
    signal.throwIfAborted();
    const result = await work(item);
    done += 1;
    onProgress({ step: "fetch", done, total: items.length });
    return result;
  });
}

/** The package behind an index entry: from the store when it came in before, else over the network, checked. */
async function bringIn(job: SeedJob, http: Http, one: IndexedPackage): Promise<LockedSeedPackage> {
  const { record, url } = one;
  const input = seedInput(job.seed.name);
  const identity = ["apk", record.name, record.version, record.checksum];
  const known = await job.known.find(identity);
  if (known !== undefined) {
    const { fileDigest, contentDigest } = known;
    return { record, input, fileDigest, contentDigest, upstream: { url, sha256: fileDigest.slice("sha256:".length) } };
  }
  const bytes = await fetchBytes(http, url, record.size || APK_LIMIT);
  const { fileDigest, contentDigest } = await checkedApk(bytes, record, url);
  await job.store.put(bytes);
  await job.known.remember(identity, { fileDigest, contentDigest });
  return { record, input, fileDigest, contentDigest, upstream: { url, sha256: fileDigest.slice("sha256:".length) } };
}

/**
 * An apk is what the signed index says when its control segment has the index's checksum (`Q1…`), and its files are those
 * of its control segment when their hash is the one given there. Where the files would go is looked at too.
 */
async function checkedApk(bytes: Uint8Array, record: PackageRecord, url: string): Promise<ApkDigests> {
  const digests = await inspect(bytes).catch((cause: unknown) => {
    if (!isFault(cause)) throw cause;
    throw new Fault(cause.code, `${url}: ${cause.message}`, {
      cause,
      wayOut: cause.wayOut ?? "Try again; if it stays so, the repository holds a damaged package.",
      retryable: cause.code === "archive-truncated",
    });
  });
  const { info, checksum } = digests;
  if (checksum === record.checksum && info.name === record.name && info.version === record.version) return digests;
  throw new Fault("seed-hash-mismatch", `${url} is not the package that the signed index describes`, {
    wayOut: "Try again when the repository has finished its update; if it stays so, do not trust it.",
    retryable: true,
  });
}

async function inspect(bytes: Uint8Array): Promise<ApkDigests> {
  const digests = await apkDigests([bytes]);
  const guard = createEntryGuard();
  const { entries } = await readApk([bytes]);
  for await (const entry of entries) guard.check(entry);
  return digests;
}

async function restoreOne(job: SeedJob, http: Http, locked: LockedSeedPackage): Promise<LockedSeedPackage> {
  const { record, upstream } = locked;
  if (isGenerated(upstream.url)) return regenerate(job, locked);
  if (await job.store.has(locked.fileDigest)) return locked;
  const bytes = await fetchBytes(http, upstream.url, record.size || APK_LIMIT);
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (actual !== upstream.sha256) {
    throw lockMismatch(`${upstream.url} has the SHA-256 ${actual}, but the lock pins ${upstream.sha256}`);
  }
  const { fileDigest, contentDigest } = await checkedApk(bytes, record, upstream.url);
  if (fileDigest !== locked.fileDigest || contentDigest !== locked.contentDigest) {
    throw lockMismatch(`the lock contradicts itself about ${record.name}-${record.version}`);
  }
  await job.store.put(bytes);
  return locked;
}

async function regenerate(job: SeedJob, locked: LockedSeedPackage): Promise<LockedSeedPackage> {
  const { name, description, depends } = locked.record;
  const made = await generatePackage(job, {
    name,
    description,
    depends: depends.map((each) => each.name),
    entries: [],
  });
  if (made.contentDigest === locked.contentDigest) return made;
  throw lockMismatch(`the generated package ${name} comes out as ${made.contentDigest}, not as the lock pins it`);
}
