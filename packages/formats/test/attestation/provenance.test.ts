import { describe, expect, test } from "vitest";
import { parseProvenance, writeProvenance } from "../../src/attestation/index.ts";
import { digestOf, type Json, sampleProvenance } from "./sample-provenance.ts";

const statementOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe("writeProvenance", () => {
  const statement = statementOf(writeProvenance(sampleProvenance));
  const { buildDefinition, runDetails } = statement.predicate;

  test("is an in-toto statement about the apk's bytes, with SLSA provenance of our build type", () => {
    expect(statement).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      predicateType: "https://slsa.dev/provenance/v1",
      subject: [{ name: "sed-4.9-r0.apk", digest: { sha256: sampleProvenance.subject.fileDigest.slice(7) } }],
    });
    expect(buildDefinition.buildType).toBe("urn:ascent:build:v1");
    expect(runDetails.builder).toEqual({
      id: "urn:ascent:builder:1a2b3c4d",
      version: { ascent: "ascent-builder/1" },
    });
  });

  test("names everything that the build used, by digest", () => {
    const named = new Map<string, { uri?: string; digest: Record<string, string>; annotations: { input?: string } }>(
      buildDefinition.resolvedDependencies.map((dependency: { name: string }) => [dependency.name, dependency]),
    );
    expect([...named.keys()].sort()).toEqual([
      "fix.patch",
      "gcc-12",
      "gnulib.tar",
      "sed-4.9.tar.xz",
      "seed-lock",
      "stage2/sed.yaml",
      "tcc",
    ]);
    for (const { digest } of named.values()) expect(digest.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(named.get("gnulib.tar")?.digest.gitCommit).toBe("1".repeat(40));
    expect(named.get("gcc-12")?.uri).toBe("pkg:apk/debian/gcc-12@1.0-r0?arch=x86_64");
    expect(named.get("gcc-12")?.annotations).toMatchObject({
      input: "seed:debian",
      seedLock: sampleProvenance.seedLock,
    });
    expect(named.get("tcc")?.uri).toBe("pkg:apk/ascent/tcc@1.0-r0?arch=x86_64");
    expect(named.get("tcc")?.annotations.input).toBe("stage1");
  });

  test("the same provenance gives the same bytes, whatever order its fields are in", () => {
    const turned = Object.fromEntries(Object.entries(sampleProvenance).reverse()) as unknown as typeof sampleProvenance;
    expect(writeProvenance(turned)).toEqual(writeProvenance(sampleProvenance));
  });
});

describe("parseProvenance", () => {
  const again = {
    ...sampleProvenance,
    again: { runId: "r", buildId: "b", with: "recorded" as const, variation: { hostname: "other", cpus: 1 } },
  };
  const { seedLock: _lock, ...seedless } = {
    ...sampleProvenance,
    environment: sampleProvenance.environment.slice(1),
    byproducts: { sbom: digestOf("sbom"), reports: [] },
  };

  test.each([
    ["a first build", sampleProvenance],
    ["a rebuild", again],
    ["a build without seed, log and report", seedless],
  ])("reads back what was written of %s", (_of, provenance) => {
    expect(parseProvenance(writeProvenance(provenance))).toEqual(provenance);
  });

  test("passes over fields that it does not know", () => {
    const statement = statementOf(writeProvenance(sampleProvenance));
    statement.predicate.runDetails.metadata.later = 1;
    expect(parseProvenance(bytesOf(statement))).toEqual(sampleProvenance);
  });

  const spoil = (change: (statement: Record<string, never>) => void) => {
    const statement = statementOf(writeProvenance(sampleProvenance));
    change(statement);
    return () => parseProvenance(bytesOf(statement));
  };

  test.each<[string, (statement: Json) => void]>([
    ["another predicate", (s) => Object.assign(s, { predicateType: "https://slsa.dev/provenance/v0.2" })],
    ["another build type", (s) => Object.assign(s.predicate.buildDefinition, { buildType: "urn:other" })],
    ["no subject", (s) => s.subject.pop()],
    ["two subjects", (s) => s.subject.push(s.subject[0])],
    ["a digest that is none", (s) => Object.assign(s.subject[0].digest, { sha256: "ab" })],
    ["a dependency without digest", (s) => delete s.predicate.buildDefinition.resolvedDependencies[0].digest],
    [
      "a package without input",
      (s) => delete s.predicate.buildDefinition.resolvedDependencies.at(-1).annotations.input,
    ],
    ["no SBOM", (s) => Object.assign(s.predicate.runDetails, { byproducts: [] })],
    ["an impossible time", (s) => Object.assign(s.predicate.runDetails.metadata, { startedOn: "yesterday" })],
  ])("refuses %s", (_what, change) => {
    expect(spoil(change)).toThrow(expect.objectContaining({ code: "provenance-malformed" }));
  });

  test.each(["", "{", "null", "[]", "\ufeff{}"])("refuses %j", (text) => {
    expect(() => parseProvenance(new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({ code: "provenance-malformed" }),
    );
  });
});
