import { ARCHES, type Arch, canonicalJson, type Digest, Fault, hexOf, isDigest } from "@ascent/core";
import { z } from "zod";
import type { Provenance } from "./provenance.ts";
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

const digest = z.custom<Digest>((value) => typeof value === "string" && isDigest(value), "sha256: and 64 hex digits");
const sha256Set = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hex digits") });
const name = z.string().min(1);
const count = z.int().nonnegative();

/** Unknown fields are passed over, as the in-toto spec asks of consumers ("monotonic principle", parsing rules). */
const Statement = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([
    z.object({ name, digest: sha256Set, annotations: z.object({ name, version: name, contentDigest: digest }) }),
  ]),
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
  const { name: own, version, fileDigest, contentDigest } = subject;
  const { digest: reportDigest, ...summary } = report;
  const statement: z.infer<typeof Statement> = {
    _type: STATEMENT_TYPE,
    subject: [
      { name: `${own}-${version}.apk`, ...descriptor(fileDigest), annotations: { name: own, version, contentDigest } },
    ],
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
  return new TextEncoder().encode(canonicalJson(statement));
}

/**
 * Reads what `writeScanStatement` writes: the payload of a verified bundle. Throws Fault "scan-statement-malformed" that
 * names the first place that is wrong; also for statements with another predicate.
 */
export function parseScanStatement(bytes: Uint8Array): ScanStatement {
  const parsed = Statement.safeParse(readJson(bytes));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw malformed(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not understood"}`, parsed.error);
  }
  const {
    subject: [subject],
    predicate,
  } = parsed.data;
  const { arch, seedLock, fingerprint, scanner, report, summary } = predicate;
  return {
    subject: { ...subject.annotations, fileDigest: digestOf(subject) },
    arch,
    seedLock: digestOf(seedLock),
    fingerprint: { version: fingerprint.version, digest: digestOf(fingerprint) },
    scanner: { id: scanner.id, version: scanner.version.ascent },
    report: { digest: digestOf(report), ...summary },
  };
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw malformed("it is no JSON in UTF-8", cause);
  }
}

function malformed(why: string, cause?: unknown): Fault {
  return new Fault("scan-statement-malformed", `the statement is none of Ascent's on a scan: ${why}`, { cause });
}

interface Descriptor {
  readonly digest: { readonly sha256: string };
}

function descriptor(of: Digest): Descriptor {
  return { digest: { sha256: hexOf(of) } };
}

function digestOf({ digest: { sha256 } }: Descriptor): Digest {
  return `sha256:${sha256}`;
}
