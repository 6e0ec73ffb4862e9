const LETTERS = 12;
const DIGEST = /sha256:([0-9a-f]{64})/g;

/** As many letters of a digest as tell it from others. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, "").slice(0, LETTERS);
}

/** A text with its digests short: whole ones are longer than a phone's line. */
export function shortDigests(text: string): string {
  return text.replace(DIGEST, (digest) => `${shortDigest(digest)}…`);
}
