import { resolveEnvironment, type Seed } from "@ascent/core";
import type { ArtifactStore, SeedProgress, SeedProvider, SeedRequest } from "@ascent/engine";
import { readApk } from "@ascent/formats";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

/**
 * A provider over a seed that has `app` (which needs `lib`) and `other`, whose alias `tools` stands for `app` alone, and
 * that can be taken off the net.
 */
export interface SeedsUnderTest {
  readonly provider: SeedProvider;
  readonly store: ArtifactStore;
  readonly seed: Seed;
  unplug(): Promise<void>;
  close(): Promise<void>;
}

/** The rules of the SeedProvider port, for every kind of seed and the fake. */
export function seedConformance(name: string, start: () => Promise<SeedsUnderTest>): void {
  describe(`seed provider: ${name}`, () => {
    let subject: SeedsUnderTest;
    let progress: SeedProgress[];
    const request = (names: readonly string[], signal = new AbortController().signal): SeedRequest => ({
      seed: subject.seed,
      arch: "x86_64",
      names,
      files: new Map(),
      onProgress: (one) => progress.push(one),
      signal,
    });

    beforeEach(async () => {
      subject = await start();
      progress = [];
    });
    afterEach(() => subject.close());

    test("the lock holds what was asked for and all that it needs, and nothing else", async () => {
      const lock = await subject.provider.acquire(request(["app"]));
      const names = lock.packages.map(({ record }) => record.name);
      expect(names).toContain("app");
      expect(names).toContain("lib");
      expect(names).not.toContain("other");
      expect(lock).toMatchObject({ seed: subject.seed.name, arch: "x86_64" });
    });

    test("every package of the lock is in the store as an apk, under the digest and with the size that the lock gives", async () => {
      const lock = await subject.provider.acquire(request(["app", "other"]));
      for (const { record, fileDigest, input } of lock.packages) {
        const bytes = await subject.store.read(fileDigest);
        expect(bytes.length).toBe(record.size);
        expect((await readApk([bytes])).info).toMatchObject({ name: record.name, version: record.version });
        expect(input).toBe(`seed:${subject.seed.name}`);
      }
    });

    test("the same request gives the same lock again, with the seed off the net", async () => {
      const first = await subject.provider.acquire(request(["app"]));
      await subject.unplug();
      expect(await subject.provider.acquire(request(["app"]))).toEqual(first);
    });

    test("other names have a lock of their own", async () => {
      await subject.provider.acquire(request(["other"]));
      const lock = await subject.provider.acquire(request(["app"]));
      expect(lock.packages.map(({ record }) => record.name)).toContain("lib");
    });

    test("a forgotten lock is made anew", async () => {
      await subject.provider.acquire(request(["app"]));
      await subject.provider.forget(request(["app"]));
      await subject.unplug();
      await expect(subject.provider.acquire(request(["app"]))).rejects.toMatchObject({
        code: "seed-unreachable",
        retryable: true,
      });
    });

    test("an alias resolves, within the lock alone, to what it stands for", async () => {
      const lock = await subject.provider.acquire(request(["tools"]));
      const found = resolveEnvironment({ wanted: [{ name: "tools", conflict: false }], inputs: [lock.packages] });
      const names = found.ok ? found.packages.map(({ record }) => record.name) : found.reasons;
      expect(names).toEqual(expect.arrayContaining(["tools", "app", "lib"]));
    });

    test("names that the seed lacks are a fault that names them", async () => {
      await expect(subject.provider.acquire(request(["app", "no-such-thing"]))).rejects.toMatchObject({
        code: "seed-missing-package",
        message: expect.stringContaining("no-such-thing"),
      });
    });

    test("an aborted request ends with the reason of the abort", async () => {
      const reason = new Error("the run was cancelled");
      await expect(subject.provider.acquire(request(["app"], AbortSignal.abort(reason)))).rejects.toBe(reason);
    });

    test("progress never goes beyond its total", async () => {
      await subject.provider.acquire(request(["app"]));
      expect(progress.length).toBeGreaterThan(0);
      for (const { done, total } of progress) expect(done).toBeLessThanOrEqual(total);
    });
  });
}
