import { generateKeyPairSync, sign } from "node:crypto";
import type { Attester, KeyRecord, StageKeys } from "@ascent/engine";
import { builderIdOf, IN_TOTO_PAYLOAD, keyIdOf } from "@ascent/formats";
import { type TestKey, testKey } from "../seeds/seed-apk.ts";

export interface MemoryKeys extends StageKeys {
  /** Stages that a key was made for, in order. */
  readonly made: readonly string[];
}

/** Making keys is slow, and no test minds that another has the same. */
const keys = new Map<string, TestKey>();

const MADE_AT = new Date(0);

/** Keys in memory, one per stage, made when they are first asked for. */
export function memoryKeys(): MemoryKeys {
  const made: string[] = [];
  const keyOf = (stage: string): TestKey => {
    const key = keys.get(stage) ?? testKey(`ascent-00000000-${stage}.rsa.pub`);
    keys.set(stage, key);
    if (!made.includes(stage)) made.push(stage);
    return key;
  };
  return {
    made,
    signerFor: async (stage) => keyOf(stage).signer,
    async publicKeyOf(stage) {
      const { signer, pem } = keyOf(stage);
      return { stage, keyName: signer.keyName, pem };
    },
    async publicKeys() {
      const stages = made.toSorted().map((stage): KeyRecord => {
        const { signer, pem } = keyOf(stage);
        return { ...common(pem), kind: "stage", stage, name: signer.keyName };
      });
      return [{ ...common(BUILDER.publicKey), kind: "builder", name: "ascent-00000000-builder.pem" }, ...stages];
    },
  };
}

function common(pem: string) {
  return { id: keyIdOf(pem), pem, createdAt: MADE_AT, state: "active" } as const;
}

const BUILDER = generateKeyPairSync("ec", {
  namedCurve: "P-256",
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

export interface MemoryAttester extends Attester {
  /** The key that it signs with. */
  readonly publicPem: string;
}

/** Signs real bundles (Sigstore v0.3, DSSE) with a key of this process. */
export function memoryAttester(): MemoryAttester {
  return {
    builderId: builderIdOf("00000000"),
    publicPem: BUILDER.publicKey,
    async attest(statement) {
      const bundle = {
        mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
        verificationMaterial: { publicKey: { hint: keyIdOf(BUILDER.publicKey) } },
        dsseEnvelope: {
          payload: Buffer.from(statement).toString("base64"),
          payloadType: IN_TOTO_PAYLOAD,
          signatures: [{ sig: sign("sha256", preAuthEncoding(statement), BUILDER.privateKey).toString("base64") }],
        },
      };
      return new TextEncoder().encode(JSON.stringify(bundle));
    },
  };
}

/** DSSE's protocol.md: `DSSEv1 LENGTH TYPE LENGTH BODY`. */
function preAuthEncoding(payload: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${IN_TOTO_PAYLOAD.length} ${IN_TOTO_PAYLOAD} ${payload.length} `),
    payload,
  ]);
}
