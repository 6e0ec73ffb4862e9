/** A SHA-256 in lower-case hex with its algorithm in front; the only spelling of a digest inside Ascent. */
export type Digest = `sha256:${string}`;

/** Hashing is passed in: core has no crypto of its own. Strings are hashed as UTF-8. */
export type Hash = (content: Uint8Array | string) => Digest;

const PATTERN = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): text is Digest {
  return PATTERN.test(text);
}

/** The 64 hex digits of a digest. */
export function hexOf(digest: Digest): string {
  return digest.slice("sha256:".length);
}
