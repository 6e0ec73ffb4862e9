import type { Digest, Hash } from "./digest.ts";

/** What the first record of a chain follows. */
export const CHAIN_START: Digest = `sha256:${"0".repeat(64)}`;

/**
 * The digest of a record in a chain: over the digest of the record before it, as text, a line feed, and the record's own
 * body (canonical JSON, UTF-8). Whoever remembers one digest can prove that no earlier record was changed since.
 */
export function chainDigest(previous: Digest, body: string, hash: Hash): Digest {
  return hash(`${previous}\n${body}`);
}
