import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Arch, type DebianSeed, formatDependency, type PackageDigests, seedInput } from "@ascent/core";
import type { ApkEntry } from "@ascent/formats";
import { atOnce } from "../at-once.ts";
import { generateAliases, generatePackage, isGenerated, namesInSeed } from "../generated-packages.ts";
import type { KnownPackage } from "../known-packages.ts";
import { lockMismatch, missingPackages } from "../seed-faults.ts";
import type { LockedSeedPackage, SeedJob, SeedKind } from "../seed-job.ts";
import { refuseOddNames, resolveDebs, updateIndexes } from "./apt-resolution.ts";
import type { AptSource } from "./apt-sources.ts";
import { chooseArchive, describeArchive, releasesOf } from "./archive-choice.ts";
import { namesNotGiven, type PlannedDeb, planClosure, readControls, widen, widenedNames } from "./closure.ts";
import { convertDeb } from "./convert-deb.ts";
import { downloadDebs } from "./deb-download.ts";
import { readHostApt } from "./host-archive.ts";
import { nextSuite, readRelease } from "./next-suite.ts";
import { type PrivateApt, withPrivateApt } from "./private-apt.ts";
import { mergedDirectories, USR_MERGE } from "./usr-merge.ts";

/** Changes whenever the same deb would come out as other bytes: packages are then converted anew and locks made anew. */
const EDITION = "debian-3";

const ARCHITECTURES: Readonly<Record<Arch, string>> = { x86_64: "amd64", aarch64: "arm64" };

/** debs of the host's own distribution, taken with apt's verification and turned into apks. */
export const debianSeed: SeedKind<DebianSeed> = {
  edition: EDITION,

  async resolve(job) {
    const { names, onProgress } = job.request;
    const wanted = namesInSeed(job.seed, names);
    refuseOddNames(job.seed.name, wanted);
    onProgress({ step: "resolve", done: 0, total: 2 });
    return withArchive(job, async (apt, sources) => {
      await updateIndexes(apt);
      onProgress({ step: "resolve", done: 1, total: 2 });
      const widened = widenedNames(job.seed, names);
      const planned = widen(await planNames(apt, wanted), widened);
      onProgress({ step: "resolve", done: 2, total: 2 });
      const packages = await realise(job, apt, planned);
      const taken = new Set(packages.map(({ record }) => record.name));
      const others = names.filter((name) => !widened.has(name));
      const aliases = await generateAliases(job, others, taken);
      const merge = await generateMerge(job);
      const { name, suite } = job.seed;
      const origin = `${suite}: ${describeArchive(sources)}`;
      return { seed: name, arch: job.arch, origin, packages: [...packages, merge, ...aliases] };
    });
  },

  async restore(job, packages) {
    const generated = packages.filter(({ upstream }) => isGenerated(upstream.url));
    const foreign = packages.filter(({ upstream }) => !isGenerated(upstream.url));
    const remade = await atOnce(generated, 1, (locked) => regenerate(job, locked));
    const realised = await restoreDebs(job, foreign);
    return matchLock(packages, [...remade, ...realised]);
  },
};

async function planNames(apt: PrivateApt, names: readonly string[]): Promise<readonly PlannedDeb[]> {
  const controls = await readControls(apt, await resolveDebs(apt, names));
  const missing = namesNotGiven(controls, names);
  if (missing.length > 0) throw missingPackages(apt.seed, missing);
  return planClosure(controls);
}

async function withArchive<T>(
  job: SeedJob<DebianSeed>,
  use: (apt: PrivateApt, sources: readonly AptSource[]) => Promise<T>,
): Promise<T> {
  const { seed, request } = job;
  const architecture = ARCHITECTURES[job.arch];
  const host = await readHostApt(request.signal);
  const { settings } = host;
  const parent = join(job.directory, "apt");
  const archiveOf = (suite: string) => chooseArchive(host.sources, { suite, architecture, codenames: host.codenames });
  const lend = <R>(sources: readonly AptSource[], lent: (apt: PrivateApt) => Promise<R>) =>
    withPrivateApt({ parent, seed: seed.name, architecture, sources, settings, signal: request.signal }, lent);
  const next = () => nextSuite(releasesOf(archiveOf("host")), (suite) => lend(archiveOf(suite), readRelease));
  const sources = archiveOf(seed.suite === "next" ? await next() : seed.suite);
  return lend(sources, (apt) => use(apt, sources));
}

/** What decides a converted package's bits, and whose signature it carries. */
async function originOf(job: SeedJob, { deb, depends }: PlannedDeb): Promise<string[]> {
  const { keyName } = await job.signer();
  return [EDITION, job.arch, deb.sha256, depends.join(" "), keyName];
}

/** Brings debs into the store as packages: those that came in before are not fetched again. In the order given. */
async function realise(job: SeedJob, apt: PrivateApt, planned: readonly PlannedDeb[]): Promise<LockedSeedPackage[]> {
  const found = await Promise.all(planned.map(async (one) => job.known.find(await originOf(job, one))));
  const missing = planned.filter((_one, index) => found[index] === undefined);
  const made = await fetchAndConvert(job, apt, missing);
  return planned.map((one, index) => {
    const known = found[index] ?? made.get(one.deb.sha256);
    if (known === undefined) throw new Error(`${one.deb.name} was neither found nor made`);
    const { record, fileDigest, contentDigest } = known;
    const upstream = { url: one.deb.url, sha256: one.deb.sha256 };
    return { record, input: seedInput(job.seed.name), fileDigest, contentDigest, upstream };
  });
}

async function fetchAndConvert(
  job: SeedJob,
  apt: PrivateApt,
  missing: readonly PlannedDeb[],
): Promise<ReadonlyMap<string, KnownPackage>> {
  if (missing.length === 0) return new Map();
  const { onProgress } = job.request;
  const total = missing.length;
  onProgress({ step: "fetch", done: 0, total });
  const debs = missing.map(({ deb }) => deb);
  const paths = await downloadDebs(apt, debs, (done) => onProgress({ step: "fetch", done, total }));
  let done = 0;
  onProgress({ step: "convert", done, total });
  const made = await atOnce(missing, availableParallelism() * 2, async (one) => {
    const deb = paths.get(one.deb.sha256) ?? "";
    const digests = await convertDeb(job, { deb, depends: one.depends, scratch: apt.directory });
    done += 1;
    onProgress({ step: "convert", done, total });
    return [one.deb.sha256, await remember(job, one, digests)] as const;
  });
  return new Map(made);
}

async function remember(job: SeedJob, one: PlannedDeb, digests: PackageDigests): Promise<KnownPackage> {
  const origin = await originOf(job, one);
  await job.known.remember(origin, digests);
  const known = await job.known.find(origin);
  if (known === undefined) throw new Error(`${one.deb.name} was converted, but the store does not have it`);
  return known;
}

async function generateMerge(job: SeedJob): Promise<LockedSeedPackage> {
  const merged = mergedDirectories(job.arch);
  const entries = ["usr", ...merged.map((name) => `usr/${name}`)].map((path): ApkEntry => {
    return { path, type: "directory", mode: 0o755 };
  });
  const links = merged.map((path): ApkEntry => ({ path, type: "symlink", mode: 0o777, linkTarget: `usr/${path}` }));
  const description = "The links of a merged /usr, which Debian's packages expect";
  return generatePackage(job, { name: USR_MERGE, description, depends: [], entries: [...entries, ...links] });
}

async function regenerate(job: SeedJob, locked: LockedSeedPackage): Promise<LockedSeedPackage> {
  const { name, description, depends } = locked.record;
  if (name === USR_MERGE) return generateMerge(job);
  return generatePackage(job, { name, description, depends: depends.map(formatDependency), entries: [] });
}

async function restoreDebs(
  job: SeedJob<DebianSeed>,
  locked: readonly LockedSeedPackage[],
): Promise<readonly LockedSeedPackage[]> {
  const planned = locked.map(({ record, upstream }): PlannedDeb => {
    const deb = { name: record.name, url: upstream.url, size: undefined, sha256: upstream.sha256 };
    return { deb, depends: record.depends.map(formatDependency) };
  });
  const found = await Promise.all(planned.map(async (one) => job.known.find(await originOf(job, one))));
  if (found.every((known) => known !== undefined)) {
    return locked.map((one, index) => ({ ...one, ...found[index] }));
  }
  return withArchive(job, (apt, sources) =>
    realise(
      job,
      apt,
      planned.map((one) => onThisMirror(one, sources)),
    ),
  );
}

/** A lock made on another mirror names that one's URLs; the pool's paths are the same on all (the SHA-256 tells). */
function onThisMirror(one: PlannedDeb, sources: readonly AptSource[]): PlannedDeb {
  const uris = sources.flatMap((source) => source.uris);
  const { url } = one.deb;
  const pool = url.indexOf("/pool/");
  if (pool === -1 || uris.some((uri) => url.startsWith(uri))) return one;
  const isSecurity = url.startsWith("/pool/updates/", pool);
  const mirror = uris.find((uri) => /security/.test(uri) === isSecurity) ?? uris[0];
  if (mirror === undefined) return one;
  return { ...one, deb: { ...one.deb, url: `${mirror.replace(/\/+$/, "")}${url.slice(pool)}` } };
}

/** Same content as pinned, or a fault; the pin's own URL is kept. */
function matchLock(
  locked: readonly LockedSeedPackage[],
  realised: readonly LockedSeedPackage[],
): readonly LockedSeedPackage[] {
  const byUpstream = new Map(realised.map((one) => [one.upstream.sha256, one]));
  return locked.map((pin) => {
    const made = byUpstream.get(pin.upstream.sha256);
    if (made?.contentDigest === pin.contentDigest) return { ...made, upstream: pin.upstream };
    const { name, version } = pin.record;
    throw lockMismatch(
      `${name}-${version} of the lock has the content ${pin.contentDigest}, but ${made?.contentDigest ?? "nothing"} comes of ${pin.upstream.url}`,
    );
  });
}
