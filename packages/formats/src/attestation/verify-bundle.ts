import { createPublicKey } from "node:crypto";
import { canonicalJson, type Digest } from "@ascent/core";
import { BUNDLE_V03_MEDIA_TYPE, type Bundle, bundleFromJSON, bundleToJSON } from "@sigstore/bundle";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { keyIdOf } from "./key-id.ts";
import { IN_TOTO_PAYLOAD } from "./vocabulary.ts";

/** Why a bundle is not accepted. */
export type BundleRefusal =
  /** No Sigstore bundle v0.3 with a DSSE envelope, or with something in it that does not belong there. */
  | "bundle-malformed"
  /** The envelope's payload is no in-toto statement. */
  | "bundle-wrong-payload"
  /** The key that it names is none of the given. */
  | "bundle-unknown-key"
  /** Signed with a certificate: only a verifier that trusts a Sigstore instance can tell (`cosign`). */
  | "bundle-keyless"
  /** The signature is not by that key over this payload. */
  | "bundle-bad-signature";

export type VerifiedBundle =
  | {
      readonly ok: true;
      /** The payload: UTF-8 JSON of an in-toto statement. What it says is as true as the signer is honest. */
      readonly statement: Uint8Array;
      /** Id of the key that signed. */
      readonly keyId: Digest;
    }
  | { readonly ok: false; readonly code: BundleRefusal; readonly reason: string };

export interface TrustedKeys {
  /** ECDSA P-256 public keys in PEM; each is known by the id that it really has. */
  readonly publicKeys: readonly string[];
}

/** Far above what a build of a thousand packages comes to. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Checks a Sigstore bundle v0.3 with a DSSE envelope around an in-toto statement, by the public keys given and nothing
 * else: no network, no clock, no transparency log. The signature is over DSSE's pre-authentication encoding of payload type
 * and payload (secure-systems-lab/dsse, protocol.md). A bundle is only taken in the form in which it is written, JSON
 * without white space and without unknown or double fields, so that no byte of it can change unseen.
 * Throws Fault "key-unreadable" for a key that is none.
 */
export function verifyBundle(bytes: Uint8Array, trusted: TrustedKeys): VerifiedBundle {
  const keys = new Map(trusted.publicKeys.map((pem) => [keyIdOf(pem) as string, pem]));
  const bundle = readBundle(bytes);
  if (bundle === undefined) return refused("bundle-malformed", "it is no Sigstore bundle v0.3 as Ascent writes it");
  const { content, verificationMaterial } = bundle;
  if (content.$case !== "dsseEnvelope") return refused("bundle-malformed", "it holds no DSSE envelope");
  const { payload, payloadType, signatures } = content.dsseEnvelope;
  if (payloadType !== IN_TOTO_PAYLOAD) return refused("bundle-wrong-payload", "its payload is no in-toto statement");
  if (verificationMaterial.content.$case !== "publicKey") {
    return refused("bundle-keyless", "it is signed with a certificate, which a public key cannot check");
  }
  const { hint } = verificationMaterial.content.publicKey;
  if (signatures[0]?.keyid !== "") return refused("bundle-malformed", "its envelope names a key by itself");
  const pem = keys.get(hint);
  if (pem === undefined)
    return refused("bundle-unknown-key", `it is signed by ${hint}, which is no key that is trusted`);
  if (!isSignedBy(bundle, pem))
    return refused("bundle-bad-signature", `the signature by ${hint} is not over this payload`);
  return { ok: true, statement: new Uint8Array(payload), keyId: hint as Digest };
}

function refused(code: BundleRefusal, reason: string): VerifiedBundle {
  return { ok: false, code, reason };
}

/** Undefined for whatever is not exactly what a bundle's own serialisation would be, but for the order of fields. */
function readBundle(bytes: Uint8Array): Bundle | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const held: unknown = JSON.parse(text);
    const bundle = bundleFromJSON(held);
    const written = canonicalJson(bundleToJSON(bundle));
    // Same fields as written; and as long as that, or white space or a double field is hidden in it.
    const exact = canonicalJson(held) === written && text.length === written.length;
    return exact && bundle.mediaType === BUNDLE_V03_MEDIA_TYPE ? bundle : undefined;
  } catch {
    // The library throws errors of several kinds at hostile input; all mean the same.
    return undefined;
  }
}

function isSignedBy(bundle: Bundle, pem: string): boolean {
  const publicKey = createPublicKey(pem);
  if (publicKey.asymmetricKeyDetails?.namedCurve !== "prime256v1") return false;
  const nobody = { mediaType: "", tlogs: [], ctlogs: [], certificateAuthorities: [], timestampAuthorities: [] };
  const material = toTrustMaterial(nobody, () => ({ publicKey, validFor: () => true }));
  const verifier = new Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
  try {
    verifier.verify(toSignedEntity(bundle));
    return true;
  } catch {
    // Also for log entries and timestamps, by nobody who is trusted here, or that cannot even be read.
    return false;
  }
}
