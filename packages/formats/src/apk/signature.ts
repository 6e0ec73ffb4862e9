import { createPrivateKey, createPublicKey, type KeyObject, sign as rsaSign, verify as rsaVerify } from "node:crypto";
import { Fault } from "@ascent/core";
import { collect } from "../archive/bytes.ts";
import { gzip } from "../archive/gzip.ts";
import type { SegmentFile } from "../archive/tar-segment.ts";
import { writeTar } from "../archive/tar-write.ts";

/** apk's signature kinds: RSA PKCS#1 v1.5 over SHA-1 (`RSA`), SHA-256 or SHA-512. */
const HASHES = { RSA: "sha1", RSA256: "sha256", RSA512: "sha512" } as const;
export type SignatureKind = keyof typeof HASHES;

/** A signature as an apk or an index carries it. */
export interface ApkSignature {
  readonly kind: SignatureKind;
  /** File name of the public key. */
  readonly keyName: string;
  readonly bytes: Uint8Array;
}

/** Signs without showing the key (the engine's PackageSigner). */
export interface ApkSigner {
  /** File name of the public key as apk looks it up: `name.rsa.pub`. */
  readonly keyName: string;
  /** RSA PKCS#1 v1.5 over SHA-256. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** Key file name → public key in PEM. */
export type ApkKeys = ReadonlyMap<string, string>;

const FILE_NAME = /^\.SIGN\.(RSA|RSA256|RSA512)\.([^/]+)$/;

/** The signatures among a segment's files; kinds that are not known (DSA) are left out, as if they were not there. */
export function signaturesIn(files: readonly SegmentFile[]): ApkSignature[] {
  return files.flatMap(({ name, content }) => {
    const [, kind, keyName] = FILE_NAME.exec(name) ?? [];
    return kind === undefined || keyName === undefined
      ? []
      : [{ kind: kind as SignatureKind, keyName, bytes: content }];
  });
}

function readKey(keyName: string, read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch (cause) {
    throw new Fault("apk-bad-key", `the key "${keyName}" cannot be read: ${(cause as Error).message}`, { cause });
  }
  if (key.asymmetricKeyType !== "rsa") {
    throw new Fault("apk-bad-key", `the key "${keyName}" is ${key.asymmetricKeyType}, but apk signs with RSA`);
  }
  return key;
}

/** A signer over an RSA private key in PEM (PKCS#1 or PKCS#8). Throws Fault "apk-bad-key". */
export function createSigner(keyName: string, privateKeyPem: string): ApkSigner {
  if (!/^[^/\s]+\.rsa\.pub$/.test(keyName)) {
    throw new Fault("apk-bad-key", `"${keyName}" is no name for a key: apk wants it to end in .rsa.pub`);
  }
  const key = readKey(keyName, () => createPrivateKey(privateKeyPem));
  return { keyName, sign: (bytes) => rsaSign("sha256", bytes, key) };
}

/**
 * The signature segment for `control` (or for an index): `.SIGN.RSA256.<key name>` in a tar without its end, compressed.
 * Put it in front of what it signs.
 */
export async function packSignature(control: Uint8Array, signer: ApkSigner): Promise<Uint8Array> {
  const file = {
    path: `.SIGN.RSA256.${signer.keyName}`,
    type: "file",
    mode: 0o644,
    mtime: 0,
    content: signer.sign(control),
  } as const;
  return collect(gzip(writeTar([file], { endOfArchive: false })));
}

/**
 * Finds a signature over `control` (the control segment as stored) by one of `keys`; answers that key's name.
 * Throws Fault "apk-unsigned" (no signature), "apk-unknown-key" (none by these keys), "apk-bad-signature" (by one of
 * these keys, but not over these bytes), "apk-bad-key".
 */
export function verifyApkSignature(control: Uint8Array, signatures: readonly ApkSignature[], keys: ApkKeys): string {
  if (signatures.length === 0) throw new Fault("apk-unsigned", "there is no signature");
  const known = signatures.filter(({ keyName }) => keys.has(keyName));
  const names = (list: readonly ApkSignature[]): string => list.map(({ keyName }) => keyName).join(", ");
  if (known.length === 0) {
    throw new Fault("apk-unknown-key", `it is signed by ${names(signatures)}, but no such key is trusted`, {
      wayOut: `Trusted are: ${[...keys.keys()].join(", ") || "none"}. Add the key if you trust who holds it.`,
    });
  }
  const good = known.find((signature) => holds(control, signature, keys.get(signature.keyName) ?? ""));
  if (good === undefined) {
    throw new Fault("apk-bad-signature", `the signature by ${names(known)} is not over these bytes`);
  }
  return good.keyName;
}

function holds(control: Uint8Array, signature: ApkSignature, pem: string): boolean {
  const key = readKey(signature.keyName, () => createPublicKey(pem));
  return rsaVerify(HASHES[signature.kind], control, key, signature.bytes);
}
