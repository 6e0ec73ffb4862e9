import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

const MODULUS_BITS = 3072;

/** A new RSA key in PEM (PKCS#8): what apk signs with. */
export async function makeStageKey(modulusLength = MODULUS_BITS): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return privateKey;
}

/** A new ECDSA key on P-256 in PEM (PKCS#8): what Sigstore's clients take without being told more. */
export async function makeBuilderKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return privateKey;
}
