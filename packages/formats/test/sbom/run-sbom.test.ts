import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSourceList, runSbom, sbomSourcesOf, sourceList } from "../../src/sbom/index.ts";
import { digestOf, sampleProvenance } from "../attestation/sample-provenance.ts";
import { spdxDocument } from "./spdx-rules.ts";

const record = (name: string, license = "MIT") => {
  return { name, version: "1.0-r0", arch: "x86_64", description: name, url: "https://example.org/", license };
};
const sources = sbomSourcesOf(sampleProvenance);
const input = {
  blueprint: "tiny",
  runId: "6f0e7a52-8d39-4a0e-8d4f-1f2b3c4d5e6f",
  created: new Date("2026-01-01T00:00:00.123Z"),
  packages: [
    { record: record("sed", "GPL-3.0-or-later"), fileDigest: digestOf("sed"), sources },
    { record: record("musl"), fileDigest: digestOf("musl"), sources: sources.slice(0, 1) },
    { record: record("odd", "LicenseRef-Odd AND LicenseRef-Even"), fileDigest: digestOf("odd"), sources: [] },
  ],
};

describe("runSbom", () => {
  const document = spdxDocument(runSbom(input));
  const named = (name: string) => document.packages.find((each) => each.name === name);

  test("describes every package by purl and by the digest of its file", () => {
    const described = document.relationships.filter(({ relationshipType }) => relationshipType === "DESCRIBES");
    expect(described).toHaveLength(3);
    expect(named("sed")).toMatchObject({
      packageFileName: "sed-1.0-r0.apk",
      licenseDeclared: "GPL-3.0-or-later",
      checksums: [{ algorithm: "SHA256", checksumValue: digestOf("sed").slice(7) }],
      externalRefs: [{ referenceLocator: "pkg:apk/ascent/sed@1.0-r0?arch=x86_64" }],
    });
  });

  test("lists a source that two packages share once, with all its hashes, and names both", () => {
    const shared = document.packages.filter(({ name }) => name === "sed-4.9.tar.xz");
    expect(shared).toHaveLength(1);
    expect(shared[0]?.checksums?.map(({ algorithm }) => algorithm)).toEqual(["SHA256", "SHA512"]);
    const users = document.relationships.filter(({ relatedSpdxElement }) => relatedSpdxElement === shared[0]?.SPDXID);
    expect(users.map(({ spdxElementId }) => spdxElementId).sort()).toEqual(
      [named("sed")?.SPDXID, named("musl")?.SPDXID].sort(),
    );
  });

  test("explains each licence that is on no list", () => {
    expect(document.hasExtractedLicensingInfos?.map(({ licenseId }) => licenseId)).toEqual([
      "LicenseRef-Even",
      "LicenseRef-Odd",
    ]);
  });

  test("the order in which packages are given changes nothing", () => {
    const whole = runSbom(input);
    fc.assert(
      fc.property(fc.shuffledSubarray(input.packages, { minLength: 3 }), (packages) => {
        expect(runSbom({ ...input, packages })).toEqual(whole);
      }),
    );
  });
});

describe("sourceList", () => {
  const other = {
    ...sampleProvenance,
    stage: "final",
    subject: { ...sampleProvenance.subject, name: "gzip" },
    definition: { file: "final/gzip.yaml", digest: digestOf("gzip.yaml") },
    files: [],
  };

  test("names every source, file and definition once, with all digests and who used it", () => {
    const list = readSourceList(sourceList([sampleProvenance, other]));
    expect(list.map(({ kind, name, usedBy }) => [kind, name, usedBy.length])).toEqual([
      ["definition", "final/gzip.yaml", 1],
      ["definition", "stage2/sed.yaml", 1],
      ["file", "fix.patch", 1],
      ["source", "gnulib.tar", 2],
      ["source", "sed-4.9.tar.xz", 2],
    ]);
    expect(list.at(-1)).toMatchObject({
      uri: "https://example.org/sed-4.9.tar.xz",
      digest: digestOf("sed source"),
      sha512: "ab".repeat(64),
      usedBy: ["final/gzip x86_64", "stage2/sed x86_64"],
    });
    expect(list.at(-2)).toMatchObject({ gitCommit: "1".repeat(40) });
  });

  test("the order of attestations changes nothing, and none is listed twice", () => {
    expect(sourceList([other, sampleProvenance, other])).toEqual(sourceList([sampleProvenance, other]));
  });

  test("sources of one name with other bytes stay apart", () => {
    const [first, ...rest] = sampleProvenance.sources;
    const changed = { ...other, sources: [{ ...first!, digest: digestOf("other bytes") }, ...rest] };
    const list = readSourceList(sourceList([sampleProvenance, changed]));
    expect(list.filter(({ name }) => name === "sed-4.9.tar.xz")).toHaveLength(2);
  });

  test.each([
    "",
    "{}",
    "[]",
    '{"format":"ascent-sources/2","sources":[]}',
    '{"format":"ascent-sources/1","sources":[{}]}',
  ])("refuses to read %j", (text) => {
    expect(() => readSourceList(new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({ code: "source-list-malformed" }),
    );
  });
});
