import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SbomInput, sbomPath, writeSbom } from "../../src/sbom/index.ts";
import { spdxDocument } from "./spdx-rules.ts";

const hash = (text: string) => ({
  sha1: createHash("sha1").update(text).digest("hex"),
  sha256: createHash("sha256").update(text).digest("hex"),
});

const input: SbomInput = {
  name: "gzip",
  version: "1.12-r0",
  arch: "x86_64",
  description: "a compressor",
  url: "https://www.gnu.org/software/gzip/",
  license: "GPL-3.0-or-later AND (MIT OR Apache-2.0 WITH LLVM-exception)",
  created: 1_700_000_000,
  files: [
    { path: "usr/bin/gzip", ...hash("gzip") },
    { path: "usr/bin/gunzip", ...hash("gunzip") },
  ],
  sources: [
    {
      name: "gzip-1.12.tar.xz",
      location: "https://example.org/gzip-1.12.tar.xz",
      hashes: [{ algorithm: "sha256", hex: "ab".repeat(32) }],
    },
    { name: "fix.patch", hashes: [{ algorithm: "sha256", hex: "cd".repeat(32) }] },
    { name: "gnulib.tar", location: `git+https://example.org/gnulib.git@${"1".repeat(40)}`, hashes: [] },
  ],
};

const read = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));

describe("writeSbom", () => {
  test("states package, files with both hashes, and sources that it was generated from", () => {
    const document = read(writeSbom(input));
    expect(document).toMatchObject({
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: "SPDXRef-DOCUMENT",
      name: "gzip-1.12-r0",
      creationInfo: { created: "2023-11-14T22:13:20Z", creators: ["Tool: ascent"] },
    });
    const [main, ...sources] = document.packages;
    expect(main).toMatchObject({
      name: "gzip",
      versionInfo: "1.12-r0",
      licenseDeclared: input.license,
      externalRefs: [{ referenceLocator: "pkg:apk/ascent/gzip@1.12-r0?arch=x86_64" }],
    });
    expect(sources.map((source: { name: string }) => source.name)).toEqual([
      "fix.patch",
      "gnulib.tar",
      "gzip-1.12.tar.xz",
    ]);
    expect(sources[0]).toMatchObject({
      downloadLocation: "NOASSERTION",
      checksums: [{ algorithm: "SHA256", checksumValue: "cd".repeat(32) }],
    });
    expect(sources[1].externalRefs[0].referenceLocator).toContain("vcs_url=git%2Bhttps");
    expect(sources[2].downloadLocation).toBe("https://example.org/gzip-1.12.tar.xz");
    expect(document.files.map((file: { fileName: string }) => file.fileName)).toEqual([
      "./usr/bin/gunzip",
      "./usr/bin/gzip",
    ]);
    expect(document.files[1].checksums).toEqual([
      { algorithm: "SHA1", checksumValue: hash("gzip").sha1 },
      { algorithm: "SHA256", checksumValue: hash("gzip").sha256 },
    ]);
  });

  test("every relationship names elements that are there, and every element has one", () => {
    const document = read(writeSbom(input));
    const ids = new Set([document.SPDXID, ...document.packages.map(idOf), ...document.files.map(idOf)]);
    const related = document.relationships.flatMap((each: Record<string, string>) => [
      each.spdxElementId,
      each.relatedSpdxElement,
    ]);
    expect(new Set(related)).toEqual(ids);
  });

  test("the verification code is the SHA-1 of the sorted SHA-1s, the document's own file left out", () => {
    const [main] = read(writeSbom(input)).packages;
    const sums = [hash("gzip").sha1, hash("gunzip").sha1].sort().join("");
    expect(main.packageVerificationCode).toEqual({
      packageVerificationCodeValue: createHash("sha1").update(sums).digest("hex"),
      packageVerificationCodeExcludedFiles: [`./${sbomPath("gzip", "1.12-r0")}`],
    });
  });

  test("the order in which files and sources are given changes nothing", () => {
    const whole = writeSbom(input);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...input.files], { minLength: 2 }),
        fc.shuffledSubarray([...input.sources], { minLength: 3 }),
        (files, sources) => {
          expect(writeSbom({ ...input, files, sources })).toEqual(whole);
        },
      ),
    );
  });

  test("another content has another namespace", () => {
    const other = { ...input, files: input.files.slice(1) };
    expect(read(writeSbom(other)).documentNamespace).not.toBe(read(writeSbom(input)).documentNamespace);
    expect(() => new URL(read(writeSbom({ ...input, name: "libstdc++ 6#x" })).documentNamespace)).not.toThrow();
    expect(read(writeSbom({ ...input, name: "libstdc++ 6#x" })).documentNamespace).not.toContain("#");
  });

  test.each([
    "see the file COPYING",
    "custom",
    "MIT AND FooBar-1.0",
    "MIT WITH no-such-exception",
    "BSD-3-Clause AND (",
    "DocumentRef-a:LicenseRef-b",
    "",
  ])("%j is no SPDX expression: kept as a comment, not as a claim", (license) => {
    const [main] = spdxDocument(writeSbom({ ...input, license })).packages;
    expect(main?.licenseDeclared).toBe("NOASSERTION");
    expect(main?.licenseComments).toContain(license);
  });

  test.each([
    "MIT",
    "GPL-2.0+",
    "LGPL-2.0-or-later AND GPL-2.0-or-later WITH GCC-exception-2.0",
    "LicenseRef-Public-Domain",
  ])("%j is declared as it is", (license) => {
    const [main] = spdxDocument(writeSbom({ ...input, license })).packages;
    expect(main).toMatchObject({ licenseDeclared: license });
    expect(main?.licenseComments).toBeUndefined();
  });

  test("keeps SPDX's rules, whatever files and sources there are", () => {
    const path = fc.string({ minLength: 1 });
    const sums = fc.uint8Array({ minLength: 1 }).map((bytes) => hash(bytes.join(" ")));
    const files = fc.uniqueArray(fc.record({ path, sums }), { selector: (file) => file.path });
    fc.assert(
      fc.property(files, fc.subarray([...input.sources]), (made, sources) => {
        const given = { ...input, sources, files: made.map((file) => ({ path: file.path, ...file.sums })) };
        expect(spdxDocument(writeSbom(given)).files).toHaveLength(made.length);
      }),
    );
  });

  test("these bytes go into packages: if they change, the builder's version must change with them", () => {
    const digest = createHash("sha256").update(writeSbom(input)).digest("hex");
    // Of ascent-builder/2.
    expect(digest).toBe("c0721610a34522efccfee564b23aae8d16e8a16c0a8c54db76c7dee795e61266");
  });
});

function idOf(element: { SPDXID: string }): string {
  return element.SPDXID;
}
