import { createPublicKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyIdOf, parseProvenance, verifyBundle, writeProvenance } from "../../src/attestation/index.ts";
import { type Json, sampleProvenance, signedBundle, signingKey } from "./sample-provenance.ts";

const key = signingKey();
const other = signingKey();
const trusted = { publicKeys: [other.publicPem, key.publicPem] };
const statement = writeProvenance(sampleProvenance);
const bundle = signedBundle(statement, key);
const text = new TextDecoder().decode(bundle);
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** The bundle with something changed in its JSON. */
function changed(change: (json: Json) => void): Uint8Array {
  const json = JSON.parse(text);
  change(json);
  return bytesOf(json);
}

describe("verifyBundle", () => {
  test("accepts what one of the keys signed, and says which", () => {
    const verified = verifyBundle(bundle, trusted);
    expect(verified).toEqual({ ok: true, statement, keyId: keyIdOf(key.publicPem) });
    expect(verified.ok && parseProvenance(verified.statement)).toEqual(sampleProvenance);
  });

  test("no byte can be changed unseen", () => {
    fc.assert(
      fc.property(fc.nat(bundle.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const flipped = bundle.slice();
        flipped[at] = (flipped[at] ?? 0) ^ flip;
        expect(verifyBundle(flipped, trusted).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("no bundle that ends early is accepted", () => {
    fc.assert(
      fc.property(fc.nat(bundle.length - 1), (length) => {
        expect(verifyBundle(bundle.slice(0, length), trusted)).toMatchObject({ ok: false, code: "bundle-malformed" });
      }),
    );
  });

  test("an altered payload is no longer what was signed", () => {
    const lie = writeProvenance({ ...sampleProvenance, stage: "final" });
    const bytes = changed((json) => Object.assign(json.dsseEnvelope, { payload: Buffer.from(lie).toString("base64") }));
    expect(verifyBundle(bytes, trusted)).toMatchObject({ ok: false, code: "bundle-bad-signature" });
  });

  test("another payload type is not taken, not even when it is signed", () => {
    const bytes = signedBundle(statement, key, { payloadType: "text/plain" });
    expect(verifyBundle(bytes, trusted)).toMatchObject({ ok: false, code: "bundle-wrong-payload" });
  });

  test("a signature over another payload type does not hold for in-toto's", () => {
    const json = JSON.parse(new TextDecoder().decode(signedBundle(statement, key, { payloadType: "text/plain" })));
    json.dsseEnvelope.payloadType = "application/vnd.in-toto+json";
    expect(verifyBundle(bytesOf(json), trusted)).toMatchObject({ ok: false, code: "bundle-bad-signature" });
  });

  test("a key that is not trusted is told from a signature that does not hold", () => {
    expect(verifyBundle(bundle, { publicKeys: [other.publicPem] })).toMatchObject({ code: "bundle-unknown-key" });
    expect(verifyBundle(bundle, { publicKeys: [] })).toMatchObject({ code: "bundle-unknown-key" });
    const pretended = signedBundle(statement, other, { hint: keyIdOf(key.publicPem) });
    expect(verifyBundle(pretended, trusted)).toMatchObject({ code: "bundle-bad-signature" });
  });

  test("a key of another curve is not taken", () => {
    const large = signingKey("P-384");
    const bytes = signedBundle(statement, large);
    expect(verifyBundle(bytes, { publicKeys: [large.publicPem] })).toMatchObject({ code: "bundle-bad-signature" });
  });

  test.each<[string, (json: Json) => void]>([
    ["no signature", (json) => Object.assign(json.dsseEnvelope, { signatures: [] })],
    ["two signatures", (json) => json.dsseEnvelope.signatures.push(json.dsseEnvelope.signatures[0])],
    ["an unknown field", (json) => Object.assign(json, { later: 1 })],
    [
      "another version",
      (json) => Object.assign(json, { mediaType: "application/vnd.dev.sigstore.bundle+json;version=0.2" }),
    ],
    ["no verification material", (json) => delete json.verificationMaterial],
    [
      "an envelope's key that is not the bundle's",
      (json) => Object.assign(json.dsseEnvelope.signatures[0], { keyid: "x" }),
    ],
    [
      "a message signature",
      (json) => {
        json.messageSignature = { messageDigest: { algorithm: "SHA2_256", digest: "AAAA" }, signature: "AAAA" };
        delete json.dsseEnvelope;
      },
    ],
  ])("a bundle with %s is malformed", (_what, change) => {
    expect(verifyBundle(changed(change), trusted)).toMatchObject({ ok: false, code: "bundle-malformed" });
  });

  test.each([
    ["white space", text.replace(",", ", ")],
    ["a double field", text.replace("{", '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json",')],
    ["base64 that is not canonical", text.replace('"payload":"', '"payload":" ')],
    ["a byte order mark", `\ufeff${text}`],
    ["something behind it", `${text}\n`],
  ])("a bundle with %s is malformed", (_what, hostile) => {
    expect(hostile).not.toBe(text);
    expect(verifyBundle(new TextEncoder().encode(hostile), trusted)).toMatchObject({ code: "bundle-malformed" });
  });

  test("a certificate cannot be checked by a public key", () => {
    const rawBytes = createPublicKey(key.publicPem).export({ type: "spki", format: "der" }).toString("base64");
    const bytes = changed((json) => {
      json.verificationMaterial = { certificate: { rawBytes }, tlogEntries: [], timestampVerificationData: {} };
    });
    expect(verifyBundle(bytes, trusted)).toMatchObject({ ok: false });
  });

  test("log entries that nobody vouches for are refused", () => {
    const bytes = changed((json) => {
      json.verificationMaterial.timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp: "AAAA" }] };
    });
    expect(verifyBundle(bytes, trusted)).toMatchObject({ ok: false, code: "bundle-bad-signature" });
  });

  test("whatever is thrown at it is refused, never an error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (hostile) => {
        expect(verifyBundle(new TextEncoder().encode(hostile), trusted).ok).toBe(false);
      }),
    );
  });

  test("what is no key is the caller's mistake", () => {
    expect(() => verifyBundle(bundle, { publicKeys: ["no key"] })).toThrow(
      expect.objectContaining({ code: "key-unreadable" }),
    );
  });
});
