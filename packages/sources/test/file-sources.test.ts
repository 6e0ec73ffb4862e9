import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { SourceHint, SourceRef } from "@ascent/core";
import type { SourceProvider } from "@ascent/engine";
import {
  fileRef,
  type MemoryStore,
  memorySources,
  memoryStore,
  recordedLog,
  sourceProviderConformance,
} from "@ascent/testkit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createSourceProvider, type SourceProviderOptions } from "../src/index.ts";
import { type WebServer, webServer } from "./web-server.ts";

sourceProviderConformance("memory", async () => {
  const store = memoryStore();
  const provider = memorySources(store);
  return {
    provider,
    store,
    async serve(name, bytes) {
      const uri = `https://upstream.invalid/${name}`;
      if (bytes === undefined) provider.served.delete(uri);
      else provider.served.set(uri, bytes);
      return uri;
    },
    close: () => store.close(),
  };
});

sourceProviderConformance("HTTP", async () => {
  const store = memoryStore();
  const server = await webServer();
  const directory = await mkdtemp(join(tmpdir(), "ascent-sources-"));
  return {
    provider: await createSourceProvider({ store, directory, aptMirrors: async () => [], log: recordedLog() }),
    store,
    async serve(name, bytes) {
      if (bytes === undefined) server.served.delete(`/${name}`);
      else server.served.set(`/${name}`, bytes);
      return `${server.url}/${name}`;
    },
    async close() {
      await server.close();
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
});

describe("files by hash over HTTP", () => {
  const bytes = randomBytes(300_000);
  const { signal } = new AbortController();
  let store: MemoryStore;
  let server: WebServer;
  let directory: string;
  let mirrors: string[];
  let mirrorsAsked: number;
  const provider = (more: Partial<SourceProviderOptions> = {}): Promise<SourceProvider> =>
    createSourceProvider({
      store,
      directory,
      log: recordedLog(),
      timeoutMs: 400,
      aptMirrors: async () => {
        mirrorsAsked += 1;
        return mirrors;
      },
      ...more,
    });
  /** A server that was there a moment ago and is not any more. */
  const nobody = async (): Promise<string> => {
    const gone = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => gone.once("listening", resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    return `http://127.0.0.1:${port}`;
  };

  beforeEach(async () => {
    store = memoryStore();
    server = await webServer();
    directory = await mkdtemp(join(tmpdir(), "ascent-sources-"));
    mirrors = [];
    mirrorsAsked = 0;
  });
  afterEach(async () => {
    await server.close();
    await store.close();
    const left = (await readdir(directory)).filter((name) => name !== "index");
    await rm(directory, { recursive: true, force: true });
    expect(left, "temporary files are left behind").toEqual([]);
  });

  const hintOf = (uri: string, name: string, file: string): SourceHint => ({
    source: uri,
    debian: { package: name, file },
    mirrors: [],
  });

  test.each([
    { name: "sed", path: "/debian/pool/main/s/sed/sed_4.9.orig.tar.xz" },
    { name: "libffi", path: "/debian/pool/main/libf/libffi/sed_4.9.orig.tar.xz" },
    { name: "busybox", path: "/debian/pool/universe/b/busybox/sed_4.9.orig.tar.xz" },
    { name: "lib", path: "/debian/pool/contrib/l/lib/sed_4.9.orig.tar.xz" },
  ])("what upstream does not have comes from the Debian pool: $path", async ({ name, path }) => {
    server.served.set(path, bytes);
    mirrors = [`${server.url}/debian/`];
    const ref = fileRef(`${await nobody()}/sed-4.9.tar.xz`, bytes);
    const fetched = await (await provider()).fetch(ref, [hintOf(ref.uri, name, "sed_4.9.orig.tar.xz")], signal);
    expect(fetched.from).toBe(`${server.url}${path}`);
    expect(Buffer.compare(await store.read(fetched.digest), bytes)).toBe(0);
  });

  test("the host's apt is not asked while anything else has the file, or when no hint names a package", async () => {
    server.served.set("/x.tar", bytes);
    const sources = await provider();
    await sources.fetch(
      fileRef(`${server.url}/x.tar`, bytes),
      [hintOf(`${server.url}/x.tar`, "x", "x.orig.tar")],
      signal,
    );
    await expect(sources.fetch(fileRef(`${server.url}/y`, randomBytes(4)), [], signal)).rejects.toThrow("HTTP 404");
    expect(mirrorsAsked).toBe(0);
  });

  test("apt is asked once for many sources, and again after it failed", async () => {
    let failing = true;
    const sources = await provider({
      aptMirrors: async () => {
        mirrorsAsked += 1;
        if (failing) throw new Error("apt is busy");
        return [`${server.url}/debian`];
      },
    });
    const fetchAll = () =>
      Promise.all(
        ["a", "b", "c"].map((name) => {
          server.served.set(`/debian/pool/main/${name}/${name}/${name}.orig.tar`, Buffer.from(name));
          const ref = fileRef(`${server.url}/${name}.tar`, Buffer.from(name));
          return sources.fetch(ref, [hintOf(ref.uri, name, `${name}.orig.tar`)], signal);
        }),
      );
    await expect(fetchAll()).rejects.toThrow("apt is busy");
    await new Promise((resolve) => setTimeout(resolve, 100));
    failing = false;
    mirrorsAsked = 0;
    expect((await fetchAll()).map((fetched) => fetched.from)).toEqual(
      ["a", "b", "c"].map((name) => `${server.url}/debian/pool/main/${name}/${name}/${name}.orig.tar`),
    );
    expect(mirrorsAsked).toBe(1);
  });

  test("a fault lists every place with its reason", async () => {
    const dead = await nobody();
    mirrors = [`${server.url}/debian`];
    const ref = fileRef(`${dead}/gone.tar`, bytes);
    const hint: SourceHint = {
      source: ref.expected,
      debian: { package: "gone", file: "gone.orig.tar" },
      mirrors: [`${server.url}/mirror/`, "ftp://old.invalid/gone.tar", "http://no-such-host.invalid/gone.tar"],
    };
    const fault = await (await provider()).fetch(ref, [hint], signal).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: "source-unreachable", retryable: true });
    const lines = (fault as Error).message.split("\n").slice(1);
    expect(lines).toEqual([
      `  ${server.url}/mirror/gone.tar: HTTP 404`,
      "  ftp://old.invalid/gone.tar: only http:// and https:// URLs can be fetched",
      expect.stringMatching(/no-such-host\.invalid\/gone\.tar: .*\(DNS\)/),
      `  ${dead}/gone.tar: the host refuses connections`,
      `  ${server.url}/debian/pool/main/g/gone/gone.orig.tar: HTTP 404`,
      `  ${server.url}/debian/pool/universe/g/gone/gone.orig.tar: HTTP 404`,
      `  ${server.url}/debian/pool/contrib/g/gone/gone.orig.tar: HTTP 404`,
    ]);
  });

  test("an apt that cannot be asked, or names no archive, is one of the reasons", async () => {
    const ref = fileRef(`${server.url}/gone.tar`, bytes);
    const hints = [hintOf(ref.uri, "gone", "gone.orig.tar")];
    await expect((await provider()).fetch(ref, hints, signal)).rejects.toThrow(/names no Debian or Ubuntu archive/);
    const broken = await provider({ aptMirrors: () => Promise.reject(new Error("apt is broken")) });
    await expect(broken.fetch(ref, hints, signal)).rejects.toThrow(/apt configuration: apt is broken/);
  });

  test("a place with other bytes is passed over when a later one has the right ones", async () => {
    server.served.set("/bad.tar", randomBytes(10));
    server.served.set("/good.tar", bytes);
    const ref = fileRef(`${server.url}/good.tar`, bytes);
    const hint = { source: ref.uri, mirrors: [`${server.url}/bad.tar`] };
    expect((await (await provider()).fetch(ref, [hint], signal)).from).toBe(ref.uri);
  });

  test("a mismatch names the place and both hashes, whatever the other places said", async () => {
    const wrong = randomBytes(10);
    server.served.set("/bad.tar", wrong);
    const ref = fileRef(`${server.url}/gone.tar`, bytes, "sha512");
    const hint = { source: ref.uri, mirrors: [`${server.url}/bad.tar`] };
    const fault = (await (await provider()).fetch(ref, [hint], signal).catch((error: unknown) => error)) as Error;
    expect(fault).toMatchObject({ code: "source-hash-mismatch", retryable: false });
    expect(fault.message).toContain(`sha512:${ref.expected}`);
    expect(fault.message).toContain(
      `${server.url}/bad.tar: has other bytes: sha512:${fileRef("x", wrong, "sha512").expected}`,
    );
    expect(fault.message).toContain("gone.tar: HTTP 404");
  });

  test("redirects are followed, but not round and round", async () => {
    server.served.set("/new.tar", bytes);
    server.served.set("/old.tar", (response) => response.writeHead(302, { location: "/new.tar" }).end());
    server.served.set("/loop", (response) => response.writeHead(301, { location: "/loop" }).end());
    const sources = await provider();
    expect((await sources.fetch(fileRef(`${server.url}/old.tar`, bytes), [], signal)).from).toBe(
      `${server.url}/old.tar`,
    );
    await expect(sources.fetch(fileRef(`${server.url}/loop`, randomBytes(3)), [], signal)).rejects.toMatchObject({
      code: "source-unreachable",
    });
    expect(server.asked.filter((path) => path === "/loop").length).toBeLessThan(20);
  });

  test("a .tar.gz that a server declares as content encoding is taken as it is", async () => {
    const archive = gzipSync(bytes);
    server.served.set("/x.tar.gz", (response) => {
      response.writeHead(200, { "content-encoding": "x-gzip", "content-type": "application/x-tar" }).end(archive);
    });
    const ref = fileRef(`${server.url}/x.tar.gz`, archive);
    expect((await (await provider()).fetch(ref, [], signal)).digest).toBe(`sha256:${ref.expected}`);
  });

  test.each([
    {
      how: "never answers",
      answer: () => undefined,
      why: "no answer in time",
    },
    {
      how: "stalls in the middle",
      answer: (response: import("node:http").ServerResponse) => void response.writeHead(200).write("half"),
      why: "the download stalled",
    },
    {
      how: "breaks off in the middle",
      answer: (response: import("node:http").ServerResponse) => {
        response.writeHead(200, { "content-length": 1000 }).write("half");
        setTimeout(() => response.destroy(), 20);
      },
      why: "the connection broke",
    },
  ])("a server that $how is given up soon, and the next place asked", async ({ answer, why }) => {
    server.served.set("/good.tar", bytes);
    server.served.set("/bad.tar", answer);
    const log = recordedLog();
    const ref = fileRef(`${server.url}/good.tar`, bytes);
    const start = performance.now();
    const sources = await provider({ log });
    await sources.fetch(ref, [{ source: ref.uri, mirrors: [`${server.url}/bad.tar`] }], signal);
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(log.lines.map((line) => line.data)).toMatchObject([{ place: `${server.url}/bad.tar`, why }]);
  });

  test.each([{ declared: true }, { declared: false }])(
    "a file over the size limit is not taken (length declared: $declared)",
    async ({ declared }) => {
      server.served.set("/large", (response) => {
        response.writeHead(200, declared ? { "content-length": bytes.length } : {}).end(bytes);
      });
      const sources = await provider({ maxBytes: 100_000 });
      await expect(sources.fetch(fileRef(`${server.url}/large`, bytes), [], signal)).rejects.toThrow(
        "larger than the limit of 100000 bytes",
      );
    },
  );

  test("a source whose stored bytes are damaged is fetched again", async () => {
    server.served.set("/x", bytes);
    const sources = await provider();
    const ref = fileRef(`${server.url}/x`, bytes);
    const { digest } = await sources.fetch(ref, [], signal);
    store.held.set(digest, randomBytes(5));
    expect((await sources.fetch(ref, [], signal)).from).toBe(ref.uri);
    expect(Buffer.compare(await store.read(digest), bytes)).toBe(0);
  });

  test("several fetches of one source at once ask upstream once", async () => {
    server.served.set("/x", bytes);
    const sources = await provider();
    const ref = fileRef(`${server.url}/x`, bytes);
    const all = await Promise.all(Array.from({ length: 8 }, () => sources.fetch(ref, [], signal)));
    expect(new Set(all.map((fetched) => fetched.digest)).size).toBe(1);
    expect(server.asked).toEqual(["/x"]);
  });

  test("a fetch that is called off ends at once and leaves nothing; another of the same source goes on", async () => {
    let slow: (() => void) | undefined;
    server.served.set("/x", (response) => {
      slow = () => response.end(bytes);
      response.writeHead(200);
      response.write("");
      if (server.asked.length > 1) slow();
    });
    const sources = await provider({ timeoutMs: 10_000 });
    const ref = fileRef(`${server.url}/x`, bytes);
    const control = new AbortController();
    const first = sources.fetch(ref, [], control.signal);
    const second = sources.fetch(ref, [], signal);
    setTimeout(() => control.abort(new Error("called off")), 50);
    await expect(first).rejects.toThrow("called off");
    expect((await second).from).toBe(ref.uri);
  });

  test("a host that was found down is asked last for a while", async () => {
    const dead = await nobody();
    server.served.set("/good", bytes);
    mirrors = [`${server.url}/debian`];
    const second = randomBytes(100);
    server.served.set("/debian/pool/main/s/second/second.orig.tar", second);
    const log = recordedLog();
    const sources = await provider({ log });
    await expect(sources.fetch(fileRef(`${dead}/first`, bytes), [], signal)).rejects.toThrow("refuses");
    log.lines.length = 0;
    const ref = fileRef(`${dead}/second`, second);
    await sources.fetch(ref, [hintOf(ref.uri, "second", "second.orig.tar")], signal);
    expect(log.lines).toEqual([]);
  });

  test("a hash that is none never becomes a file name", async () => {
    const ref = { ...fileRef(`${server.url}/x`, bytes, "sha512"), expected: `../../${"a".repeat(122)}` };
    await expect((await provider()).fetch(ref, [], signal)).rejects.toMatchObject({ code: "source-malformed" });
  });

  test("a git repository on a machine without git is a fault that says how to get it", async () => {
    vi.stubEnv("PATH", directory);
    const ref: SourceRef = {
      kind: "git",
      repository: "https://upstream.invalid/x.git",
      commit: "0123456789abcdef0123456789abcdef01234567",
      submodules: false,
      fileName: "x.tar",
      place: { file: "test.yaml", line: 1, column: 1 },
    };
    await expect((await provider()).fetch(ref, [], signal)).rejects.toMatchObject({
      code: "git-missing",
      wayOut: expect.stringContaining("apt install git"),
    });
    vi.unstubAllEnvs();
  });
});
