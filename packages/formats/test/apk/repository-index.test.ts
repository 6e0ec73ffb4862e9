import { type PackageRecord, parseDependency, parseProvision } from "@ascent/core";
import { collect, concat, gzip, readIndex, recordOf, sha256, verifyIndex, writeIndex, writeTar } from "@ascent/formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { info, keyName, keys, signer } from "./sample-apk.ts";

const code = (expected: string | RegExp) => expect.objectContaining({ code: expect.stringMatching(expected) });
const record = (name: string, version: string): PackageRecord => {
  return recordOf({ ...info, name, version, origin: name }, { size: 100, checksum: `Q1${name}${version}` });
};

async function indexOf(text: string): Promise<Uint8Array> {
  const content = new TextEncoder().encode(text);
  return collect(gzip(writeTar([{ path: "APKINDEX", type: "file", mode: 0o644, mtime: 0, content }])));
}

describe("an index", () => {
  const records = [record("b", "1.10-r0"), record("b", "1.9-r0"), record("a", "2-r0"), record("b", "1.9_rc1-r0")];

  test("gives back its records by name, then version, and its description", async () => {
    const index = readIndex(await writeIndex(records, { description: "stage2", signer }));
    expect(index.description).toBe("stage2");
    expect(index.records.map(({ name, version }) => `${name}-${version}`)).toEqual([
      "a-2-r0",
      "b-1.9_rc1-r0",
      "b-1.9-r0",
      "b-1.10-r0",
    ]);
    expect(index.records).toEqual([2, 3, 1, 0].map((at) => records[at]));
    expect(verifyIndex(index, keys)).toBe(keyName);
  });

  test("has the same bits for the same records in any order", async () => {
    const expected = sha256(await writeIndex(records, { description: "d", signer }));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(records, { minLength: records.length }), async (shuffled) => {
        expect(sha256(await writeIndex(shuffled, { description: "d", signer }))).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });

  test("may be empty", async () => {
    const index = readIndex(await writeIndex([], { description: "", signer }));
    expect([index.records, index.description, verifyIndex(index, keys)]).toEqual([[], "", keyName]);
  });

  test("unsigned reads, but does not verify", async () => {
    const index = readIndex(await writeIndex(records, { description: "d" }));
    expect(index.records).toHaveLength(4);
    expect(() => verifyIndex(index, keys)).toThrow(code("apk-unsigned"));
  });

  test("whose records are not those that were signed does not verify", async () => {
    const signed = await writeIndex(records, { description: "d", signer });
    const unsigned = await writeIndex(records, { description: "d" });
    const forged = concat([
      signed.subarray(0, signed.length - unsigned.length),
      await writeIndex([], { description: "d" }),
    ]);
    expect(readIndex(forged).records).toEqual([]);
    expect(() => verifyIndex(readIndex(forged), keys)).toThrow(code("apk-bad-signature"));
  });

  test("with a second APKINDEX behind the signed one does not verify", async () => {
    const signed = await writeIndex(records, { description: "d", signer });
    const appended = concat([signed, await writeIndex([], { description: "d" })]);
    expect(() => verifyIndex(readIndex(appended), keys)).toThrow(code("apk-bad-signature"));
  });

  test("truncated anywhere is a coded fault", async () => {
    const signed = await writeIndex(records, { description: "d", signer });
    for (let size = 0; size < signed.length; size++) {
      expect(() => readIndex(signed.subarray(0, size))).toThrow(code(/^(archive-truncated|apk-index-corrupt)$/));
    }
  });
});

describe("stanzas", () => {
  test("as Alpine writes them are read", async () => {
    const text = `C:Q1abc=
P:zlib
V:1.2.12-r3
A:x86_64
S:53346
I:110592
T:A compression/decompression Library: good
U:https://zlib.net/
L:Zlib
o:zlib
m:Natanael Copa <ncopa@alpinelinux.org>
t:1660030129
c:57ce38bde7ce42964b664c137935cf2de803ec44
k:100
D:so:libc.musl-x86_64.so.1 !zlib-ng>=2
p:so:libz.so.1=1.2.12 pc:zlib
i:docs zlib=1.2.12-r3

P:bare
V:1
`;
    const [zlib, bare] = readIndex(await indexOf(text)).records;
    expect(zlib).toEqual({
      name: "zlib",
      version: "1.2.12-r3",
      arch: "x86_64",
      origin: "zlib",
      description: "A compression/decompression Library: good",
      url: "https://zlib.net/",
      license: "Zlib",
      size: 53346,
      installedSize: 110592,
      checksum: "Q1abc=",
      buildTime: 1660030129,
      commit: "57ce38bde7ce42964b664c137935cf2de803ec44",
      providerPriority: 100,
      depends: ["so:libc.musl-x86_64.so.1", "!zlib-ng>=2"].map(parseDependency),
      provides: ["so:libz.so.1=1.2.12", "pc:zlib"].map(parseProvision),
      installIf: ["docs", "zlib=1.2.12-r3"].map(parseDependency),
      replaces: [],
    });
    expect(bare).toMatchObject({ name: "bare", version: "1", origin: "bare", depends: [] });
  });

  test.each([
    ["no name", "V:1\n\n"],
    ["no version", "P:a\n\n"],
    ["a line that is no X:value", "P:a\nV:1\nnonsense\n\n"],
    ["a line of one letter", "P:a\nV:1\nX\n\n"],
    ["a size that is no number", "P:a\nV:1\nS:many\n\n"],
    ["a dependency that is none", "P:a\nV:1\nD:a@b@c\n\n"],
    ["a letter that is none", "P:a\nV:1\n\u0150:b\n\n"],
  ])("with %s are a fault that names the line", async (_what, text) => {
    const bytes = await indexOf(text);
    expect(() => readIndex(bytes)).toThrow(
      expect.objectContaining({ code: "apk-index-corrupt", message: expect.stringMatching(/line \d/) }),
    );
  });

  test("that could not be written without becoming others are refused", async () => {
    const evil = { ...record("a", "1-r0"), description: "x\n\nP:evil\nV:9" };
    await expect(writeIndex([evil], { description: "" })).rejects.toThrow(code("apk-index-corrupt"));
  });

  test("an archive without an APKINDEX is no index", async () => {
    const other = await collect(
      gzip(writeTar([{ path: "x", type: "file", mode: 0o644, mtime: 0, content: new Uint8Array(1) }])),
    );
    expect(() => readIndex(other)).toThrow(code("apk-index-corrupt"));
  });
});
