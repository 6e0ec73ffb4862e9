import { Fault, type OfferedPackage, resolveEnvironment, seedInput, sortedBy } from "@ascent/core";
import type { ArtifactStore, SeedLock, SeedProvider, SeedRequest } from "@ascent/engine";
import { apkDigests, recordOf } from "@ascent/formats";
import { type TestApk, testApk, testKey } from "./seed-apk.ts";

/** What a fake seed holds, and what a test may do to it between two acquisitions. */
export interface FakeSeeds extends SeedProvider {
  readonly packages: TestApk[];
  /** When set, thrown instead of an answer that is not locked yet. */
  failure: Fault | undefined;
  /** How often a lock was really made. */
  resolutions: number;
}

/** A seed provider in memory over real apks: resolves, stores, keeps locks; no network, no conversion. */
export function fakeSeeds(store: ArtifactStore, packages: readonly TestApk[]): FakeSeeds {
  const locks = new Map<string, SeedLock>();
  const keyOf = ({ seed, arch, names }: Pick<SeedRequest, "seed" | "arch" | "names">) =>
    JSON.stringify([seed.name, arch, [...names].sort()]);
  const seeds: FakeSeeds = {
    packages: [...packages],
    failure: undefined,
    resolutions: 0,
    async acquire(request) {
      request.signal.throwIfAborted();
      const saved = locks.get(keyOf(request));
      if (saved !== undefined) return saved;
      if (seeds.failure !== undefined) throw seeds.failure;
      const lock = await resolve(store, seeds.packages, request);
      seeds.resolutions += 1;
      locks.set(keyOf(request), lock);
      return lock;
    },
    async forget(request) {
      locks.delete(keyOf(request));
    },
  };
  return seeds;
}

async function resolve(store: ArtifactStore, packages: readonly TestApk[], request: SeedRequest): Promise<SeedLock> {
  const { seed, arch, names, onProgress } = request;
  const input = seedInput(seed.name);
  const offers: OfferedPackage[] = [];
  const { signer } = testKey("fake.rsa.pub");
  const aliased = names.filter((name) => seed.aliases.has(name));
  const aliases = await Promise.all(
    aliased.map((name) => testApk({ name, version: "0-r0", depends: seed.aliases.get(name) ?? [], files: {} }, signer)),
  );
  const all = [...packages, ...aliases];
  for (const { bytes } of all) {
    const { info, fileDigest, contentDigest, size, checksum } = await apkDigests([bytes]);
    offers.push({ record: recordOf(info, { size, checksum }), input, fileDigest, contentDigest });
  }
  const chosen = new Map<string, OfferedPackage>();
  for (const name of names) {
    const found = resolveEnvironment({ wanted: [{ name, conflict: false }], inputs: [offers] });
    if (!found.ok) throw new Fault("seed-missing-package", `the seed has no package ${name}`);
    for (const offer of found.packages) chosen.set(offer.fileDigest, offer);
  }
  for (const { bytes } of all) await store.put(bytes);
  onProgress({ step: "fetch", done: chosen.size, total: chosen.size });
  return {
    seed: seed.name,
    arch,
    origin: "memory",
    packages: sortedBy(chosen.values(), ({ record }) => record.name).map((offer) => ({
      ...offer,
      upstream: { url: `memory:${offer.record.name}`, sha256: offer.fileDigest.slice("sha256:".length) },
    })),
  };
}
