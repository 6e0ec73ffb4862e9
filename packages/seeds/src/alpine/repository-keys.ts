import { createHash } from "node:crypto";
import type { AlpineSeed, SeedKey } from "@ascent/core";
import { Fault } from "@ascent/core";
import type { BlueprintFiles } from "@ascent/engine";
import { fetchBytes, type Http } from "../http-fetch.ts";
import { untrusted } from "../seed-faults.ts";

/** apk keys are a few hundred bytes of PEM. */
const KEY_LIMIT = 64 * 1024;

/**
 * The public keys of a seed by the name that signatures give (`….rsa.pub`), in PEM.
 * Throws Fault "seed-key-missing" (the blueprint has no such file), "seed-untrusted" (a URL's bytes are not those pinned,
 * or a seed without keys), "seed-unreachable".
 */
export async function repositoryKeys(
  seed: AlpineSeed,
  files: BlueprintFiles,
  http: Http,
): Promise<ReadonlyMap<string, string>> {
  if (seed.keys.length === 0) {
    throw untrusted(
      `seed "${seed.name}" names no keys, so nothing of it can be trusted`,
      "Give it keys in bootstrap.yaml.",
    );
  }
  const entries = seed.keys.map(
    async (key) => [key.name, new TextDecoder().decode(await keyBytes(key, files, http))] as const,
  );
  return new Map(await Promise.all(entries));
}

async function keyBytes(key: SeedKey, files: BlueprintFiles, http: Http): Promise<Uint8Array> {
  if (key.kind === "url") return pinnedKey(key, http);
  const file = files.get(key.file);
  if (file !== undefined) return file.bytes;
  throw new Fault("seed-key-missing", `the blueprint has no file ${key.file} for the key ${key.name}`, {
    wayOut: "Put the key into the blueprint's folder, or give its url and sha256.",
  });
}

async function pinnedKey(key: Extract<SeedKey, { kind: "url" }>, http: Http): Promise<Uint8Array> {
  const bytes = await fetchBytes(http, key.url, KEY_LIMIT);
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (actual === key.sha256.toLowerCase()) return bytes;
  throw untrusted(
    `the key ${key.name} from ${key.url} hashes to ${actual}, not to ${key.sha256}`,
    "Get the key's hash from a source that you trust, and correct the blueprint if it really changed.",
  );
}
