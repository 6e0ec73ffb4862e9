import { createPublicKey } from "node:crypto";
import { type Digest, Fault } from "@ascent/core";
import { sha256 } from "../archive/bytes.ts";

/**
 * What a key is called wherever it signs: SHA-256 over its SubjectPublicKeyInfo in DER. In: a public key in PEM (a private
 * one gives the id of its public half). Throws Fault "key-unreadable".
 */
export function keyIdOf(pem: string): Digest {
  try {
    return sha256(createPublicKey(pem).export({ type: "spki", format: "der" }));
  } catch (cause) {
    throw new Fault("key-unreadable", "the text is no public key in PEM", { cause });
  }
}
