import { createHash, generateKeyPairSync, sign } from "node:crypto";
import type { Digest } from "@ascent/core";
import { bundleToJSON, toDSSEBundle } from "@sigstore/bundle";
import { dsse } from "@sigstore/core";
import { IN_TOTO_PAYLOAD, keyIdOf, type Provenance } from "../../src/attestation/index.ts";

export function digestOf(text: string): Digest {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

const locked = (name: string, input: string) => ({
  name,
  version: "1.0-r0",
  fileDigest: digestOf(`file ${name}`),
  contentDigest: digestOf(`content ${name}`),
  input,
});

export const sampleProvenance: Provenance = {
  subject: {
    name: "sed",
    version: "4.9-r0",
    fileDigest: digestOf("the apk's bytes"),
    contentDigest: digestOf("its content"),
  },
  blueprint: { name: "tiny", digest: digestOf("tiny") },
  stage: "stage2",
  arch: "x86_64",
  definition: { file: "stage2/sed.yaml", digest: digestOf("package: …\n"), text: "package: …\n" },
  declaredInputs: ["seed:debian", "stage1"],
  limits: { seconds: 600, memoryBytes: 2 ** 31, processes: 512, diskBytes: 2 ** 33, logBytes: 2 ** 24 },
  parallelism: 2,
  buildKey: digestOf("key"),
  recipe: { name: "sed", steps: ["make"] },
  environment: [locked("gcc-12", "seed:debian"), locked("tcc", "stage1")],
  sources: [
    {
      name: "sed-4.9.tar.xz",
      uri: "https://example.org/sed-4.9.tar.xz",
      from: "https://mirror.example.org/sed-4.9.tar.xz",
      digest: digestOf("sed source"),
      sha512: "ab".repeat(64),
    },
    {
      name: "gnulib.tar",
      uri: `git+https://example.org/gnulib.git@${"1".repeat(40)}`,
      from: "https://example.org/gnulib.git",
      digest: digestOf("gnulib tar"),
      gitCommit: "1".repeat(40),
    },
  ],
  files: [{ path: "fix.patch", digest: digestOf("patch") }],
  seedLock: digestOf("lock"),
  builder: { id: "urn:ascent:builder:1a2b3c4d", version: "ascent-builder/1" },
  invocation: {
    runId: "6f0e7a52-8d39-4a0e-8d4f-1f2b3c4d5e6f",
    buildId: "0b1c2d3e-8d39-4a0e-8d4f-1f2b3c4d5e6f",
    attempt: 1,
    startedOn: new Date("2026-01-01T00:00:00.000Z"),
    finishedOn: new Date("2026-01-01T00:01:00.250Z"),
  },
  byproducts: { log: digestOf("log"), sbom: digestOf("sbom"), reports: [digestOf("report")] },
};

export interface SigningKey {
  readonly privatePem: string;
  readonly publicPem: string;
}

export function signingKey(namedCurve = "P-256"): SigningKey {
  const pair = generateKeyPairSync("ec", {
    namedCurve,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { privatePem: pair.privateKey, publicPem: pair.publicKey };
}

export interface SigningChoices {
  readonly payloadType?: string;
  readonly hint?: string;
}

/** A bundle as the builder's key signs it; `choices` make it wrong on purpose. */
export function signedBundle(payload: Uint8Array, key: SigningKey, choices: SigningChoices = {}): Uint8Array {
  const artifactType = choices.payloadType ?? IN_TOTO_PAYLOAD;
  const artifact = Buffer.from(payload);
  const signature = sign("sha256", dsse.preAuthEncoding(artifactType, artifact), key.privatePem);
  const keyHint = choices.hint ?? keyIdOf(key.publicPem);
  const bundle = toDSSEBundle({ artifact, artifactType, signature, keyHint });
  for (const made of bundle.content.$case === "dsseEnvelope" ? bundle.content.dsseEnvelope.signatures : []) {
    made.keyid = "";
  }
  return new TextEncoder().encode(JSON.stringify(bundleToJSON(bundle)));
}

/** Whatever JSON holds, for tests that spoil it. */
export type Json = ReturnType<typeof JSON.parse>;
