import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { hexOf } from "@ascent/core";
import {
  apkContents,
  fingerprintSeed,
  formatFingerprint,
  type PackageContents,
  parseFingerprint,
  ResidueScanner,
  readSeedLock,
  sha256,
} from "@ascent/formats";

/**
 * The search for residue against what one would otherwise do: compare SHA-256 of whole files. Both read the same packages,
 * in turn, in the same process; CPU seconds, as other work on the machine must not count.
 *
 * Run: npx tsx --conditions=source bench/residue/bench.ts EXPORT STORE
 * EXPORT: what `ascent bootstrap --export` left; STORE: ASCENT_HOME/store, which has the seed's packages.
 */
const [folder, store] = process.argv.slice(2);
if (folder === undefined || store === undefined) throw new Error("name an export and an artifact store");

async function seedOf(exported: string): Promise<readonly string[]> {
  const locks = join(exported, "proof", "seed-locks");
  const [first = ""] = (await readdir(locks)).sort();
  const { packages } = readSeedLock(await readFile(join(locks, first)));
  return packages.map(({ fileDigest }) => {
    const hex = hexOf(fileDigest);
    return join(store ?? "", "sha256", hex.slice(0, 2), hex);
  });
}

async function outputsOf(exported: string): Promise<readonly string[]> {
  const names = await readdir(join(exported, "x86_64"));
  return names.filter((name) => name.endsWith(".apk")).map((name) => join(exported, "x86_64", name));
}

async function* contentsOf(paths: readonly string[]): AsyncGenerator<PackageContents> {
  for (const path of paths) yield await apkContents(createReadStream(path));
}

async function digestsOf(paths: readonly string[]): Promise<Set<string>> {
  const digests = new Set<string>();
  for await (const { files } of contentsOf(paths))
    for await (const { content } of files) if (content !== undefined) digests.add(sha256(content));
  return digests;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const resident = (process.memoryUsage().rss / 1e6).toFixed(0);
  console.log(
    `${what.padEnd(44)}${((user + system) / 1e6).toFixed(2).padStart(8)} s CPU   ${resident.padStart(5)} MB resident`,
  );
  return result;
}

const [seed, outputs] = [await seedOf(folder), await outputsOf(folder)];
console.log(`${seed.length} packages of the seed, ${outputs.length} outputs`);
const digests = await timed("SHA-256 of every file of the seed", () => digestsOf(seed));
await timed("the same of the outputs, compared", async () => {
  for (const digest of await digestsOf(outputs)) digests.has(digest);
});
const bytes = await timed("fingerprint of the seed", async () =>
  formatFingerprint(await fingerprintSeed(contentsOf(seed))),
);
console.log(`  ${(bytes.length / 1e6).toFixed(1)} MB stored`);
const scanner = await timed(
  "reading it, once per worker and seed",
  async () => new ResidueScanner(parseFingerprint(bytes)),
);
await timed("search of the outputs", async () => {
  for await (const contents of contentsOf(outputs)) await scanner.scan(contents);
});
