import type { PackageSigner } from "./builder.ts";

/** The public half of a stage's key, as an apk client wants it. */
export interface StagePublicKey {
  readonly stage: string;
  /** File name below `/etc/apk/keys`: `ascent-1a2b3c4d-stage2.rsa.pub`. */
  readonly keyName: string;
  /** SubjectPublicKeyInfo in PEM. */
  readonly pem: string;
}

/** One RSA key per installation and stage, so that a signature names its stage. Private parts never leave the adapter. */
export interface StageKeys {
  /** Makes the key when the stage has none yet. Throws Fault "key-unreadable" or "key-too-open" (mode other than 0600). */
  signerFor(stage: string): Promise<PackageSigner>;
  publicKeyOf(stage: string): Promise<StagePublicKey>;
}
