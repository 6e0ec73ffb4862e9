import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault, isFault } from "@ascent/core";
import type { SeedLock } from "@ascent/engine";
import { collect, formatSeedLock, gzip, parseSeedLock, writeTar } from "@ascent/formats";
import {
  type ApkRepository,
  apkRepository,
  assembleApk,
  fakeSeeds,
  memoryStore,
  recordedLog,
  seedConformance,
  testApk,
  testKey,
  testKeys,
} from "@ascent/testkit";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createSeedProvider } from "../src/index.ts";
import { alpine, requestFor, scratchDirectory } from "./test-host.ts";

const KEY = testKey("distro.rsa.pub");
const OTHER_KEY = testKey("someone-else.rsa.pub");
const keyFiles = new Map([["keys/distro.rsa.pub", { bytes: new TextEncoder().encode(KEY.pem), executable: false }]]);
const keys = [{ kind: "file", name: "distro.rsa.pub", file: "keys/distro.rsa.pub" }] as const;

const app = await testApk({ name: "app", version: "2.0-r1", depends: ["so:liblib.so.1"] }, KEY.signer);
const oldApp = await testApk({ name: "app", version: "1.0-r0" }, KEY.signer);
const lib = await testApk({ name: "lib", provides: ["so:liblib.so.1=1"] }, KEY.signer);
const other = await testApk({ name: "other" }, KEY.signer);
const both = await testApk({ name: "app-other", installIf: ["app", "other"] }, KEY.signer);

const repositories: ApkRepository[] = [];
async function published(...args: Parameters<ApkRepository["publish"]>): Promise<ApkRepository> {
  const repository = await apkRepository();
  repositories.push(repository);
  await repository.publish(...args);
  return repository;
}
afterAll(async () => {
  for (const repository of repositories) await repository.close();
});

seedConformance("alpine", async () => {
  const repository = await published([app, oldApp, lib, other], KEY.signer);
  const store = memoryStore();
  const seed = alpine({ repositories: [repository.url], keys: [], aliases: new Map([["tools", ["app"]]]) });
  const directory = await scratchDirectory();
  const url = { kind: "url", name: "distro.rsa.pub", url: `${repository.url}/key`, sha256: sha256(KEY.pem) } as const;
  repository.files.set("/key", new TextEncoder().encode(KEY.pem));
  return {
    provider: createSeedProvider({ store, directory, log: recordedLog(), keys: testKeys() }),
    store,
    seed: { ...seed, keys: [url] },
    unplug: () => repository.close(),
    close: () => store.close(),
  };
});

seedConformance("fake", async () => {
  const store = memoryStore();
  const provider = fakeSeeds(store, [app, lib, other]);
  return {
    provider,
    store,
    seed: alpine({ aliases: new Map([["tools", ["app"]]]) }),
    unplug: async () => {
      provider.failure = new Fault("seed-unreachable", "unplugged", { retryable: true });
    },
    close: () => store.close(),
  };
});

function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

describe("an alpine seed", () => {
  const store = memoryStore();
  let directory: string;
  beforeEach(async () => {
    store.held.clear();
    directory = await scratchDirectory();
  });
  afterAll(() => store.close());

  const provider = () => createSeedProvider({ store, directory, log: recordedLog(), keys: testKeys() });
  const wanting = (repository: ApkRepository, names: readonly string[], more = {}) =>
    requestFor({ seed: alpine({ repositories: [repository.url], keys, ...more }), names, files: keyFiles });
  const faultOf = async (promise: Promise<unknown>) => {
    const outcome = await promise.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!isFault(outcome)) throw new Error(`expected a fault, got ${String(outcome)}`);
    return outcome;
  };
  const namesOf = (lock: SeedLock) => lock.packages.map(({ record }) => `${record.name}-${record.version}`);

  test("packages come in as they are: the pin is their own hash", async () => {
    const lock = await provider().acquire(wanting(await published([app, oldApp, lib], KEY.signer), ["app"]));
    expect(namesOf(lock)).toEqual(["app-2.0-r1", "lib-1.0-r0"]);
    expect(lock.packages[0]?.upstream.sha256).toBe(sha256(app.bytes));
    expect(store.held.get(`sha256:${sha256(app.bytes)}`)).toEqual(app.bytes);
  });

  test("packages that come in by install_if are locked too", async () => {
    const lock = await provider().acquire(
      wanting(await published([app, lib, other, both], KEY.signer), ["app", "other"]),
    );
    expect(namesOf(lock)).toContain("app-other-1.0-r0");
  });

  test("names may be what a package provides", async () => {
    const lock = await provider().acquire(wanting(await published([app, lib], KEY.signer), ["so:liblib.so.1"]));
    expect(namesOf(lock)).toEqual(["lib-1.0-r0"]);
  });

  test("packages of several repositories are one seed", async () => {
    const first = await published([app], KEY.signer);
    const second = await published([lib], KEY.signer);
    const seed = alpine({ repositories: [first.url, `${second.url}/`], keys });
    const lock = await provider().acquire(requestFor({ seed, names: ["app"], files: keyFiles }));
    expect(lock.packages.map(({ upstream }) => upstream.url)).toEqual([
      `${first.url}/x86_64/app-2.0-r1.apk`,
      `${second.url}/x86_64/lib-1.0-r0.apk`,
    ]);
  });

  test.each([
    ["an unsigned index", undefined],
    ["an index signed by a key that the blueprint does not name", OTHER_KEY.signer],
  ])("%s is not trusted, and nothing of it is stored", async (_what, signer) => {
    const fault = await faultOf(provider().acquire(wanting(await published([app, lib], signer), ["app"])));
    expect(fault).toMatchObject({ code: "seed-untrusted", retryable: false, wayOut: expect.any(String) });
    expect(store.held.size).toBe(0);
  });

  test("an index that was changed after it was signed is not trusted", async () => {
    const repository = await published([app, lib], KEY.signer);
    const signed = repository.files.get("/x86_64/APKINDEX.tar.gz") as Uint8Array;
    const honest = await published([app], KEY.signer);
    const body = honest.files.get("/x86_64/APKINDEX.tar.gz") as Uint8Array;
    const seam = signatureLength(signed);
    const forged = new Uint8Array([...signed.subarray(0, seam), ...body.subarray(signatureLength(body))]);
    repository.files.set("/x86_64/APKINDEX.tar.gz", forged);
    expect((await faultOf(provider().acquire(wanting(repository, ["app"])))).code).toBe("seed-untrusted");
  });

  test("a key from a URL must have the pinned hash", async () => {
    const repository = await published([app, lib], OTHER_KEY.signer);
    repository.files.set("/key", new TextEncoder().encode(OTHER_KEY.pem));
    const key = {
      kind: "url",
      name: "someone-else.rsa.pub",
      url: `${repository.url}/key`,
      sha256: sha256(KEY.pem),
    } as const;
    const fault = await faultOf(provider().acquire(wanting(repository, ["app"], { keys: [key] })));
    expect(fault.code).toBe("seed-untrusted");
    expect(fault.message).toContain(sha256(OTHER_KEY.pem));
  });

  test("a seed without keys is not trusted", async () => {
    const repository = await published([app, lib], KEY.signer);
    expect((await faultOf(provider().acquire(wanting(repository, ["app"], { keys: [] })))).code).toBe("seed-untrusted");
  });

  test.each([500, 503, 403, 404])("a mirror that answers %i cannot be reached, and is asked once", async (status) => {
    const repository = await published([app, lib], KEY.signer);
    repository.respond = (response) => response.writeHead(status).end();
    const fault = await faultOf(provider().acquire(wanting(repository, ["app"])));
    expect(fault).toMatchObject({
      code: "seed-unreachable",
      retryable: true,
      message: expect.stringContaining(`${status}`),
    });
    expect(repository.asked).toHaveLength(1);
  });

  test("a mirror without a name or a server cannot be reached", async () => {
    const gone = await published([app], KEY.signer);
    await gone.close();
    for (const url of [gone.url, "http://mirror.invalid/alpine"]) {
      const seed = alpine({ repositories: [url], keys });
      const fault = await faultOf(provider().acquire(requestFor({ seed, names: ["app"], files: keyFiles })));
      expect(fault).toMatchObject({ code: "seed-unreachable", retryable: true, message: expect.stringContaining(url) });
    }
  });

  test("a mirror that is silent is given up after five seconds", { timeout: 15_000 }, async () => {
    const repository = await published([app], KEY.signer);
    repository.respond = () => {};
    const started = performance.now();
    expect((await faultOf(provider().acquire(wanting(repository, ["app"])))).code).toBe("seed-unreachable");
    expect(performance.now() - started).toBeLessThan(9_000);
  });

  test("a package whose bytes are not those of the index is refused", async () => {
    const repository = await published([app, lib], KEY.signer);
    const sameName = await testApk({ name: "lib", files: { "usr/lib/evil": "x" } }, KEY.signer);
    repository.files.set("/x86_64/lib-1.0-r0.apk", sameName.bytes);
    const fault = await faultOf(provider().acquire(wanting(repository, ["app"])));
    expect(["seed-hash-mismatch", "seed-too-large"]).toContain(fault.code);
    expect(store.held.has(`sha256:${sha256(sameName.bytes)}`)).toBe(false);
  });

  test("a truncated package is refused and not stored", async () => {
    const repository = await published([lib], KEY.signer);
    const cut = lib.bytes.subarray(0, lib.bytes.length - 20);
    repository.files.set("/x86_64/lib-1.0-r0.apk", cut);
    const fault = await faultOf(provider().acquire(wanting(repository, ["lib"])));
    expect(["archive-truncated", "apk-datahash-mismatch"]).toContain(fault.code);
    expect(fault.message).toContain("lib-1.0-r0.apk");
    expect(store.held.size).toBe(0);
  });

  test.each([
    ["an absolute path", { path: "/etc/shadow" }],
    ["a path that goes up", { path: "../../etc/shadow" }],
    ["a link that leads out", { path: "usr/x", type: "symlink", linkTarget: "../../../etc" }],
  ] as const)("a package with %s is refused although its signature is good", async (_what, bad) => {
    const entry = { type: "file", mode: 0o644, mtime: 0, ...bad } as const;
    const data = await collect(gzip(writeTar([entry])));
    const hostile = await assembleApk({ name: "hostile" }, data, KEY.signer);
    const fault = await faultOf(provider().acquire(wanting(await published([hostile], KEY.signer), ["hostile"])));
    expect(fault.code).toBe("archive-escape");
    expect(store.held.size).toBe(0);
  });

  test("an index that names a package as a path elsewhere is refused", async () => {
    const odd = { ...lib, record: { ...lib.record, name: "../../lib" } };
    const repository = await published([odd], KEY.signer);
    expect((await faultOf(provider().acquire(wanting(repository, ["../../lib"])))).code).toBe("apk-index-corrupt");
  });

  test("a dependency that no repository has is a conflict that says which", async () => {
    const fault = await faultOf(provider().acquire(wanting(await published([app], KEY.signer), ["app"])));
    expect(fault.code).toBe("seed-conflict");
    expect(fault.message).toContain("liblib");
  });

  test("an alias with the name of a package that comes in is a clash", async () => {
    const repository = await published([app, lib], KEY.signer);
    const fault = await faultOf(
      provider().acquire(wanting(repository, ["lib", "app"], { aliases: new Map([["lib", ["app"]]]) })),
    );
    expect(fault.code).toBe("seed-alias-clash");
  });

  test("an alias that only repeats the seed's own name makes no package", async () => {
    const repository = await published([lib], KEY.signer);
    const lock = await provider().acquire(wanting(repository, ["lib"], { aliases: new Map([["lib", ["lib"]]]) }));
    expect(namesOf(lock)).toEqual(["lib-1.0-r0"]);
  });

  test("nothing that the store has is fetched again, whatever names are asked for", async () => {
    const repository = await published([app, lib, other], KEY.signer);
    await provider().acquire(wanting(repository, ["app"]));
    repository.asked.length = 0;
    await provider().acquire(wanting(repository, ["app", "other"]));
    expect(repository.asked).toEqual(["/x86_64/APKINDEX.tar.gz", "/x86_64/other-1.0-r0.apk"]);
  });

  test("a saved lock whose packages the store has lost brings in the same ones, or none", async () => {
    const repository = await published([app, lib], KEY.signer);
    const lock = await provider().acquire(wanting(repository, ["app"]));
    store.held.clear();
    const newer = await testApk({ name: "app", version: "3.0-r0" }, KEY.signer);
    const files = new Map(repository.files);
    await repository.publish([newer, lib], KEY.signer);
    expect((await faultOf(provider().acquire(wanting(repository, ["app"])))).code).toBe("seed-unreachable");
    for (const [path, bytes] of files) repository.files.set(path, bytes);
    expect(await provider().acquire(wanting(repository, ["app"]))).toEqual(lock);
    expect(store.held.has(`sha256:${sha256(app.bytes)}`)).toBe(true);
  });

  describe("with a lock in the blueprint", () => {
    const pinnedBy = (lock: SeedLock, repository: ApkRepository, names: readonly string[]) => {
      const bytes = new TextEncoder().encode(formatSeedLock([lock]));
      const files = new Map([...keyFiles, ["seed.lock", { bytes, executable: false }]]);
      return requestFor({ seed: alpine({ repositories: [repository.url], keys, lock: "seed.lock" }), names, files });
    };

    test("what it pins comes in, whatever the mirror's index says by now", async () => {
      const repository = await published([app, lib], KEY.signer);
      const lock = await provider().acquire(wanting(repository, ["app"]));
      store.held.clear();
      repository.files.delete("/x86_64/APKINDEX.tar.gz");
      expect(await provider().acquire(pinnedBy(lock, repository, ["app"]))).toEqual(lock);
    });

    test("other bytes than those pinned are refused", async () => {
      const repository = await published([app, lib], KEY.signer);
      const lock = await provider().acquire(wanting(repository, ["app"]));
      store.held.clear();
      const changed = Uint8Array.from(lib.bytes);
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      repository.files.set("/x86_64/lib-1.0-r0.apk", changed);
      const fault = await faultOf(provider().acquire(pinnedBy(lock, repository, ["app"])));
      expect(fault).toMatchObject({ code: "seed-lock-mismatch", retryable: false });
      expect(store.held.has(`sha256:${sha256(changed)}`)).toBe(false);
    });

    test("names that it does not cover are a mismatch, not a reason to resolve", async () => {
      const repository = await published([app, lib, other], KEY.signer);
      const lock = await provider().acquire(wanting(repository, ["app"]));
      const fault = await faultOf(provider().acquire(pinnedBy(lock, repository, ["app", "other"])));
      expect(fault.code).toBe("seed-lock-mismatch");
      expect(fault.message).toContain("other");
    });

    test("a lock of another arch or a missing file is said to be missing", async () => {
      const repository = await published([lib], KEY.signer);
      const lock = await provider().acquire(wanting(repository, ["lib"]));
      const other = pinnedBy({ ...lock, arch: "aarch64" }, repository, ["lib"]);
      expect((await faultOf(provider().acquire(other))).code).toBe("seed-lock-missing");
      expect((await faultOf(provider().acquire({ ...other, files: keyFiles }))).code).toBe("seed-lock-missing");
    });
  });

  test("a saved lock that is damaged is made anew", async () => {
    const repository = await published([lib], KEY.signer);
    const lock = await provider().acquire(wanting(repository, ["lib"]));
    const [name = ""] = await readdir(join(directory, "locks"));
    await writeFile(join(directory, "locks", name), '{"version":1,"locks":[');
    expect(await provider().acquire(wanting(repository, ["lib"]))).toEqual(lock);
    expect(parseSeedLock(await readFile(join(directory, "locks", name), "utf8"), name)).toEqual([lock]);
  });

  test("a full disk is said to be full, with a way out", async () => {
    const repository = await published([lib], KEY.signer);
    const full = Object.assign(new Error("write"), { code: "ENOSPC" });
    const fullStore = { ...store, put: () => Promise.reject(full) };
    const fullProvider = createSeedProvider({ store: fullStore, directory, log: recordedLog(), keys: testKeys() });
    const fault = await faultOf(fullProvider.acquire(wanting(repository, ["lib"])));
    expect(fault).toMatchObject({ code: "disk-full", retryable: true, message: expect.stringContaining(directory) });
  });

  test("a failed acquisition leaves no lock behind", async () => {
    const repository = await published([app], KEY.signer);
    await faultOf(provider().acquire(wanting(repository, ["app"])));
    expect(await readdir(directory).catch(() => [])).not.toContain("locks");
  });
});

/** Length of the first gzip member: its tar is one block of header and one of signature, stored in few bytes. */
function signatureLength(index: Uint8Array): number {
  for (let at = 10; at < index.length - 2; at++) {
    if (index[at] === 0x1f && index[at + 1] === 0x8b && index[at + 2] === 8) return at;
  }
  throw new Error("there is no second gzip member");
}
