/*
 * The search for residue with real bytes, and no compiler on the host: a distribution's own statically linked program holds the
 * distribution's own libc, as its linker placed it; its musl is another libc by the same compiler.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownOffers, type ResidueFinding, residueVerdict, settleResidue } from "@ascent/core";
import type { SeedLock } from "@ascent/engine";
import { apkContents, fingerprintSeed, type PackageContents, ResidueScanner } from "@ascent/formats";
import { memoryStore, recordedLog, testKeys } from "@ascent/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSeedProvider } from "../src/index.ts";
import { debian, requestFor } from "./test-host.ts";

const OUTPUTS = ["busybox-static", "musl"];
const store = memoryStore();
let directory: string;
let lock: SeedLock;
let scanner: ResidueScanner;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "ascent-seeds-"));
  const seed = debian({ aliases: new Map([["libc", ["libc6-dev", ...OUTPUTS]]]) });
  const provider = createSeedProvider({ store, directory, log: recordedLog(), keys: testKeys() });
  lock = await provider.acquire(requestFor({ seed, names: ["libc"] }));
  scanner = new ResidueScanner(await fingerprintSeed(seedWithoutOutputs()));
}, 180_000);
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await store.close();
});

async function contentsOf(name: string): Promise<PackageContents> {
  const locked = lock.packages.find(({ record }) => record.name === name);
  if (locked === undefined) throw new Error(`${name} is not in the lock`);
  return apkContents([await store.read(locked.fileDigest)]);
}

async function* seedWithoutOutputs(): AsyncGenerator<PackageContents> {
  for (const { record } of lock.packages) if (!OUTPUTS.includes(record.name)) yield await contentsOf(record.name);
}

async function findingsIn(name: string): Promise<ResidueFinding[]> {
  return settleResidue(await scanner.scan(await contentsOf(name)), ownOffers([]));
}

test("a program that was linked with the seed's libc has hundreds of its functions, and fails the rung", async () => {
  const found = await findingsIn("busybox-static");
  const code = found.filter(({ kind, strength }) => kind === "linked-code" && strength === "proof");
  expect(code.length).toBeGreaterThan(100);
  expect(new Set(code.map(({ seedPackage }) => seedPackage))).toContain("libc6-dev");
  expect(code.reduce((sum, { size = 0 }) => sum + size, 0)).toBeGreaterThan(100_000);
  expect(found.some(({ detail }) => detail === "libc.a(vfprintf-internal.o)")).toBe(true);
  const start = code.filter(({ detail }) => /^[A-Za-z]*crt1\.o$/.test(detail));
  expect(start.map(({ what }) => what)).toEqual([expect.stringContaining("with which the program begins")]);
  expect(residueVerdict("busybox-static", found, []).finding.state).toBe("fails");
});

test("another libc by the same compiler has small functions in common with it, which prove nothing", async () => {
  const found = await findingsIn("musl");
  const code = found.filter(({ kind }) => kind === "linked-code");
  expect(code.length).toBeGreaterThan(5);
  expect(code.filter(({ strength }) => strength !== "hint")).toEqual([]);
  expect(Math.max(...code.map(({ size = 0 }) => size))).toBeLessThan(256);
  expect(residueVerdict("musl", found, []).finding.state).toBe("holds");
});

test("the seed's own packages are, file by file, the seed's", async () => {
  const report = await scanner.scan(await contentsOf("libc6-dev"));
  const isProven = (path: string) =>
    report.findings.some((each) => each.path === path && each.kind === "equal-file" && each.strength === "proof");
  // libm.a is a text that names two libraries.
  const libraries = report.findings
    .map(({ path }) => path)
    .filter((path) => /\.(?:a|o)$/.test(path) && !/\/(?:libm\.a|Mcrt1\.o)$/.test(path));
  expect(libraries.length).toBeGreaterThan(10);
  expect(libraries.filter((path) => !isProven(path))).toEqual([]);
});
