import { type Digest, isFault } from "@ascent/core";
import {
  apkContents,
  fingerprintSeed,
  formatFingerprint,
  type PackageContents,
  parseFingerprint,
} from "@ascent/formats";
import type { ArtifactStore, LedgerReader, SeedLock, SeedProgress } from "../ports.ts";

export interface FingerprintPorts {
  readonly store: ArtifactStore;
  readonly ledger: Pick<LedgerReader, "fingerprintOf">;
}

export interface FingerprintRequest {
  readonly lock: SeedLock;
  readonly lockDigest: Digest;
  readonly onProgress: (progress: SeedProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * What the bytes of a locked seed are recognised by, as an artifact: an earlier one of the same lock where this version can
 * read it, else made from every package of the lock. Throws what the store and reading the packages throw.
 */
export async function seedFingerprint(ports: FingerprintPorts, request: FingerprintRequest): Promise<Digest> {
  const known = await ports.ledger.fingerprintOf(request.lockDigest);
  if (known !== undefined && (await isReadable(ports.store, known))) return known;
  const fingerprint = await fingerprintSeed(contentsOf(ports.store, request));
  return ports.store.put(formatFingerprint(fingerprint));
}

async function isReadable(store: ArtifactStore, digest: Digest): Promise<boolean> {
  if (!(await store.has(digest))) return false;
  try {
    parseFingerprint(await store.read(digest));
    return true;
  } catch (error) {
    if (isFault(error)) return false;
    throw error;
  }
}

async function* contentsOf(store: ArtifactStore, request: FingerprintRequest): AsyncGenerator<PackageContents> {
  const { packages } = request.lock;
  for (const [done, { fileDigest }] of packages.entries()) {
    request.signal.throwIfAborted();
    request.onProgress({ step: "fingerprint", done, total: packages.length });
    yield await apkContents(await store.stream(fileDigest));
  }
}
