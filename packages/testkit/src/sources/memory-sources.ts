import { createHash } from "node:crypto";
import { Fault, type SourceRef } from "@ascent/core";
import type { ArtifactStore, SourceProvider } from "@ascent/engine";

export interface MemorySources extends SourceProvider {
  /** What is served: URI or repository → bytes. */
  readonly served: Map<string, Uint8Array>;
  /** URIs that were asked for, in order; what the store had is not asked for. */
  readonly asked: string[];
}

/** A source provider that has its bytes from a map. */
export function memorySources(store: ArtifactStore): MemorySources {
  const served = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const known = new Map<string, Awaited<ReturnType<ArtifactStore["put"]>>>();

  const bytesOf = (place: string): Uint8Array => {
    asked.push(place);
    const bytes = served.get(place);
    if (bytes !== undefined) return bytes;
    throw new Fault("source-unreachable", `source ${place} could not be had from any place`, {
      wayOut: "serve it in the test",
      retryable: true,
    });
  };
  const keyOf = (ref: SourceRef) => (ref.kind === "fetch" ? ref.expected : ref.commit);
  const checkHash = (ref: SourceRef, bytes: Uint8Array): void => {
    if (ref.kind === "git") return;
    const actual = createHash(ref.algorithm).update(bytes).digest("hex");
    if (actual === ref.expected) return;
    throw new Fault("source-hash-mismatch", `source ${ref.uri} is ${actual} and not ${ref.expected}`);
  };

  return {
    served,
    asked,
    async fetch(ref, hints, signal) {
      signal.throwIfAborted();
      const digest = known.get(keyOf(ref)) ?? (ref.kind === "fetch" ? (`sha256:${ref.expected}` as const) : undefined);
      if (digest !== undefined && (await store.has(digest))) return { ref, digest, from: "store" };
      const own = ref.kind === "fetch" ? ref.uri : ref.repository;
      const mirrors = hints.filter((hint) => [own, keyOf(ref)].includes(hint.source)).flatMap((hint) => hint.mirrors);
      const from = [...mirrors, own].find((place) => served.has(place)) ?? own;
      const bytes = bytesOf(from);
      checkHash(ref, bytes);
      const stored = await store.put(bytes);
      known.set(keyOf(ref), stored);
      return { ref, digest: stored, from };
    },
  };
}
