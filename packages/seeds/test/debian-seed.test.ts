/*
 * Against the apt and the mirror of the host that runs the tests, with the smallest package that needs others: what a fresh
 * machine must be able to do.
 */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareVersions, isFault, resolveEnvironment } from "@ascent/core";
import type { SeedLock, SeedProgress } from "@ascent/engine";
import { collect, formatSeedLock, readApk, readElf, verifyApkSignature } from "@ascent/formats";
import { memoryStore, recordedLog, testKey, testKeys } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateIndexes } from "../src/debian/apt-resolution.ts";
import type { AptSource } from "../src/debian/apt-sources.ts";
import { chooseArchive } from "../src/debian/archive-choice.ts";
import { downloadDebs } from "../src/debian/deb-download.ts";
import { readHostApt } from "../src/debian/host-archive.ts";
import { type PrivateApt, withPrivateApt } from "../src/debian/private-apt.ts";
import { createSeedProvider } from "../src/index.ts";
import { debian, requestFor, scratchDirectory } from "./test-host.ts";

const never = new AbortController().signal;
const store = memoryStore();
const seed = debian({ aliases: new Map([["greeting", ["hello"]]]) });
let directory: string;
let lock: SeedLock;

const KEYS = testKeys();
const provider = (where = directory, keys = KEYS) =>
  createSeedProvider({ store, directory: where, log: recordedLog(), keys });
const greeting = (more: Partial<Parameters<typeof requestFor>[0]> = {}) =>
  requestFor({ seed, names: ["greeting"], ...more });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "ascent-seeds-"));
  lock = await provider().acquire(greeting());
}, 120_000);
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await store.close();
});

/** With no program to be found, whatever would call apt fails. */
async function withoutPrograms<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env.PATH;
  process.env.PATH = "/nonexistent";
  return work().finally(() => {
    process.env.PATH = before;
  });
}

async function faultOf(promise: Promise<unknown>) {
  const outcome = await promise.catch((error: unknown) => error);
  if (!isFault(outcome)) throw new Error(`expected a fault, got ${String(outcome)}`);
  return outcome;
}

async function programIn(from: SeedLock): Promise<Uint8Array> {
  const hello = from.packages.find(({ record }) => record.name === "hello");
  const { entries } = await readApk([await store.read(hello?.fileDigest ?? "sha256:")]);
  for await (const entry of entries) if (entry.path === "usr/bin/hello") return await collect(entry.content);
  throw new Error("hello has no usr/bin/hello");
}

describe("a debian seed of the host", () => {
  test("the lock resolves within itself, from the alias down to the links of the merged /usr", () => {
    const found = resolveEnvironment({ wanted: [{ name: "greeting", conflict: false }], inputs: [lock.packages] });
    const names = found.ok ? found.packages.map(({ record }) => record.name) : found.reasons;
    expect(names).toEqual(expect.arrayContaining(["greeting", "hello", "libc6", "usr-merge"]));
    expect(names).toHaveLength(lock.packages.length);
  });

  test("every package is pinned by the URL and hash of its deb on the host's own mirror", async () => {
    const host = await readHostApt(never);
    const mirrors = host.sources.flatMap(({ uris }) => uris);
    for (const { upstream } of lock.packages) {
      expect(upstream.sha256).toMatch(/^[0-9a-f]{64}$/);
      const isOnMirror = mirrors.some((uri) => upstream.url.startsWith(uri));
      expect(isOnMirror || upstream.url.startsWith("ascent:generated/")).toBe(true);
    }
  });

  test("origin is the source package, libraries and commands can be asked for in apk's words", () => {
    const libc = lock.packages.find(({ record }) => record.name === "libc6");
    expect(libc?.record.origin).toBe("glibc");
    const ask = (name: string) =>
      resolveEnvironment({ wanted: [{ name, conflict: false }], inputs: [lock.packages] }).ok;
    expect([ask("so:libc.so.6"), ask("cmd:hello"), ask("so:no.so.1")]).toEqual([true, true, false]);
  });

  test("the same request again touches neither apt nor the network", async () => {
    const steps: SeedProgress[] = [];
    const again = await withoutPrograms(() => provider().acquire(greeting({ onProgress: (one) => steps.push(one) })));
    expect(again).toEqual(lock);
    expect(steps).toEqual([]);
  });

  test("other names fetch and convert nothing that is there", async () => {
    const steps = new Set<string>();
    const onProgress = ({ step }: SeedProgress) => steps.add(step);
    const other = await provider().acquire(greeting({ names: ["hello", "libc6"], onProgress }));
    expect([...steps]).toEqual(["resolve"]);
    const shared = lock.packages.filter(({ record }) => record.name !== "greeting");
    expect(other.packages).toEqual(shared);
  });

  test("packages that the store has lost come back the same", async () => {
    const lost = lock.packages.find(({ record }) => record.name === "hello")?.fileDigest ?? "sha256:";
    store.held.delete(lost);
    expect(await provider().acquire(greeting())).toEqual(lock);
    expect(store.held.has(lost)).toBe(true);
  });

  test("a lock in the blueprint gives the same content on another installation, under that one's key", async () => {
    const files = new Map([["seed.lock", { bytes: lockFile(lock), executable: false }]]);
    const elsewhere = provider(await scratchDirectory(), testKeys());
    const pinned = await elsewhere.acquire(greeting({ seed: { ...seed, lock: "seed.lock" }, files }));
    const contents = (from: SeedLock) => from.packages.map(({ record, contentDigest }) => [record.name, contentDigest]);
    expect(contents(pinned)).toEqual(contents(lock));
    expect(pinned.packages.map((one) => one.fileDigest)).not.toEqual(lock.packages.map((one) => one.fileDigest));
  });

  test("a lock in the blueprint that pins other content is a mismatch that names the package", async () => {
    const packages = lock.packages.map((one) =>
      one.record.name === "hello" ? { ...one, contentDigest: `sha256:${"0".repeat(64)}` as const } : one,
    );
    const files = new Map([["seed.lock", { bytes: lockFile({ ...lock, packages }), executable: false }]]);
    const fault = await faultOf(provider().acquire(greeting({ seed: { ...seed, lock: "seed.lock" }, files })));
    expect(fault).toMatchObject({ code: "seed-lock-mismatch", message: expect.stringContaining("hello") });
  });

  test("an alias may widen the seed's own name: what it adds comes along, and the lock comes back the same", async () => {
    const aliases = new Map([["hello", ["hello", "hostname"]]]);
    const widened = greeting({ seed: debian({ aliases }), names: ["hello"] });
    const from = await provider().acquire(widened);
    const found = resolveEnvironment({ wanted: [{ name: "hello", conflict: false }], inputs: [from.packages] });
    expect(found.ok && found.packages.map(({ record }) => record.name)).toEqual(
      expect.arrayContaining(["hello", "hostname"]),
    );
    store.held.delete(from.packages.find(({ record }) => record.name === "hello")?.fileDigest ?? "sha256:");
    expect(await provider().acquire(widened)).toEqual(from);
  });

  test("names that would tell apt something else are missing names", async () => {
    const names = ["hello", "libc6=1", "hello-"];
    const fault = await faultOf(provider().acquire(greeting({ names })));
    expect(fault.code).toBe("seed-missing-package");
    expect(fault.message).toContain("hello-, libc6=1");
  });

  test("names that the archive lacks are all named, and none is a pattern for names that it has", async () => {
    const fault = await faultOf(provider().acquire(greeting({ names: ["hello", "no-such-package", "hell."] })));
    expect(fault).toMatchObject({ code: "seed-missing-package" });
    expect(fault.message).toMatch(/package hell\., no-such-package$/);
  });

  test("an abort ends apt, leaves nothing half done and says why", async () => {
    const where = await scratchDirectory();
    const controller = new AbortController();
    const reason = new Error("cancelled");
    setTimeout(() => controller.abort(reason), 300);
    const outcome = await provider(where)
      .acquire(greeting({ signal: controller.signal }))
      .catch((error: unknown) => error);
    expect(outcome).toBe(reason);
    expect(await readdir(join(where, "apt")).catch(() => [])).toEqual([]);
  });

  test("a host without apt is a seed that cannot be reached, with a way out", async () => {
    const where = await scratchDirectory();
    const fault = await withoutPrograms(() => faultOf(provider(where).acquire(greeting())));
    expect(fault).toMatchObject({ code: "seed-unreachable", retryable: true, wayOut: expect.any(String) });
  });

  test("the other arch is locked through the same mirror: its packages are of that arch", {
    timeout: 120_000,
  }, async () => {
    const { sources } = await readHostApt(never);
    const foreign = await provider()
      .acquire(greeting({ arch: "aarch64" }))
      .catch((error: unknown) => error);
    // Ubuntu keeps other architectures on another mirror, which a host need not name.
    const isServed = !sources.some(({ uris }) => uris.some((uri) => /ubuntu/.test(uri)));
    if (!isServed) return expect(isFault(foreign)).toBe(true);
    if (foreign instanceof Error) throw foreign;
    expect(readElf(await programIn(foreign as SeedLock))?.machine).toBe("aarch64");
    expect((foreign as SeedLock).packages.every(({ record }) => record.arch === "aarch64")).toBe(true);
  });
});

function lockFile(one: SeedLock): Uint8Array {
  return new TextEncoder().encode(formatSeedLock([one]));
}

describe("apt's own verification", () => {
  const using = async <T>(sources: readonly AptSource[], use: (apt: PrivateApt) => Promise<T>): Promise<T> => {
    const { settings } = await readHostApt(never);
    const parent = await scratchDirectory();
    return withPrivateApt({ seed: "debian", parent, architecture: "amd64", sources, settings, signal: never }, use);
  };
  const hostSources = async () => {
    const { sources, codenames } = await readHostApt(never);
    return chooseArchive(sources, { suite: "host", architecture: "amd64", codenames });
  };
  const source = (uri: string): AptSource => {
    return { uris: [uri], suites: ["bookworm"], components: ["main"], architectures: undefined, signedBy: undefined };
  };

  test("an archive whose keys the host's keyring lacks is not trusted, and the keys and the package that has them are named", async () => {
    const sources = (await hostSources()).slice(0, 1).map((one) => ({ ...one, signedBy: "A".repeat(40) }));
    const fault = await faultOf(using(sources, updateIndexes));
    expect(fault).toMatchObject({ code: "seed-untrusted", retryable: false });
    expect(fault.wayOut).toMatch(/debian-archive-keyring.*--seed/);
  });

  /** What apt-get said on real hosts, as an apt that says it. */
  const saying = (stderr: string): PrivateApt => {
    const run = async () => ({ code: 100, stdout: "", stderr });
    return { seed: "debian", directory: "/nowhere", architecture: "amd64", signal: never, run };
  };

  test.each([
    [
      "gpgv (apt 2)",
      "W: GPG error: http://m.example/debian trixie InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 6ED0E7B82643E131 NO_PUBKEY 762F67A0B2C39DE4",
      "its keyring lacks 6ED0E7B82643E131, 762F67A0B2C39DE4",
    ],
    [
      "sqv (apt 3)",
      "W: OpenPGP signature verification failed: http://m.example/debian forky InRelease: Sub-process /usr/bin/sqv returned an error code (1), error message is: Missing key 4CB50190207B4758A3F73A796ED0E7B82643E131, which is needed to verify signature.",
      "its keyring lacks 4CB50190207B4758A3F73A796ED0E7B82643E131",
    ],
  ])("the keys that a keyring lacks are named, as %s tells them", async (_tool, said, named) => {
    const fault = await faultOf(updateIndexes(saying(said)));
    expect(fault).toMatchObject({ code: "seed-untrusted", wayOut: expect.stringMatching(/debian-archive-keyring/) });
    expect(fault.message).toContain(named);
  });

  test("a mirror that has no such suite says so, once and for good", async () => {
    const sources = (await hostSources()).slice(0, 1).map((one) => ({ ...one, suites: ["no-such-suite"] }));
    const fault = await faultOf(using(sources, updateIndexes));
    expect(fault).toMatchObject({
      code: "seed-suite-missing",
      retryable: false,
      wayOut: expect.stringMatching(/--seed/),
    });
    expect(fault.message).toContain("no-such-suite");
  });

  test("an archive whose Release file has run out is not trusted, and the way out is another than new keys", async () => {
    const said = "E: Release file for http://m.example/debian/dists/x/InRelease is expired (invalid since 3d 2h).";
    const fault = await faultOf(updateIndexes(saying(said)));
    expect(fault).toMatchObject({ code: "seed-untrusted", wayOut: expect.stringMatching(/mirror.*Check-Valid-Until/) });
  });

  test("an archive that nobody signed is not trusted", async () => {
    const release = "Origin: Debian\nSuite: bookworm\nCodename: bookworm\nComponents: main\nArchitectures: amd64\n";
    const server = createServer((request, response) => {
      const isRelease = request.url?.endsWith("/Release") === true;
      response.writeHead(isRelease ? 200 : 404).end(isRelease ? release : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/debian`;
    const fault = await faultOf(using([source(uri)], updateIndexes)).finally(() => server.close());
    expect(fault.code).toBe("seed-untrusted");
  });

  test("a mirror that refuses connections cannot be reached", async () => {
    const fault = await faultOf(using([source("http://127.0.0.1:9/debian")], updateIndexes));
    expect(fault).toMatchObject({ code: "seed-unreachable", retryable: true });
  });

  test("a deb that is not the one in the index is refused", async () => {
    const hello = lock.packages.find(({ record }) => record.name === "hello");
    const forged = { name: "hello", url: hello?.upstream.url ?? "", size: 1, sha256: "0".repeat(64) };
    const fault = await using(await hostSources(), (apt) => faultOf(downloadDebs(apt, [forged], () => {})));
    expect(fault.code).toBe("seed-hash-mismatch");
  });

  test("a deb that the mirror no longer has cannot be reached", async () => {
    const [first] = await hostSources();
    const fault = await using([first ?? source("http://127.0.0.1:9")], (apt) => {
      const url = `${first?.uris[0]}/pool/main/h/hello/hello_0.0_amd64.deb`;
      return faultOf(downloadDebs(apt, [{ name: "hello", url, size: 1, sha256: "0".repeat(64) }], () => {}));
    });
    expect(fault).toMatchObject({ code: "seed-unreachable", retryable: true });
  });
});

describe("the release after the host's", () => {
  test("comes from the same mirror under its own name, or is refused where the distribution has none", async () => {
    const next = debian({ name: "debian-next", suite: "next" });
    const names = ["hello"];
    const outcome = await provider()
      .acquire(requestFor({ seed: next, names }))
      .catch((error: unknown) => error);
    const { sources, codenames } = await readHostApt(never);
    if (isFault(outcome)) {
      // Ubuntu has no such release, and sid nothing after it.
      expect(outcome).toMatchObject({ code: "seed-suite-missing", wayOut: expect.stringMatching(/--seed/) });
      expect(sources.some(({ uris, suites }) => /ubuntu/.test(uris.join()) || suites.includes("sid"))).toBe(true);
      return;
    }
    if (outcome instanceof Error) throw outcome;
    const { origin, packages } = outcome as SeedLock;
    const [, suite = ""] = /^next: \S+ (\S+)/.exec(origin) ?? [];
    expect([...codenames, ""]).not.toContain(suite);
    const version = (from: SeedLock) =>
      from.packages.find(({ record }) => record.name === "libc6")?.record.version ?? "";
    expect(compareVersions(version(outcome as SeedLock), version(lock))).toBe(1);
    expect(packages.map(({ record }) => record.name)).toContain("hello");
  });
});

test("converted packages are signed with the key of their seed", async () => {
  const where = await scratchDirectory();
  const key = testKey("ascent-00000000-seed-debian.rsa.pub");
  const asked: string[] = [];
  const keys = {
    async signerFor(stage: string) {
      asked.push(stage);
      return key.signer;
    },
  };
  const files = new Map([["seed.lock", { bytes: lockFile(lock), executable: false }]]);
  const service = createSeedProvider({ store, directory: where, log: recordedLog(), keys });
  const signed = await service.acquire(greeting({ seed: { ...seed, lock: "seed.lock" }, files }));
  const { control, signatures } = await readApk([await store.read(signed.packages[0]?.fileDigest ?? "sha256:")]);
  expect(verifyApkSignature(control, signatures, new Map([[key.signer.keyName, key.pem]]))).toBe(key.signer.keyName);
  expect(asked).toEqual(["seed_debian"]);
});
