import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collect, gzip, type TarInput, writeTar } from "@ascent/formats";
import { seedling } from "@ascent/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeTree } from "../src/cache/remove-tree.ts";
import { extractApk } from "../src/unpack/extract.ts";
import { openWorkbench, runScript, type Workbench } from "./workbench.ts";

const { makeApk } = seedling;

function entry(path: string, type: TarInput["type"], more: Partial<TarInput> = {}): TarInput {
  return { path, type, mode: 0o644, mtime: 0, ...more };
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** An apk whose data segment is exactly these tar entries. */
async function apkOf(entries: readonly TarInput[], name = "hostile"): Promise<Uint8Array> {
  return makeApk({ name, data: await collect(gzip(writeTar(entries))) });
}

describe("unpacking", () => {
  let base: string;
  let target: string;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), "ascent-unpack-"));
    await writeFile(join(base, "outside"), "untouched");
    await mkdir(join(base, "victim"));
  });
  afterAll(() => removeTree(base));

  async function extract(apk: Uint8Array) {
    target = await mkdtemp(join(base, "target-"));
    return extractApk([apk], apk.length, target);
  }

  async function expectUntouched(): Promise<void> {
    expect(await readFile(join(base, "outside"), "utf8")).toBe("untouched");
    expect(await readdir(join(base, "victim"))).toEqual([]);
  }

  test.each<[string, readonly TarInput[], string]>([
    ["a path that goes up", [entry("../outside", "file", { content: text("x") })], "archive-escape"],
    ["a path that goes up later", [entry("a/../../outside", "file", { content: text("x") })], "archive-escape"],
    ["an absolute path", [entry("/etc/evil", "file", { content: text("x") })], "archive-escape"],
    ["a link that leads out", [entry("out", "symlink", { linkTarget: "../victim" })], "archive-escape"],
    ["a hard link to a file outside", [entry("hard", "hardlink", { linkTarget: "../outside" })], "archive-"],
    ["a hard link to nothing", [entry("hard", "hardlink", { linkTarget: "missing" })], "archive-dangling-link"],
    [
      "a hard link to a link",
      [entry("s", "symlink", { linkTarget: "t" }), entry("h", "hardlink", { linkTarget: "s" })],
      "archive-dangling-link",
    ],
    [
      "a file below a file",
      [entry("f", "file", { content: text("f") }), entry("f/x", "file", { content: text("x") })],
      "archive-conflict",
    ],
    [
      "a path twice",
      [entry("f", "file", { content: text("1") }), entry("f", "file", { content: text("2") })],
      "archive-conflict",
    ],
    [
      "a link, then a file of its name",
      [entry("f", "symlink", { linkTarget: "/victim/x" }), entry("f", "file", { content: text("2") })],
      "archive-conflict",
    ],
  ])("%s is refused, and nothing outside is touched", async (_name, entries, code) => {
    await expect(extract(await apkOf(entries))).rejects.toMatchObject({ code: expect.stringContaining(code) });
    await expectUntouched();
  });

  test("devices and fifos are refused", async () => {
    for (const [flag, mode] of [
      ["3", 0o600],
      ["4", 0o600],
      ["6", 0o600],
    ] as const) {
      const tar = Buffer.from(await collect(writeTar([entry("special", "file", { mode })])));
      tar.write(flag, 156);
      const sum = tar.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
      tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
      const apk = await makeApk({ name: "hostile", data: await collect(gzip([tar])) });
      await expect(extract(apk)).rejects.toMatchObject({ code: "archive-special-file" });
    }
  });

  test("a link to a directory inside is followed inside; no link is ever made on disk", async () => {
    const meta = await extract(
      await apkOf([
        entry("real", "directory", { mode: 0o755 }),
        entry("alias", "symlink", { linkTarget: "/real" }),
        entry("alias/file", "file", { content: text("inside") }),
      ]),
    );
    expect(await readFile(join(target, "real/file"), "utf8")).toBe("inside");
    expect(await readdir(target)).toEqual(["real"]);
    expect(meta.entries).toContainEqual({ kind: "symlink", path: "alias", target: "/real" });
  });

  test("modes on disk are plain: nothing set-user-id, nothing that others may write, all readable", async () => {
    const modes = [0o4755, 0o2755, 0o6777, 0o600, 0o000, 0o777, 0o666, 0o111, 0o1777];
    const meta = await extract(
      await apkOf(modes.map((mode) => entry(`f${mode.toString(8)}`, "file", { mode, content: text("x") }))),
    );
    for (const mode of modes) {
      const found = (await stat(join(target, `f${mode.toString(8)}`))).mode & 0o7777;
      expect(found).toBe((mode & 0o111) === 0 ? 0o644 : 0o755);
    }
    expect(meta.entries.map((each) => (each.kind === "file" ? each.mode : -1))).toEqual(modes);
  });

  test("a truncated or changed package is refused", async () => {
    const apk = Buffer.from(await apkOf([entry("f", "file", { content: new Uint8Array(20_000).fill(7) })]));
    await expect(extract(apk.subarray(0, apk.length - 40))).rejects.toMatchObject({
      code: expect.stringMatching(/^a(rchive|pk)-/),
    });
    apk[apk.length - 30]! ^= 0xff;
    await expect(extract(apk)).rejects.toMatchObject({ code: expect.stringMatching(/^a(rchive|pk)-/) });
  });

  test("whatever an archive holds, nothing is written outside of its directory", async () => {
    const part = fc.constantFrom("a", "b", "..", ".", "c", "", "outside", "victim");
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    const tarEntry = fc.record({
      path,
      type: fc.constantFrom("file", "directory", "symlink", "hardlink"),
      target: path,
      absolute: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(tarEntry, { maxLength: 6 }), async (drawn) => {
        const entries = drawn.map(({ path: name, type, target: linkTarget, absolute }): TarInput => {
          const named = `${absolute ? "/" : ""}${name}` || "x";
          if (type === "file") return entry(named, "file", { content: text("x") });
          return type === "directory"
            ? entry(named, "directory")
            : entry(named, type as "symlink", { linkTarget: linkTarget || "x" });
        });
        const before = (await readdir(base)).length;
        await apkOf(entries)
          .then(extract)
          .catch((error: { code?: string }) => expect(error.code).toMatch(/^archive-/));
        await expectUntouched();
        expect((await readdir(base)).length - before).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the cache of unpacked packages", () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench();
  });
  afterAll(() => bench.close());

  test("a hostile package fails the build under its name, and leaves nothing in the cache", async () => {
    const { outcome } = await runScript(bench, "true", {
      packages: [await apkOf([entry("../x", "file", { content: text("x") })])],
    });
    expect(outcome).toMatchObject({ kind: "failed", failure: { code: "archive-escape", retryable: false } });
    expect(outcome.kind === "failed" && outcome.failure.message).toContain("hostile-1.0-r0: ");
    const { contentDigest } = await seedling.locked(bench.store, await seedling.toolsApk());
    const left = (await readdir(join(bench.directory, "unpacked"))).filter((name) => !name.startsWith("."));
    expect(left.filter((name) => name !== contentDigest.slice(7))).toEqual([]);
    expect(await readdir(join(bench.directory, "unpacked/.scratch"))).toEqual([]);
  });

  test("an apk that is not the content that the lock names is refused", async () => {
    const locked = await seedling.locked(bench.store, await makeApk({ name: "honest" }));
    const environment = [{ ...locked, contentDigest: `sha256:${"1".repeat(64)}` as const }];
    const request = seedling.request(seedling.recipe([seedling.output("x", [])]), environment);
    expect(await bench.builder.build(request, seedling.watch())).toMatchObject({ failure: { code: "lock-mismatch" } });
  });

  test("bytes that were damaged in the store are refused", async () => {
    const apk = await makeApk({ name: "damaged" });
    const locked = await seedling.locked(bench.store, apk);
    bench.store.held.set(locked.fileDigest, apk.slice(0, -1));
    const request = seedling.request(seedling.recipe([seedling.output("x", [])]), [locked]);
    expect(await bench.builder.build(request, seedling.watch())).toMatchObject({
      failure: { code: "artifact-corrupt" },
    });
  });
});
