import {
  ARCHES,
  canonicalJson,
  type Digest,
  Fault,
  RESIDUE_KINDS,
  RESIDUE_STRENGTHS,
  type ResidueScan,
} from "@ascent/core";
import { z } from "zod";

const FORMAT = "ascent-residue-scan/1";
const DigestText = z.custom<Digest>((value) => /^sha256:[0-9a-f]{64}$/.test(String(value)));
const Count = z.int().nonnegative();
const Texts = z.array(z.string());

const Unless = z.strictObject({
  own: z.enum(["path", "library", "command", "triplet", "upstream"]),
  name: z.string(),
});

const Finding = z.strictObject({
  path: z.string(),
  member: z.string().exactOptional(),
  kind: z.enum(RESIDUE_KINDS),
  strength: z.enum(RESIDUE_STRENGTHS),
  what: z.string(),
  detail: z.string(),
  seedPackage: z.string().exactOptional(),
  seedPath: z.string().exactOptional(),
  seedMember: z.string().exactOptional(),
  offset: Count.exactOptional(),
  size: Count.exactOptional(),
  unless: Unless.exactOptional(),
});

const Report = z.strictObject({
  package: z.string(),
  findings: z.array(Finding),
  offers: z.strictObject({ upstreams: Texts, paths: Texts, libraries: Texts, commands: Texts, triplets: Texts }),
  files: Count,
  bytes: Count,
});

const Scan = z.strictObject({
  format: z.literal(FORMAT),
  arch: z.enum(ARCHES),
  package: z.string(),
  contentDigest: DigestText,
  seedLock: DigestText,
  report: Report,
});

/** A scan report as it is stored: canonical JSON, so that the same search gives the same digest. */
export function formatResidueScan(scan: ResidueScan): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ format: FORMAT, ...scan }));
}

/** Reads what `formatResidueScan` wrote. Throws Fault "residue-scan-unreadable". */
export function parseResidueScan(bytes: Uint8Array): ResidueScan {
  const parsed = Scan.safeParse(jsonOf(bytes));
  if (!parsed.success) throw unreadable(z.prettifyError(parsed.error));
  const { format: _, ...scan } = parsed.data;
  return scan;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw unreadable("it is no JSON", cause);
  }
}

function unreadable(why: string, cause?: unknown): Fault {
  return new Fault("residue-scan-unreadable", `a scan report cannot be read: ${why}`, {
    wayOut: "Search the package again: what is stored was damaged, or written by another version.",
    ...(cause === undefined ? {} : { cause }),
  });
}
