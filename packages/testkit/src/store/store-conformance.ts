import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Digest } from "@ascent/core";
import type { ArtifactStore } from "@ascent/engine";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

export interface StoreUnderTest {
  readonly store: ArtifactStore;
  /** Changes what is stored under a digest behind the store's back; undefined removes it. */
  damage(digest: Digest, bytes: Uint8Array | undefined): Promise<void>;
  close(): Promise<void>;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const sha256 = (bytes: Uint8Array): Digest => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const absent = sha256(text("nobody stores this"));

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

/** The rules of the ArtifactStore port, for every adapter and its fake. */
export function artifactStoreConformance(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`artifact store: ${name}`, () => {
    let subject: StoreUnderTest;
    let scratch: string;
    beforeEach(async () => {
      subject = await open();
      scratch = await mkdtemp(join(tmpdir(), "ascent-store-test-"));
    });
    afterEach(async () => {
      await subject.close();
      await rm(scratch, { recursive: true, force: true });
    });

    test("what is put is found under the SHA-256 of its bytes", async () => {
      const bytes = text("ascent");
      const digest = await subject.store.put(bytes);
      expect(digest).toBe(sha256(bytes));
      expect(await subject.store.has(digest)).toBe(true);
      expect(await subject.store.size(digest)).toBe(6);
      expect(await subject.store.read(digest)).toEqual(bytes);
      expect(await readFile(await subject.store.localPath(digest), "utf8")).toBe("ascent");
    });

    test("empty bytes are an artifact like any other", async () => {
      const digest = await subject.store.put(new Uint8Array());
      expect(await subject.store.size(digest)).toBe(0);
      expect(await collect(await subject.store.stream(digest))).toBe("");
    });

    test("the caller's buffer may change after a put without changing the artifact", async () => {
      const bytes = text("before");
      const digest = await subject.store.put(bytes);
      bytes.fill(0);
      expect(Buffer.from(await subject.store.read(digest)).toString()).toBe("before");
    });

    test("what is not there is no artifact, and reading it is a fault", async () => {
      expect(await subject.store.has(absent)).toBe(false);
      expect(await subject.store.size(absent)).toBeUndefined();
      await expect(subject.store.read(absent)).rejects.toMatchObject({ code: "artifact-missing" });
      await expect(subject.store.stream(absent)).rejects.toMatchObject({ code: "artifact-missing" });
      await expect(subject.store.localPath(absent)).rejects.toMatchObject({ code: "artifact-missing" });
    });

    test("a digest that is none never becomes a path", async () => {
      const hostile = "sha256:../../../../etc/passwd" as Digest;
      await expect(subject.store.read(hostile)).rejects.toMatchObject({ code: "digest-malformed" });
      await expect(subject.store.localPath(hostile)).rejects.toMatchObject({ code: "digest-malformed" });
    });

    test("putting the same bytes twice, or at once, is one artifact", async () => {
      const digests = await Promise.all(Array.from({ length: 20 }, () => subject.store.put(text("same"))));
      expect(new Set(digests).size).toBe(1);
      expect(await subject.store.put(text("same"))).toBe(digests[0]);
    });

    test("a file that is put has the digest and size of its bytes, and may be gone afterwards", async () => {
      const path = join(scratch, "large");
      const bytes = Buffer.alloc(3 * 1024 * 1024 + 17, "ascent");
      await writeFile(path, bytes);
      const stored = await subject.store.putFile(path);
      expect(stored).toEqual({ digest: sha256(bytes), size: bytes.length });
      expect(Buffer.compare(await readFile(await subject.store.localPath(stored.digest)), bytes)).toBe(0);
    });

    test("a file with bytes that are there already is no error", async () => {
      const digest = await subject.store.put(text("twice"));
      await writeFile(join(scratch, "again"), "twice");
      expect(await subject.store.putFile(join(scratch, "again"))).toEqual({ digest, size: 5 });
      expect(await subject.store.read(digest)).toEqual(text("twice"));
    });

    test("a stream gives all bytes, or the range with both its ends", async () => {
      const digest = await subject.store.put(text("0123456789"));
      expect(await collect(await subject.store.stream(digest))).toBe("0123456789");
      expect(await collect(await subject.store.stream(digest, { start: 2, end: 4 }))).toBe("234");
      expect(await collect(await subject.store.stream(digest, { start: 9, end: 9 }))).toBe("9");
      expect(await collect(await subject.store.stream(digest, { start: 8, end: 4000 }))).toBe("89");
    });

    test("a local path cannot be written by accident", async () => {
      const digest = await subject.store.put(text("read-only"));
      expect((await stat(await subject.store.localPath(digest))).mode & 0o777).toBe(0o444);
    });

    test("bytes that do not hash to their name are never given out as verified, even after they once were", async () => {
      const digest = await subject.store.put(text("honest"));
      await subject.store.localPath(digest);
      await subject.damage(digest, text("Honest"));
      await expect(subject.store.read(digest)).rejects.toMatchObject({ code: "artifact-corrupt" });
      await expect(subject.store.localPath(digest)).rejects.toMatchObject({ code: "artifact-corrupt" });
    });

    test("putting the bytes again mends an artifact that was damaged or lost", async () => {
      const digest = await subject.store.put(text("mended"));
      await subject.damage(digest, text("mend"));
      await subject.store.put(text("mended"));
      expect(await subject.store.read(digest)).toEqual(text("mended"));

      await subject.damage(digest, undefined);
      expect(await subject.store.has(digest)).toBe(false);
      await writeFile(join(scratch, "whole"), "mended");
      await subject.store.putFile(join(scratch, "whole"));
      expect(await subject.store.read(digest)).toEqual(text("mended"));
    });
  });
}
