import type { Arch, Evidence } from "@ascent/core";
import type { ProofArchive } from "./archive.ts";
import type { Attested } from "./attestations.ts";
import { seedLockOf } from "./evidence.ts";
import type { ListedRun } from "./runs.ts";

/**
 * The record's evidence on residue that the builder has signed: the scan report is there, and the package's attestation
 * names it. What nobody signed shows nothing.
 */
export function signedResidue(
  archive: ProofArchive,
  { run, arch, final }: { readonly run: ListedRun; readonly arch: Arch; readonly final: readonly Attested[] },
): Evidence[] {
  const reported = new Map(final.map(({ provenance }) => [provenance.subject.contentDigest, provenance]));
  return run.record.evidence.filter((evidence) => {
    if (evidence.kind !== "residue" || evidence.outcome !== "holds" || evidence.arch !== arch) return false;
    if (evidence.seedLock !== seedLockOf(run, arch) || evidence.documents.length === 0) return false;
    const signed = reported.get(evidence.contentDigest)?.byproducts.reports ?? [];
    return evidence.documents.every(
      (document) => signed.includes(document) && archive.find("report", document) !== undefined,
    );
  });
}
