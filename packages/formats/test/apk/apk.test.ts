import { createHash, createVerify, generateKeyPairSync, sign } from "node:crypto";
import { gunzipSync } from "node:zlib";
import {
  type ApkEntry,
  apkDigests,
  collect,
  concat,
  createEntryGuard,
  createSigner,
  gunzip,
  gzip,
  packData,
  packSignature,
  readApk,
  readSegment,
  readTar,
  sha256,
  streamOf,
  verifyApkSignature,
  writeTar,
} from "@ascent/formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EPOCH, entries, fileEntry, info, keyName, keys, packApk, privateKey, signer } from "./sample-apk.ts";

const code = (expected: string | RegExp) => expect.objectContaining({ code: expect.stringMatching(expected) });

async function namesIn(apk: Uint8Array): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of (await readApk(streamOf(apk))).entries) names.push(entry.path);
  return names;
}

/** What anyone who trusts `keys` and nothing else would do with an apk. */
async function accept(apk: Uint8Array): Promise<string> {
  const read = await readApk(streamOf(apk));
  verifyApkSignature(read.control, read.signatures, keys);
  const files: string[] = [];
  for await (const entry of read.entries) {
    files.push(
      `${entry.path} ${entry.mode} ${entry.linkTarget} ${Buffer.from(await collect(entry.content)).toString("hex")}`,
    );
  }
  return JSON.stringify([read.info, read.scripts, files]);
}

describe("packing", () => {
  test("the bits depend neither on the order of the files nor on which hard link was met first", async () => {
    const files: ApkEntry[] = [
      { path: "b", type: "directory", mode: 0o755 },
      { path: "a-b", type: "directory", mode: 0o755 },
      fileEntry("a/x", "1"),
      { path: "a", type: "directory", mode: 0o755 },
      fileEntry("b/alone", "2"),
    ];
    const firstSeen: ApkEntry[] = [
      fileEntry("b/z", "same"),
      { path: "a/z", type: "hardlink", mode: 0o644, linkTarget: "b/z" },
    ];
    const otherSeen: ApkEntry[] = [
      fileEntry("a/z", "same"),
      { path: "b/z", type: "hardlink", mode: 0o644, linkTarget: "a/z" },
    ];
    const expected = sha256(await collect(packData([...files, ...firstSeen], EPOCH)));
    expect(sha256(await collect(packData([...files, ...otherSeen], EPOCH)))).toBe(expected);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...files, ...firstSeen], { minLength: 7 }), async (shuffled) => {
        expect(sha256(await collect(packData(shuffled, EPOCH)))).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });

  test("parents come before what is in them, and a file before the links to it", async () => {
    const { apk } = await packApk({ entries: [...entries].reverse() });
    expect(await namesIn(apk)).toEqual(["usr/", "usr/bin/", "usr/bin/hello", "usr/bin/hi", "usr/bin/hullo"]);
  });

  test("every file and link carries the SHA-1 that apk checks", async () => {
    const { apk } = await packApk();
    const sums: Record<string, string | undefined> = {};
    for await (const entry of (await readApk(streamOf(apk))).entries)
      sums[entry.path] = entry.pax["APK-TOOLS.checksum.SHA1"];
    const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
    expect(sums).toEqual({
      "usr/": undefined,
      "usr/bin/": undefined,
      "usr/bin/hello": sha1("#!/bin/sh\necho hello\n"),
      "usr/bin/hi": sha1("hello"),
      "usr/bin/hullo": sha1("#!/bin/sh\necho hello\n"),
    });
  });

  test("control and signature segments have no end of archive, the data segment has", async () => {
    const { signature, control, data } = await packApk();
    const end = Buffer.alloc(1024);
    expect(gunzipSync(signature).subarray(-1024).equals(end)).toBe(false);
    expect(gunzipSync(control).subarray(-1024).equals(end)).toBe(false);
    expect(gunzipSync(data).subarray(-1024).equals(end)).toBe(true);
  });

  test("the whole apk is one valid tar, as apk wants it", async () => {
    const { apk } = await packApk({ scripts: { postInstall: "#!/bin/sh\n" } });
    const names: string[] = [];
    for await (const entry of readTar(gunzip(streamOf(apk)))) names.push(entry.path);
    expect(names.slice(0, 4)).toEqual([`.SIGN.RSA256.${keyName}`, ".PKGINFO", ".post-install", "usr/"]);
  });

  test("the signature is RSA PKCS#1 v1.5 with SHA-256 over the control segment as stored", async () => {
    const { signature, control } = await packApk();
    const [file] = readSegment(gunzipSync(signature));
    expect(createVerify("RSA-SHA256").update(control).verify(keys.get(keyName)!, file!.content)).toBe(true);
  });

  test.each([
    ["twice the same path", [fileEntry("a", ""), fileEntry("./a", "")], "apk-duplicate-path"],
    ["a path out of the root", [fileEntry("../a", "")], "archive-escape"],
    [
      "a hard link to nothing",
      [{ path: "l", type: "hardlink", mode: 0o644, linkTarget: "x" } as const],
      "archive-dangling-link",
    ],
    ["a file that is longer than it says", [fileEntry("a", "four", { size: 3 })], "archive-size-mismatch"],
  ])("%s is refused", async (_what, files, expected) => {
    await expect(collect(packData(files, EPOCH))).rejects.toThrow(code(expected));
  });
});

describe("reading", () => {
  test("gives back info, scripts, files and whose signature it is", async () => {
    const scripts = { preInstall: "#!/bin/sh\nexit 0\n", trigger: "#!/bin/sh\nldconfig\n" };
    const { apk, control } = await packApk({ scripts });
    const read = await readApk(streamOf(apk));
    expect(read.info).toMatchObject(info);
    expect(read.scripts).toEqual(scripts);
    expect(Buffer.compare(read.control, control)).toBe(0);
    expect(verifyApkSignature(read.control, read.signatures, keys)).toBe(keyName);
    const guard = createEntryGuard();
    const contents: Record<string, string> = {};
    for await (const entry of read.entries) {
      const safe = guard.check(entry);
      if (safe.type === "file") contents[safe.realPath] = Buffer.from(await collect(entry.content)).toString();
    }
    expect(contents).toEqual({ "usr/bin/hello": "#!/bin/sh\necho hello\n" });
  });

  test("it does not matter how the bytes come in", async () => {
    const { apk } = await packApk();
    for (const size of [1, 7, 100, 511, 100_000]) {
      const chunks = Array.from({ length: Math.ceil(apk.length / size) }, (_, n) =>
        apk.subarray(n * size, (n + 1) * size),
      );
      const read = await readApk(streamOf(...chunks));
      expect(Buffer.compare(await collect(read.data), (await packApk()).data)).toBe(0);
    }
  });

  /** A package as small as one can be, and where to damage it: everywhere but in the noise of the signature. */
  async function smallApk() {
    const bare = { name: "a", version: "1", arch: "x86_64", size: 2, depends: [], provides: [], replaces: [] };
    const packed = await packApk({
      entries: [fileEntry("f", "hi")],
      info: { ...bare, installIf: [], triggers: [], other: [] },
    });
    const { signature, apk } = packed;
    const positions = [...apk.keys()].filter((at) => at >= signature.length || at < 12 || at % 16 === 0);
    return { ...packed, positions };
  }

  test("every truncation is a coded fault", async () => {
    const { apk, positions } = await smallApk();
    for (const size of positions) {
      await expect(accept(apk.subarray(0, size))).rejects.toThrow(code(/^(archive-truncated|apk-datahash-mismatch)$/));
    }
  });

  test("no flipped byte of control and data is accepted, and none anywhere leaves the digests as they were", async () => {
    const { apk, signature, positions } = await smallApk();
    const whole = await accept(apk);
    const { fileDigest, contentDigest } = await apkDigests(streamOf(apk));
    for (const at of positions) {
      const damaged = Uint8Array.from(apk);
      damaged[at] = (damaged[at] ?? 0) ^ 0x41;
      const outcome = await accept(damaged).catch((error: { code?: string }) => error.code);
      // The gzip header around a signature is signed by nobody, and says nothing.
      expect(/^(archive|apk)-/.test(outcome ?? "") || (at < signature.length && outcome === whole)).toBe(true);
      const digests = await apkDigests(streamOf(damaged)).catch(() => undefined);
      expect(digests?.fileDigest).not.toBe(fileDigest);
      if (at >= signature.length) expect(digests?.contentDigest).not.toBe(contentDigest);
    }
  });

  test("the files of another package under this control segment are noticed, at their end", async () => {
    const { signature, control } = await packApk();
    const other = await packApk({ entries: [fileEntry("etc/evil", "evil")] });
    const read = await readApk(streamOf(signature, control, other.data));
    expect(verifyApkSignature(read.control, read.signatures, keys)).toBe(keyName);
    await expect(collect(read.data)).rejects.toThrow(code("apk-datahash-mismatch"));
    await expect(namesIn(concat([signature, control, other.data]))).rejects.toThrow(code("apk-datahash-mismatch"));
  });

  test("files behind the data segment are noticed", async () => {
    const { apk } = await packApk();
    const more = await collect(packData([fileEntry("etc/evil", "evil")], EPOCH));
    await expect(namesIn(concat([apk, more]))).rejects.toThrow(code("apk-datahash-mismatch"));
  });

  test("a control segment that does not bind its files is no package", async () => {
    const text = "pkgname = a\npkgver = 1-r0\narch = x86_64\n";
    const control = await collect(
      gzip(
        writeTar([{ path: ".PKGINFO", type: "file", mode: 0o644, mtime: 0, content: Buffer.from(text) }], {
          endOfArchive: false,
        }),
      ),
    );
    const { data } = await packApk();
    await expect(namesIn(concat([control, data]))).rejects.toThrow(code("apk-datahash-mismatch"));
  });

  test("the data can be taken once", async () => {
    const { apk } = await packApk();
    const read = await readApk(streamOf(apk));
    await collect(read.data);
    await expect(collect(read.data)).rejects.toThrow(code("apk-data-taken"));
  });

  test.each([
    ["nothing", new Uint8Array(0), "archive-truncated"],
    ["text", Buffer.from("not an apk at all, only some text"), "archive-corrupt"],
    ["a tar that is not compressed", Buffer.alloc(10_240), "archive-corrupt"],
  ])("%s is no apk", async (_what, bytes, expected) => {
    await expect(readApk(streamOf(bytes))).rejects.toThrow(code(expected));
  });

  test("a tar without .PKGINFO is no apk", async () => {
    const { data } = await packApk({ entries: [fileEntry("a", "b")] });
    await expect(readApk(streamOf(data))).rejects.toThrow(code("archive-corrupt"));
  });
});

describe("digests", () => {
  test("the content digest leaves the signature out, the file digest does not", async () => {
    const { apk, control, data } = await packApk();
    const unsigned = await apkDigests(streamOf(control, data));
    const signed = await apkDigests(streamOf(apk));
    expect(signed.contentDigest).toBe(unsigned.contentDigest);
    expect(signed.contentDigest).toBe(sha256(concat([control, data])));
    expect(signed.fileDigest).toBe(sha256(apk));
    expect(signed.size).toBe(apk.length);
    expect(signed.checksum).toBe(`Q1${createHash("sha1").update(control).digest("base64")}`);
    expect(signed.info.name).toBe("hello");
  });
});

describe("signatures", () => {
  const control = Buffer.from("a control segment");
  const other = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const good = { kind: "RSA256", keyName, bytes: signer.sign(control) } as const;

  test("RSA with SHA-1 (Alpine's own), SHA-256 and SHA-512 are all known", () => {
    for (const [kind, hash] of [
      ["RSA", "sha1"],
      ["RSA256", "sha256"],
      ["RSA512", "sha512"],
    ] as const) {
      const bytes = sign(hash, control, privateKey);
      expect(verifyApkSignature(control, [{ kind, keyName, bytes }], keys)).toBe(keyName);
    }
  });

  test("a signature is not taken for another kind's", () => {
    expect(() => verifyApkSignature(control, [{ ...good, kind: "RSA" }], keys)).toThrow(code("apk-bad-signature"));
  });

  test("one good signature among others is enough, and its key is named", () => {
    const stranger = { ...good, keyName: "stranger.rsa.pub" };
    const wrong = { ...good, bytes: good.bytes.slice(1) };
    expect(verifyApkSignature(control, [stranger, wrong, good], keys)).toBe(keyName);
  });

  test("no signature, no trusted key and a wrong signature are told apart", () => {
    expect(() => verifyApkSignature(control, [], keys)).toThrow(code("apk-unsigned"));
    expect(() => verifyApkSignature(control, [good], new Map())).toThrow(code("apk-unknown-key"));
    expect(() => verifyApkSignature(Buffer.from("other"), [good], keys)).toThrow(code("apk-bad-signature"));
    expect(() => verifyApkSignature(control, [good], new Map([[keyName, other.publicKey]]))).toThrow(
      code("apk-bad-signature"),
    );
  });

  test("what is no RSA key is refused", () => {
    const curve = generateKeyPairSync("ed25519", {
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    expect(() => verifyApkSignature(control, [good], new Map([[keyName, curve.publicKey]]))).toThrow(
      code("apk-bad-key"),
    );
    expect(() => verifyApkSignature(control, [good], new Map([[keyName, "no key"]]))).toThrow(code("apk-bad-key"));
    expect(() => createSigner(keyName, curve.privateKey)).toThrow(code("apk-bad-key"));
    expect(() => createSigner(keyName, "no key")).toThrow(code("apk-bad-key"));
    expect(() => createSigner("../escape.rsa.pub", privateKey)).toThrow(code("apk-bad-key"));
  });

  test("the same bytes and key give the same signature segment", async () => {
    expect(sha256(await packSignature(control, signer))).toBe(sha256(await packSignature(control, signer)));
    expect(createSigner("other.rsa.pub", other.privateKey).sign(control)).toHaveLength(256);
  });
});
