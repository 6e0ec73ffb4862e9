import { createHash } from "node:crypto";
import type { SourceHint, SourceRef } from "@ascent/core";
import type { ArtifactStore, SourceProvider } from "@ascent/engine";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

export interface SourcesUnderTest {
  readonly provider: SourceProvider;
  readonly store: ArtifactStore;
  /** Serves bytes from now on and gives the URI; undefined: a URI where nothing is. */
  serve(name: string, bytes: Uint8Array | undefined): Promise<string>;
  close(): Promise<void>;
}

export type FileRef = Extract<SourceRef, { kind: "fetch" }>;

/** A reference to a file that should have these bytes. */
export function fileRef(uri: string, bytes: Uint8Array, algorithm: "sha256" | "sha512" = "sha256"): FileRef {
  const expected = createHash(algorithm).update(bytes).digest("hex");
  const fileName = uri.split("/").at(-1) ?? "";
  return { kind: "fetch", uri, algorithm, expected, fileName, place: { file: "test.yaml", line: 1, column: 1 } };
}

/** The rules of the SourceProvider port, for the adapter and its fake. */
export function sourceProviderConformance(name: string, open: () => Promise<SourcesUnderTest>): void {
  describe(`source provider: ${name}`, () => {
    const bytes = new TextEncoder().encode("what upstream released");
    const other = new TextEncoder().encode("what somebody else made of it");
    const { signal } = new AbortController();
    let subject: SourcesUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    for (const algorithm of ["sha256", "sha512"] as const) {
      test(`a source named by ${algorithm} ends in the store under the SHA-256 of its bytes`, async () => {
        const ref = fileRef(await subject.serve("release.tar", bytes), bytes, algorithm);
        const fetched = await subject.provider.fetch(ref, [], signal);
        expect(fetched).toEqual({ ref, digest: await subject.store.put(bytes), from: ref.uri });
        expect(await subject.store.read(fetched.digest)).toEqual(bytes);
      });

      test(`a source named by ${algorithm} that is in the store is not fetched again`, async () => {
        const ref = fileRef(await subject.serve("release.tar", bytes), bytes, algorithm);
        const first = await subject.provider.fetch(ref, [], signal);
        await subject.serve("release.tar", undefined);
        expect(await subject.provider.fetch(ref, [], signal)).toEqual({ ...first, from: "store" });
      });
    }

    test.each(["URI", "hash"])("a mirror of a hint that names the source by %s is asked before its URI", async (by) => {
      const mirror = await subject.serve("mirror.tar", bytes);
      const ref = fileRef(await subject.serve("gone.tar", undefined), bytes);
      const unrelated: SourceHint = { source: "https://elsewhere.invalid/x", mirrors: [ref.uri] };
      const hints = [unrelated, { source: by === "URI" ? ref.uri : ref.expected, mirrors: [mirror] }];
      expect((await subject.provider.fetch(ref, hints, signal)).from).toBe(mirror);
    });

    test("a source that is nowhere is a fault that may pass later, and names the source", async () => {
      const ref = fileRef(await subject.serve("gone.tar", undefined), bytes);
      await expect(subject.provider.fetch(ref, [], signal)).rejects.toMatchObject({
        code: "source-unreachable",
        retryable: true,
        message: expect.stringContaining(ref.uri),
        wayOut: expect.any(String),
      });
    });

    test("other bytes never get into the store, and trying again is no way out", async () => {
      const ref = fileRef(await subject.serve("release.tar", other), bytes);
      await expect(subject.provider.fetch(ref, [], signal)).rejects.toMatchObject({
        code: "source-hash-mismatch",
        retryable: false,
        message: expect.stringContaining(ref.expected),
      });
      expect(await subject.store.has(`sha256:${ref.expected}`)).toBe(false);
    });

    test("a fetch that is called off before it starts does nothing", async () => {
      const ref = fileRef(await subject.serve("release.tar", bytes), bytes);
      const reason = new Error("called off");
      await expect(subject.provider.fetch(ref, [], AbortSignal.abort(reason))).rejects.toBe(reason);
      expect(await subject.store.has(`sha256:${ref.expected}`)).toBe(false);
    });
  });
}
