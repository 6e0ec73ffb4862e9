import { generateKeyPairSync } from "node:crypto";
import { hexOf } from "@ascent/core";
import {
  type ApkEntry,
  type ApkScripts,
  collect,
  concat,
  createSigner,
  type PkgInfo,
  packControl,
  packData,
  packSignature,
  sha256,
  streamOf,
} from "@ascent/formats";

const pair = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

export const keyName = "ascent-test.rsa.pub";
export const privateKey = pair.privateKey;
export const keys: ReadonlyMap<string, string> = new Map([[keyName, pair.publicKey]]);
export const signer = createSigner(keyName, pair.privateKey);

export const EPOCH = 1_700_000_000;

export function fileEntry(path: string, content: string, more: Partial<ApkEntry> = {}): ApkEntry {
  const bytes = new TextEncoder().encode(content);
  return { path, type: "file", mode: 0o644, size: bytes.length, content: () => streamOf(bytes), ...more };
}

export const entries: readonly ApkEntry[] = [
  { path: "usr", type: "directory", mode: 0o755 },
  { path: "usr/bin", type: "directory", mode: 0o755 },
  fileEntry("usr/bin/hello", "#!/bin/sh\necho hello\n", { mode: 0o755 }),
  { path: "usr/bin/hi", type: "symlink", mode: 0o777, linkTarget: "hello" },
  { path: "usr/bin/hullo", type: "hardlink", mode: 0o755, linkTarget: "usr/bin/hello" },
];

export const info: PkgInfo = {
  name: "hello",
  version: "1.0-r0",
  arch: "x86_64",
  size: 21,
  origin: "hello",
  description: "says hello = politely",
  url: "https://example.org/",
  license: "MIT",
  buildDate: EPOCH,
  depends: ["/bin/sh", "so:libz.so.1", "musl>=1.2", "!goodbye"],
  provides: ["cmd:hello=1.0-r0"],
  replaces: ["hallo<2"],
  installIf: ["docs", "hello-base=1.0-r0"],
  providerPriority: 10,
  triggers: ["/usr/share/*", "/etc"],
  other: [],
};

export interface Packed {
  readonly signature: Uint8Array;
  readonly control: Uint8Array;
  readonly data: Uint8Array;
  readonly apk: Uint8Array;
}

export async function packApk(
  from: { readonly entries?: Iterable<ApkEntry>; readonly info?: PkgInfo; readonly scripts?: ApkScripts } = {},
): Promise<Packed> {
  const data = await collect(packData(from.entries ?? entries, EPOCH));
  const full = { ...(from.info ?? info), dataHash: hexOf(sha256(data)) };
  const control = await packControl({ info: full, ...(from.scripts && { scripts: from.scripts }) }, EPOCH);
  const signature = await packSignature(control, signer);
  return { signature, control, data, apk: concat([signature, control, data]) };
}
