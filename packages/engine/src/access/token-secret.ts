import { Fault } from "@ascent/core";
import { sha256 } from "@ascent/formats";
import type { TokenSecret } from "../ports.ts";

/** 6 for the prefix, 32 (256 bits) for what nobody can guess. */
export const SECRET_BYTES = 38;
const PREFIX_BYTES = 6;
const FORMAT = /^(ascent_[0-9a-f]{12})_[\w-]{43}$/;

/**
 * A token's secret out of fresh random bytes: `ascent_`, 12 hex digits, `_`, 43 characters of base64url. `text` is shown
 * once and never kept. The word in front lets scanners of repositories and logs find what leaked.
 *
 * What is kept is one SHA-256 of it, not a slow hash: those (scrypt, argon2) make guessing dear where people choose
 * passwords. Of 256 random bits there is nothing to guess, however fast the hash, and a slow one would cost every request.
 */
export function makeTokenSecret(random: Uint8Array): TokenSecret & { readonly text: string } {
  if (random.length !== SECRET_BYTES)
    throw new Fault("secret-too-short", `a secret needs ${SECRET_BYTES} random bytes`);
  const prefix = `ascent_${Buffer.from(random.subarray(0, PREFIX_BYTES)).toString("hex")}`;
  const text = `${prefix}_${Buffer.from(random.subarray(PREFIX_BYTES)).toString("base64url")}`;
  return { text, prefix, digest: sha256(text) };
}

/** The public part of what looks like a secret of ours. */
export function prefixOf(text: string): string | undefined {
  return FORMAT.exec(text)?.[1];
}
