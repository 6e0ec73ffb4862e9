import { type Digest, type Evidence, isFault, type ResidueReport, type ResidueScan } from "@ascent/core";
import {
  apkContents,
  FINGERPRINT_VERSION,
  formatResidueScan,
  parseFingerprint,
  ResidueScanner,
  writeScanStatement,
} from "@ascent/formats";
import type { Attempt, Result } from "../attempt-build.ts";
import { insist } from "../insist.ts";
import type { ArtifactStore, BuiltPackage } from "../ports.ts";
import type { WorkerPorts } from "../worker.ts";

/** A worker searches for the same seed in build after build: what is prepared for it is kept as long as its store is. */
const prepared = new WeakMap<ArtifactStore, Map<Digest, Promise<ResidueScanner>>>();

/** Scanners at once in memory: a worker has one seed, or a few that take turns. */
const MOST_SCANNERS = 3;

interface Search {
  readonly attempt: Attempt;
  readonly result: Result;
  readonly seedLock: Digest;
  readonly fingerprint: Digest;
  readonly scanner: ResidueScanner;
}

/**
 * Searches every output for what the run's seed has, signs each scan, and adds both to the result's evidence. A result from
 * the cache is searched when nobody has looked for this very seed in it and signed for that; a rebuild is compared instead.
 * Where the seed has no fingerprint nothing is searched, and the rung *clean* stays unchecked. Throws what the store, the
 * ledger and the attester throw.
 */
export async function scanOutputs(ports: WorkerPorts, attempt: Attempt, result: Result): Promise<Result> {
  const { seedLock, again } = attempt.task;
  if (seedLock?.fingerprint === undefined || again !== undefined) return result;
  const known = result.cached ? await insist(ports, attempt.signal, () => ports.ledger.evidenceOn(result.key)) : [];
  const outputs = result.outputs.filter((output) => !isSearched(output, known, seedLock.digest));
  if (outputs.length === 0) return result;
  const scanner = await scannerFor(ports, seedLock.fingerprint);
  if (scanner === undefined) return result;
  const { digest, fingerprint } = seedLock;
  const search = { attempt, result, seedLock: digest, fingerprint, scanner };
  const evidence: Evidence[] = [];
  for (const output of outputs) evidence.push(await scan(ports, search, output));
  return { ...result, evidence: [...(result.evidence ?? []), ...evidence] };
}

function isSearched({ record, contentDigest }: BuiltPackage, known: readonly Evidence[], seedLock: Digest): boolean {
  return known.some((evidence) => {
    const { kind, package: name, documents } = evidence;
    // A scan that nobody signed is done once more: then there is somebody who saw it.
    if (kind !== "residue" || name !== record.name || documents.length < 2) return false;
    return evidence.contentDigest === contentDigest && evidence.seedLock === seedLock;
  });
}

/** Undefined for a fingerprint that another version wrote: the seed's next preparation makes a new one. */
async function scannerFor(ports: WorkerPorts, fingerprint: Digest): Promise<ResidueScanner | undefined> {
  const scanners = prepared.get(ports.store) ?? new Map<Digest, Promise<ResidueScanner>>();
  prepared.set(ports.store, scanners);
  const making = scanners.get(fingerprint) ?? makeScanner(ports.store, fingerprint);
  scanners.set(fingerprint, making);
  for (const oldest of [...scanners.keys()].slice(0, -MOST_SCANNERS)) scanners.delete(oldest);
  try {
    return await making;
  } catch (err) {
    scanners.delete(fingerprint);
    if (!isFault(err) || err.code !== "fingerprint-version") throw err;
    ports.log.warn({ fingerprint, err }, "seed fingerprint of another version");
    return undefined;
  }
}

async function makeScanner(store: ArtifactStore, fingerprint: Digest): Promise<ResidueScanner> {
  return new ResidueScanner(parseFingerprint(await store.read(fingerprint)));
}

async function scan(ports: WorkerPorts, search: Search, output: BuiltPackage): Promise<Evidence> {
  const { attempt, result, seedLock, scanner } = search;
  attempt.signal.throwIfAborted();
  const report = await scanner.scan(await apkContents(await ports.store.stream(output.fileDigest)));
  const about = { arch: attempt.task.arch, package: output.record.name, contentDigest: output.contentDigest, seedLock };
  const document: ResidueScan = { ...about, report };
  const digest = await ports.store.put(formatResidueScan(document));
  const signed = await ports.attester.attest(statementOn(ports, search, { output, report, digest }));
  const counting = report.findings.filter(({ strength, unless }) => strength !== "hint" && unless === undefined);
  return {
    ...about,
    kind: "residue",
    buildKey: result.key,
    outcome: counting.length === 0 ? "holds" : "fails",
    summary: summaryOf(report, counting.length),
    reasons: counting.length === 0 ? [] : [`${counting.length} findings, which the scan lists`],
    documents: [digest, await ports.store.put(signed)],
  };
}

interface Scanned {
  readonly output: BuiltPackage;
  readonly report: ResidueReport;
  /** Of the stored report. */
  readonly digest: Digest;
}

function statementOn(ports: WorkerPorts, search: Search, { output, report, digest }: Scanned): Uint8Array {
  const { record, fileDigest, contentDigest } = output;
  return writeScanStatement({
    subject: { name: record.name, version: record.version, fileDigest, contentDigest },
    arch: search.attempt.task.arch,
    seedLock: search.seedLock,
    fingerprint: { version: FINGERPRINT_VERSION, digest: search.fingerprint },
    scanner: { id: ports.attester.builderId, version: ports.builder.version },
    report: { digest, files: report.files, bytes: report.bytes, findings: report.findings.length },
  });
}

function summaryOf({ files, findings }: ResidueReport, counting: number): string {
  const found = `${counting} of ${findings.length} findings count whatever else the run makes`;
  return `${files} file${files === 1 ? "" : "s"} searched for what the seed has: ${found}`;
}
