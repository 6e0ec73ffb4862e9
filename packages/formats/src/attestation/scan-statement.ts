import { ARCHES, type Arch, type Digest, Fault } from "@ascent/core";
import { z } from "zod";
import { readJson } from "../read-json.ts";
import type { Provenance } from "./provenance.ts";
import { apkOf, digestOf, Subject, sha256Of, sha256Set, statementBytes, subjectOf } from "./statement.ts";
import { SCAN_TYPE, STATEMENT_TYPE } from "./vocabulary.ts";

/** What Ascent signs about one search of one package for what one seed has: that it was done, with what, and what it found. */
export interface ScanStatement {
  readonly subject: Provenance["subject"];
  readonly arch: Arch;
  /** The lock of the seed that was searched for. */
  readonly seedLock: Digest;
  /** By what the seed was recognised. */
  readonly fingerprint: { readonly version: number; readonly digest: Digest };
  /** The builder that searched. */
  readonly scanner: Provenance["builder"];
  /** The scan report (`ascent-residue-scan/1`), and how much is in it. */
  readonly report: {
    readonly digest: Digest;
    readonly files: number;
    readonly bytes: number;
    readonly findings: number;
  };
}

const name = z.string().min(1);
const count = z.int().nonnegative();

const Statement = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([Subject]),
  predicateType: z.literal(SCAN_TYPE),
  predicate: z.object({
    arch: z.enum(ARCHES),
    seedLock: z.object({ digest: sha256Set }),
    fingerprint: z.object({ version: count, digest: sha256Set }),
    scanner: z.object({ id: name, version: z.object({ ascent: name }) }),
    report: z.object({ digest: sha256Set }),
    summary: z.object({ files: count, bytes: count, findings: count }),
  }),
});

/**
 * An in-toto Statement v1 (subject: the apk by SHA-256) with a predicate of Ascent's own, as UTF-8 JSON: what is signed. The
 * same scan gives the same bytes. docs/attestations.md describes the fields.
 */
export function writeScanStatement({ subject, report, ...scan }: ScanStatement): Uint8Array {
  const { digest: reportDigest, ...summary } = report;
  const statement: z.infer<typeof Statement> = {
    _type: STATEMENT_TYPE,
    subject: [subjectOf(subject)],
    predicateType: SCAN_TYPE,
    predicate: {
      arch: scan.arch,
      seedLock: descriptor(scan.seedLock),
      fingerprint: { version: scan.fingerprint.version, ...descriptor(scan.fingerprint.digest) },
      scanner: { id: scan.scanner.id, version: { ascent: scan.scanner.version } },
      report: descriptor(reportDigest),
      summary,
    },
  };
  return statementBytes(statement);
}

/**
 * Reads what `writeScanStatement` writes: the payload of a verified bundle. Throws Fault "scan-statement-malformed" that
 * names the first place that is wrong; also for statements with another predicate.
 */
export function parseScanStatement(bytes: Uint8Array): ScanStatement {
  const {
    subject: [subject],
    predicate,
  } = readJson(Statement, bytes, malformed);
  const { arch, seedLock, fingerprint, scanner, report, summary } = predicate;
  return {
    subject: apkOf(subject),
    arch,
    seedLock: digestOf(seedLock),
    fingerprint: { version: fingerprint.version, digest: digestOf(fingerprint) },
    scanner: { id: scanner.id, version: scanner.version.ascent },
    report: { digest: digestOf(report), ...summary },
  };
}

function malformed(why: string, cause?: unknown): Fault {
  return new Fault("scan-statement-malformed", `the statement is none of Ascent's on a scan: ${why}`, { cause });
}

function descriptor(of: Digest) {
  return { digest: sha256Of(of) };
}
