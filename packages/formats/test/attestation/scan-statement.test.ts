import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseScanStatement, type ScanStatement, writeProvenance, writeScanStatement } from "../../src/index.ts";
import { digestOf, type Json, sampleProvenance } from "./sample-provenance.ts";

const sample: ScanStatement = {
  subject: { name: "sed", version: "4.9-r0", fileDigest: digestOf("file"), contentDigest: digestOf("content") },
  arch: "x86_64",
  seedLock: digestOf("lock"),
  fingerprint: { version: 2, digest: digestOf("fingerprint") },
  scanner: { id: "urn:ascent:builder:1a2b3c4d", version: "ascent-builder/1" },
  report: { digest: digestOf("report"), files: 3, bytes: 1000, findings: 0 },
};

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("a statement on a scan", () => {
  test("is in-toto's v1 with the apk by SHA-256 as its subject", () => {
    const statement = JSON.parse(text(writeScanStatement(sample)));
    expect(statement).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      predicateType: "urn:ascent:residue-scan:v1",
      subject: [{ name: "sed-4.9-r0.apk", digest: { sha256: digestOf("file").slice(7) } }],
    });
  });
  test("says the same when it is read again, whatever fields were added since", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.string({ minLength: 1 }), (files, findings, version) => {
        const given = {
          ...sample,
          scanner: { ...sample.scanner, version },
          report: { ...sample.report, files, findings },
        };
        const statement: Json = JSON.parse(text(writeScanStatement(given)));
        statement.predicate.added = "later";
        expect(parseScanStatement(new TextEncoder().encode(JSON.stringify(statement)))).toEqual(given);
      }),
    );
  });
  test.each<[string, (statement: Json) => void]>([
    ["another predicate", (statement) => Object.assign(statement, { predicateType: "https://example.org/x" })],
    ["no subject", (statement) => Object.assign(statement, { subject: [] })],
    ["two subjects", (statement) => statement.subject.push(statement.subject[0])],
    ["a digest that is none", (statement) => Object.assign(statement.predicate.report.digest, { sha256: "abc" })],
    ["a count below nothing", (statement) => Object.assign(statement.predicate.summary, { findings: -1 })],
  ])("with %s is none", (_what, spoil) => {
    const statement = JSON.parse(text(writeScanStatement(sample)));
    spoil(statement);
    expect(() => parseScanStatement(new TextEncoder().encode(JSON.stringify(statement)))).toThrow(
      expect.objectContaining({ code: "scan-statement-malformed" }),
    );
  });
  test("is neither a provenance nor bytes that are no JSON", () => {
    for (const bytes of [writeProvenance(sampleProvenance), Uint8Array.of(0xff, 0xfe)])
      expect(() => parseScanStatement(bytes)).toThrow(expect.objectContaining({ code: "scan-statement-malformed" }));
  });
});
