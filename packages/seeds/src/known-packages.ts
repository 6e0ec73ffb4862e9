import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Digest, PackageDigests, PackageRecord } from "@ascent/core";
import type { ArtifactStore } from "@ascent/engine";
import { collect, controlChecksum, digestText, readApk, recordOf } from "@ascent/formats";
import { z } from "zod";
import { readIfThere, writeWhole } from "./private-files.ts";

const Entry = z.strictObject({ fileDigest: digestText, contentDigest: digestText });

export interface KnownPackage extends PackageDigests {
  readonly record: PackageRecord;
}

/** Which package came of which foreign bytes, so that nothing is fetched or converted twice. One small file each. */
export interface KnownPackages {
  /** Undefined when nothing is known, or the store has lost it. `origin` is whatever decides the package's bits. */
  find(origin: readonly string[]): Promise<KnownPackage | undefined>;
  remember(origin: readonly string[], digests: PackageDigests): Promise<void>;
}

/** Control segments are a few KB; a megabyte holds any. */
const CONTROL = { start: 0, end: (1 << 20) - 1 };

export function knownPackages(directory: string, store: ArtifactStore): KnownPackages {
  const pathOf = (origin: readonly string[]) => {
    const name = createHash("sha256").update(JSON.stringify(origin)).digest("hex");
    return join(directory, "known", name.slice(0, 2), `${name}.json`);
  };
  return {
    async find(origin) {
      const entry = readEntry(await readIfThere(pathOf(origin)));
      const size = entry === undefined ? undefined : await store.size(entry.fileDigest);
      if (entry === undefined || size === undefined) return undefined;
      return { ...entry, record: await recordIn(store, entry.fileDigest, size) };
    },
    remember: (origin, { fileDigest, contentDigest }) =>
      writeWhole(pathOf(origin), `${JSON.stringify({ fileDigest, contentDigest })}\n`),
  };
}

/** A file that a crash or a hand has damaged says nothing. */
function readEntry(text: string | undefined): PackageDigests | undefined {
  try {
    return text === undefined ? undefined : Entry.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function recordIn(store: ArtifactStore, fileDigest: Digest, size: number): Promise<PackageRecord> {
  const start = await collect(await store.stream(fileDigest, CONTROL));
  const { info, control } = await readApk([start]);
  return recordOf(info, { size, checksum: controlChecksum(control) });
}
