import type { Digest } from "@ascent/core";

/** Immutable bytes by SHA-256. Writing is atomic: a digest is either there whole or not at all. */
export interface ArtifactStore {
  /** Stores bytes; storing what is there already is no error. */
  put(bytes: Uint8Array): Promise<Digest>;
  /** Stores a file by moving or linking it in; `path` may be gone afterwards. Large files are never held in memory. */
  putFile(path: string): Promise<{ readonly digest: Digest; readonly size: number }>;
  has(digest: Digest): Promise<boolean>;
  /** Size in bytes, or undefined when absent. */
  size(digest: Digest): Promise<number | undefined>;
  /** All bytes. Throws Fault "artifact-missing", or "artifact-corrupt" when the bytes do not hash to their name. */
  read(digest: Digest): Promise<Uint8Array>;
  /** A stream of the bytes, or of `range` (both ends inclusive), not verified. Throws Fault "artifact-missing". */
  stream(digest: Digest, range?: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array>>;
  /**
   * A local, read-only path to the verified bytes, for tools that need a file. Never write to it, never move it.
   * Throws Fault "artifact-missing" or "artifact-corrupt".
   */
  localPath(digest: Digest): Promise<string>;
}
