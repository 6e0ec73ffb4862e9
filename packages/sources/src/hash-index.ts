import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, isDigest } from "@ascent/core";

/** Remembers which artifact a source's name is that is no SHA-256: `sha512/<hex>`, `git/<commit>`. */
export interface HashIndex {
  find(kind: string, name: string): Promise<Digest | undefined>;
  remember(kind: string, name: string, digest: Digest): Promise<void>;
}

/**
 * Small files in a directory. They are no more than a hint to the artifact store, which verifies what it gives out; a
 * damaged entry reads as absent.
 */
export function hashIndex(directory: string): HashIndex {
  const pathOf = (kind: string, name: string) => join(directory, "index", kind, name.slice(0, 2), name);
  return {
    async find(kind, name) {
      const text = await readFile(pathOf(kind, name), "utf8").catch(() => "");
      const digest = text.trim();
      return isDigest(digest) ? digest : undefined;
    },
    async remember(kind, name, digest) {
      const path = pathOf(kind, name);
      const temp = `${path}.${randomUUID()}`;
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(temp, `${digest}\n`);
      await rename(temp, path);
    },
  };
}
