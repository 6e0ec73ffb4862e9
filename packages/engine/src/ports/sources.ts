import type { Digest, SourceHint, SourceRef } from "@ascent/core";

export interface FetchedSource {
  readonly ref: SourceRef;
  /** SHA-256 of the stored bytes: the file itself, or a deterministic tar of a git commit's tree. */
  readonly digest: Digest;
  /** Where they were had from in the end. */
  readonly from: string;
}

export interface SourceProvider {
  /**
   * Brings one source into the artifact store, by hash: store, mirrors of the hint, URI, Debian pool file of the hint on
   * the host's apt mirror. Throws Fault "source-unreachable" (retryable; lists each place tried and why it failed) or
   * "source-hash-mismatch" (expected and actual hash; never retryable).
   */
  fetch(ref: SourceRef, hints: readonly SourceHint[], signal: AbortSignal): Promise<FetchedSource>;
}
