import { type Digest, type Evidence, Fault, hexOf, type ResidueScan } from "@ascent/core";
import { parseResidueScan, parseScanStatement, type ScanStatement } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import { type Attested, signedStatement } from "./attestations.ts";
import { ASK_AGAIN, type Claim, check, count, standsOn, unless } from "./claim.ts";
import { seedLockOf } from "./evidence.ts";
import { type ListedOutput, type ListedRun, nameOf, outputsOf } from "./runs.ts";

export interface ScanClaims {
  readonly claims: readonly Claim[];
  /** Scans with a statement of their own that holds. */
  readonly signed: readonly ResidueScan[];
}

export interface ScansGiven {
  readonly runs: readonly ListedRun[];
  readonly attested: readonly Attested[];
  /** Of builders, in PEM. */
  readonly publicKeys: readonly string[];
}

/**
 * Checks each scan for the run's own seed that the exported run's record names: a builder signed that this very report is what
 * a search of this very package for this very seed found.
 */
export async function checkScans(archive: ProofArchive, given: ScansGiven): Promise<ScanClaims> {
  const claims: Claim[] = [];
  const signed: ResidueScan[] = [];
  for (const run of given.runs.filter(({ role }) => role === "exported")) {
    for (const listed of outputsOf(run)) {
      for (const evidence of scansOf(listed)) {
        const claim = await check({ kind: "scan", about: nameOf(listed) }, async () => {
          const { scan, outcome } = await checkScan(archive, { evidence, listed, given });
          if (outcome.state === "holds") signed.push(scan);
          return outcome;
        });
        claims.push(claim);
      }
    }
  }
  return { claims, signed };
}

function scansOf({ run, build, output }: ListedOutput): readonly Evidence[] {
  const seedLock = seedLockOf(run, build.arch);
  return run.record.evidence.filter((each) => {
    if (each.kind !== "residue" || each.arch !== build.arch || each.seedLock !== seedLock) return false;
    return each.package === output.name && each.contentDigest === output.contentDigest && each.buildKey === build.key;
  });
}

interface Question {
  readonly evidence: Evidence;
  readonly listed: ListedOutput;
  readonly given: ScansGiven;
}

async function checkScan(archive: ProofArchive, { evidence, listed, given }: Question) {
  const own = given.attested.find(({ build, output }) => build === listed.build && output === listed.output);
  if (own === undefined) throw standsOn("the attestation of the package does not hold");
  const [digest, statement] = evidence.documents;
  if (digest === undefined) throw standsOn("the record names no report");
  const scan = await reportIn(archive, digest);
  const reasons = untrue(scan, { evidence, own });
  if (statement !== undefined) {
    const told = parseScanStatement(await signedStatement(archive, statement, given.publicKeys));
    const against = [...reasons, ...unlike(told, { evidence, own, scan })];
    return { scan, outcome: unless(against, { evidence: signedBy(told), wayOut: ASK_AGAIN }) };
  }
  if (reasons.length === 0 && !own.provenance.byproducts.reports.includes(digest)) {
    throw standsOn(
      "nobody signed it: it is older than statements on scans, and not of the build that made the package",
    );
  }
  return { scan, outcome: unless(reasons, { evidence: NAMED, wayOut: ASK_AGAIN }) };
}

const NAMED = "named by the attestation of the package";

function signedBy({ scanner, report: { files, findings } }: ScanStatement): string {
  return `${count(findings, "finding")} in ${count(files, "file")}, signed by ${scanner.id}`;
}

/** By its digest. Where that lies another file, this one was changed; where nothing lies, it was left out. */
async function reportIn(archive: ProofArchive, digest: Digest): Promise<ResidueScan> {
  const entry = archive.find("report", digest);
  if (entry !== undefined) return parseResidueScan(await archive.bytes(entry));
  const path = `proof/reports/${hexOf(digest)}.json`;
  const isListed = archive.ofRole("report").some((file) => file.path === path);
  if (!isListed) throw standsOn(`its report ${digest} is not in the export`);
  throw new Fault("scan-report-changed", `${path} is not the report ${digest} that was signed`);
}

interface About {
  readonly evidence: Evidence;
  readonly own: Attested;
}

/** A report about something else. */
function untrue(scan: ResidueScan, { evidence, own: { provenance } }: About): string[] {
  const { subject, arch } = provenance;
  return differences("the report is about", [
    ["package", scan.package, subject.name],
    ["arch", scan.arch, arch],
    ["content", scan.contentDigest, subject.contentDigest],
    ["seed lock", scan.seedLock, evidence.seedLock],
  ]);
}

/** A statement about something else. Throws Fault "proof-unchecked" for one on another signing of the same content. */
function unlike(told: ScanStatement, { evidence, own, scan }: About & { readonly scan: ResidueScan }): string[] {
  const { subject, arch } = own.provenance;
  const { report } = told;
  const reasons = differences("what is signed is about", [
    ["package", told.subject.name, subject.name],
    ["version", told.subject.version, subject.version],
    ["arch", told.arch, arch],
    ["content", told.subject.contentDigest, subject.contentDigest],
    ["seed lock", told.seedLock, evidence.seedLock],
    ["report", report.digest, evidence.documents[0]],
    ["count of findings", report.findings, scan.report.findings.length],
    ["count of files", report.files, scan.report.files],
    ["count of bytes", report.bytes, scan.report.bytes],
  ]);
  if (reasons.length === 0 && told.subject.fileDigest !== subject.fileDigest)
    throw standsOn(`it was signed for ${told.subject.fileDigest}, another file with the same content`);
  return reasons;
}

type Pair = readonly [what: string, found: string | number, wanted: string | number | undefined];

function differences(who: string, pairs: readonly Pair[]): string[] {
  return pairs
    .filter(([, found, wanted]) => found !== wanted)
    .map(([what, found, wanted]) => `${who} ${what} ${found}, not ${wanted ?? "any"}`);
}
