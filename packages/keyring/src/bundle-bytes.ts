import { IN_TOTO_PAYLOAD } from "@ascent/formats";
import { type Bundle, bundleToJSON } from "@sigstore/bundle";
import type { Artifact } from "@sigstore/sign";

/** A statement as the library wants what it signs. */
export function inToto(statement: Uint8Array): Artifact {
  return { data: Buffer.from(statement), type: IN_TOTO_PAYLOAD };
}

/**
 * A bundle as it is stored: JSON without white space. The envelope names no key of its own (the library would repeat the
 * hint there): cosign passes over signatures whose key id is not in its own spelling.
 */
export function bundleBytes(bundle: Bundle): Uint8Array {
  const { content } = bundle;
  const signatures = content.$case === "dsseEnvelope" ? content.dsseEnvelope.signatures : [];
  for (const signature of signatures) signature.keyid = "";
  return new TextEncoder().encode(JSON.stringify(bundleToJSON(bundle)));
}
