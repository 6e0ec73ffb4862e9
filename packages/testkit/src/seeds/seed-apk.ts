import { createHash, generateKeyPairSync } from "node:crypto";
import { hexOf, type PackageRecord } from "@ascent/core";
import {
  type ApkEntry,
  type ApkSigner,
  collect,
  concat,
  createSigner,
  type PkgInfo,
  packControl,
  packData,
  packSignature,
  recordOf,
  sha256,
} from "@ascent/formats";

export interface TestKey {
  readonly signer: ApkSigner;
  /** The public half. */
  readonly pem: string;
}

/** A key pair of its own; 1024 bits, because a test wants it at once. */
export function testKey(keyName: string): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 1024,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { signer: createSigner(keyName, privateKey), pem: publicKey };
}

export interface WantedApk {
  readonly name: string;
  readonly version?: string;
  readonly depends?: readonly string[];
  readonly provides?: readonly string[];
  readonly installIf?: readonly string[];
  /** Path → text. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface TestApk {
  readonly bytes: Uint8Array;
  readonly record: PackageRecord;
}

/** A real, signed apk of a few files. */
export async function testApk(wanted: WantedApk, signer: ApkSigner): Promise<TestApk> {
  const files = wanted.files ?? { [`usr/share/${wanted.name}`]: `${wanted.name}\n` };
  const entries = Object.entries(files).map(([path, text]): ApkEntry => {
    const bytes = new TextEncoder().encode(text);
    return { path, type: "file", mode: 0o644, size: bytes.length, content: () => [bytes] };
  });
  return assembleApk(wanted, await collect(packData(entries, 0)), signer);
}

/** The same around a data segment of the caller's making, be it ever so hostile. */
export async function assembleApk(wanted: WantedApk, data: Uint8Array, signer: ApkSigner): Promise<TestApk> {
  const info: PkgInfo = {
    name: wanted.name,
    version: wanted.version ?? "1.0-r0",
    arch: "x86_64",
    size: 1,
    origin: wanted.name,
    description: `test package ${wanted.name}`,
    license: "MIT",
    depends: wanted.depends ?? [],
    provides: wanted.provides ?? [],
    replaces: [],
    installIf: wanted.installIf ?? [],
    triggers: [],
    other: [],
    dataHash: hexOf(sha256(data)),
  };
  const control = await packControl({ info }, 0);
  const bytes = concat([await packSignature(control, signer), control, data]);
  const checksum = `Q1${createHash("sha1").update(control).digest("base64")}`;
  return { bytes, record: recordOf(info, { size: bytes.length, checksum }) };
}

/** One key for whatever asks. */
export function testKeys(): { signerFor(stage: string): Promise<TestKey["signer"]> } {
  const { signer } = testKey("ascent-00000000-test.rsa.pub");
  return { signerFor: async () => signer };
}
