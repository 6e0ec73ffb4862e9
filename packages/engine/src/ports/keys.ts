import type { Digest } from "@ascent/core";
import type { PackageSigner } from "./builder.ts";

/** The public half of a stage's key, as an apk client wants it. */
export interface StagePublicKey {
  readonly stage: string;
  /** File name below `/etc/apk/keys`: `ascent-1a2b3c4d-stage2.rsa.pub`. */
  readonly keyName: string;
  /** SubjectPublicKeyInfo in PEM. */
  readonly pem: string;
}

/** What an installation remembers of a key for as long as it is there; never the private part. */
export interface KeyRecord {
  /** SHA-256 over SubjectPublicKeyInfo in DER: what a bundle's hint names. */
  readonly id: Digest;
  /** `stage`: RSA, signs packages and indexes. `builder`: ECDSA P-256, signs attestations. */
  readonly kind: "stage" | "builder";
  /** The stage, or `seed_NAME` for what was made of a seed's packages. */
  readonly stage?: string;
  /** File name of the public key: what an apk's signature names, `ascent-1a2b3c4d-builder.pem` for a builder's. */
  readonly name: string;
  /** SubjectPublicKeyInfo in PEM. */
  readonly pem: string;
  readonly createdAt: Date;
  /** A retired key signs no more, but what it signed stays good. */
  readonly state: "active" | "retired";
  readonly retiredAt?: Date;
}

/** One RSA key per installation and stage, so that a signature names its stage. Private parts never leave the adapter. */
export interface StageKeys {
  /**
   * Makes the key when the stage has none yet. Its public part is remembered before anything is signed with it.
   * Throws Fault "key-unreadable" or "key-too-open" (mode other than 0600).
   */
  signerFor(stage: string): Promise<PackageSigner>;
  publicKeyOf(stage: string): Promise<StagePublicKey>;
  /** Every key that this installation has or had, builders' included: these first, then by stage, oldest first. */
  publicKeys(): Promise<readonly KeyRecord[]>;
}
