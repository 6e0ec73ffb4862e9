import { type AlpineSeed, type Arch, type DebianSeed, Fault, type Seed, seedInput, sortedBy } from "@ascent/core";
import type { ArtifactStore, Log, PackageSigner, SeedLock, SeedProvider, SeedRequest, StageKeys } from "@ascent/engine";
import { signingKeyOf } from "@ascent/engine";
import { parseSeedLock } from "@ascent/formats";
import { alpineSeed } from "./alpine/alpine-seed.ts";
import { debianSeed } from "./debian/debian-seed.ts";
import { hostCodenames } from "./debian/host-archive.ts";
import type { Fetch } from "./http-fetch.ts";
import { knownPackages } from "./known-packages.ts";
import { type SavedLocks, savedLocks } from "./saved-locks.ts";
import { explainDisk, lockMismatch } from "./seed-faults.ts";
import type { SeedJob, SeedKind } from "./seed-job.ts";

export interface SeedProviderOptions {
  readonly store: ArtifactStore;
  /** Private to this installation: saved locks, what came of which bytes, apt's state. */
  readonly directory: string;
  readonly log: Log;
  readonly fetch?: Fetch;
  /** What the host's release is called, its own name first; read from the host when absent. */
  readonly hostReleases?: () => Promise<readonly string[]>;
  /** Converted packages are signed with the key that their seed's repository is served under. */
  readonly keys: Pick<StageKeys, "signerFor">;
}

/**
 * Foreign distributions as packages of the artifact store: `alpine` as it is, `debian` through the host's apt and turned
 * into apks. Faults: see SeedProvider; further "seed-conflict", "seed-hash-mismatch", "seed-lock-missing",
 * "seed-lock-malformed", "seed-alias-clash", "disk-full", and those of a damaged or hostile package (`archive-…`,
 * `apk-…`, `deb-…`).
 */
export function createSeedProvider(options: SeedProviderOptions): SeedProvider {
  return {
    async acquire(request) {
      request.signal.throwIfAborted();
      const { seed } = request;
      const acquired =
        seed.type === "alpine"
          ? acquire(options, { ...request, seed }, alpineSeed)
          : acquire(options, { ...request, seed }, debianSeed);
      return acquired.catch((error: unknown) => Promise.reject(explainDisk(error, options.directory)));
    },
    async forget(request) {
      return (await locksOf(options, request.seed)).forget(request);
    },
  };
}

async function acquire<S extends AlpineSeed | DebianSeed>(
  options: SeedProviderOptions,
  request: SeedRequest & { readonly seed: S },
  kind: SeedKind<S>,
): Promise<SeedLock> {
  const job = jobOf(options, request);
  const pinned = pinnedLock(request);
  if (pinned !== undefined) return { ...pinned, packages: await kind.restore(job, pinned.packages) };
  const locks = await locksOf(options, request.seed);
  const saved = await locks.read(request);
  if (saved !== undefined) return (await isWhole(job, saved)) ? saved : mended(job, kind, { saved, locks });
  const lock = sorted(await kind.resolve(job));
  await locks.write(request, lock);
  options.log.info({ seed: lock.seed, arch: lock.arch, packages: lock.packages.length }, "seed locked");
  return lock;
}

/**
 * Which suites `host` and `next` are is for the host to say: once it was upgraded to another release, locks of the one
 * before are none of these suites any more, and new ones are made. They stay, in case it goes back.
 */
async function locksOf(options: SeedProviderOptions, seed: Seed): Promise<SavedLocks> {
  const { directory, hostReleases = hostCodenames } = options;
  if (seed.type === "alpine") return savedLocks(directory, alpineSeed.edition);
  const isHosts = seed.suite === "host" || seed.suite === "next";
  const [release] = isHosts ? await hostReleases() : [];
  return savedLocks(directory, release === undefined ? debianSeed.edition : `${debianSeed.edition} on ${release}`);
}

function jobOf<S extends Seed>(options: SeedProviderOptions, request: SeedRequest & { readonly seed: S }): SeedJob<S> {
  const { store, directory, log, keys } = options;
  let signer: Promise<PackageSigner> | undefined;
  const { name } = request.seed;
  const makeSigner = () => keys.signerFor(signingKeyOf(seedInput(name)));
  return {
    seed: request.seed,
    arch: request.arch,
    request,
    store,
    directory,
    log,
    known: knownPackages(directory, store),
    fetch: options.fetch ?? globalThis.fetch,
    signer: () => {
      signer ??= makeSigner();
      return signer;
    },
  };
}

/** The blueprint's own lock for this arch, when its seed names one. */
function pinnedLock(request: SeedRequest): SeedLock | undefined {
  const { seed, arch, files, names } = request;
  if (seed.lock === undefined) return undefined;
  const file = files.get(seed.lock);
  const locks = file === undefined ? [] : parseSeedLock(new TextDecoder().decode(file.bytes), seed.lock);
  const lock = locks.find((one) => one.seed === seed.name && one.arch === arch);
  if (lock === undefined) throw missingLock(seed.lock, seed.name, arch);
  const given = new Set(
    lock.packages.flatMap(({ record }) => [record.name, ...record.provides.map(({ name }) => name)]),
  );
  const lacking = names.filter((name) => !given.has(name));
  if (lacking.length > 0) throw lockMismatch(`${seed.lock} pins no package for ${lacking.join(", ")}`);
  return lock;
}

function missingLock(path: string, seed: string, arch: Arch): Fault {
  return new Fault("seed-lock-missing", `the blueprint has no lock of seed "${seed}" for ${arch} in ${path}`, {
    wayOut: `Make it with \`ascent seed lock\`, or take "lock: ${path}" out of bootstrap.yaml.`,
  });
}

async function isWhole(job: SeedJob, lock: SeedLock): Promise<boolean> {
  const held = await Promise.all(lock.packages.map(({ fileDigest }) => job.store.has(fileDigest)));
  return held.every((isHeld) => isHeld);
}

/** The store has lost packages that a saved lock names: the same ones are brought in again. */
async function mended<S extends Seed>(
  job: SeedJob<S>,
  kind: SeedKind<S>,
  { saved, locks }: { readonly saved: SeedLock; readonly locks: SavedLocks },
): Promise<SeedLock> {
  const lock = { ...saved, packages: await kind.restore(job, saved.packages) };
  await locks.write(job.request, lock);
  return lock;
}

/** By name, then version, in code-unit order: the same lock is the same bytes. */
function sorted(lock: SeedLock): SeedLock {
  return { ...lock, packages: sortedBy(lock.packages, ({ record }) => `${record.name} ${record.version}`) };
}
