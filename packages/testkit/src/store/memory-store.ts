import { createHash } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Digest, Fault, hexOf, isDigest } from "@ascent/core";
import type { ArtifactStore } from "@ascent/engine";

export interface MemoryStore extends ArtifactStore {
  /** What is held, by digest. Tests may change it to damage or lose an artifact. */
  readonly held: Map<Digest, Uint8Array>;
  /** Removes the directory that `localPath` writes to. */
  close(): Promise<void>;
}

function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** An artifact store in memory; `localPath` writes a copy into a directory of its own under the system's tmp. */
export function memoryStore(): MemoryStore {
  const held = new Map<Digest, Uint8Array>();
  let scratch: Promise<string> | undefined;

  const found = (digest: Digest): Uint8Array => {
    if (!isDigest(digest)) throw new Fault("digest-malformed", `${JSON.stringify(digest)} is no SHA-256 digest`);
    const bytes = held.get(digest);
    if (bytes === undefined) throw new Fault("artifact-missing", `artifact ${digest} is not in the store`);
    return bytes;
  };
  const verified = (digest: Digest): Uint8Array => {
    const bytes = found(digest);
    if (digestOf(bytes) !== digest) throw new Fault("artifact-corrupt", `artifact ${digest} does not hash to its name`);
    return bytes;
  };
  const put = async (bytes: Uint8Array): Promise<Digest> => {
    const digest = digestOf(bytes);
    held.set(digest, Uint8Array.from(bytes));
    return digest;
  };

  return {
    held,
    put,
    async putFile(path) {
      const bytes = await readFile(path);
      const digest = await put(bytes);
      await rm(path, { force: true });
      return { digest, size: bytes.length };
    },
    has: async (digest) => held.has(digest),
    size: async (digest) => held.get(digest)?.length,
    read: async (digest) => Uint8Array.from(verified(digest)),
    async stream(digest, range) {
      const bytes = found(digest);
      return (async function* () {
        yield Uint8Array.from(range === undefined ? bytes : bytes.subarray(range.start, range.end + 1));
      })();
    },
    async localPath(digest) {
      const bytes = verified(digest);
      scratch ??= mkdtemp(join(tmpdir(), "ascent-memory-store-"));
      const path = join(await scratch, hexOf(digest));
      await rm(path, { force: true });
      await writeFile(path, bytes);
      await chmod(path, 0o444);
      return path;
    },
    async close() {
      if (scratch !== undefined) await rm(await scratch, { recursive: true, force: true });
    },
  };
}
