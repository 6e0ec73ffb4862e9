import { type Arch, type Digest, type Evidence, isFault, type ResidueScan } from "@ascent/core";
import { parseResidueScan } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import type { Attested } from "./attestations.ts";
import { seedLockOf } from "./evidence.ts";
import type { ListedRun } from "./runs.ts";

/** What outputs of a run were searched for, as far as the reports are in the export. */
export interface ScansRead {
  /** Named by the attestation of the very package, or by a statement of its own: the builder's signed word. */
  readonly signed: readonly ResidueScan[];
  /** All that the record names, signed or not. */
  readonly recorded: readonly ResidueScan[];
}

export interface ScansOf {
  readonly run: ListedRun;
  readonly arch: Arch;
  readonly attested: readonly Attested[];
  /** Of any arch, each with a statement of its own that holds. */
  readonly stated: readonly ResidueScan[];
}

/** Reads the scan reports about one arch of a run; what cannot be read shows nothing. */
export async function readScans(archive: ProofArchive, { run, arch, attested, stated }: ScansOf): Promise<ScansRead> {
  const own = attested.filter((each) => each.run === run && each.build.arch === arch);
  const signed = stated.filter((scan) => scan.arch === arch);
  for (const each of own) {
    const scans = await readAll(archive, each.provenance.byproducts.reports);
    signed.push(...scans.filter((scan) => isAbout(scan, each)));
  }
  const documents = new Set(residueOf(run, arch).flatMap((evidence) => evidence.documents.slice(0, 1)));
  return { signed, recorded: await readAll(archive, documents) };
}

function isAbout(scan: ResidueScan, { provenance: { subject, arch } }: Attested): boolean {
  return scan.contentDigest === subject.contentDigest && scan.package === subject.name && scan.arch === arch;
}

async function readAll(archive: ProofArchive, documents: Iterable<Digest>): Promise<ResidueScan[]> {
  const scans: ResidueScan[] = [];
  for (const digest of documents) {
    const entry = archive.find("report", digest);
    if (entry !== undefined && archive.isWhole(entry)) scans.push(...scanIn(await archive.bytes(entry)));
  }
  return scans;
}

/** A report of another kind, or of another version, is none that could be read. */
function scanIn(bytes: Uint8Array): ResidueScan[] {
  try {
    return [parseResidueScan(bytes)];
  } catch (error) {
    if (isFault(error)) return [];
    throw error;
  }
}

/** As the engine does when it judges: only what was searched for this run's own seed. */
function residueOf(run: ListedRun, arch: Arch): readonly Evidence[] {
  const seedLock = seedLockOf(run, arch);
  return run.record.evidence.filter((each) => {
    return each.kind === "residue" && each.arch === arch && each.seedLock === seedLock;
  });
}
