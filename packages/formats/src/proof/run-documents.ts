import type { Provenance } from "../attestation/index.ts";
import { type RunSbomPackage, runSbom, sbomSourcesOf, sourceList } from "../sbom/index.ts";
import { recipeHead } from "./recipe-head.ts";

export interface RunDocumentsInput {
  readonly runId: string;
  readonly blueprint: string;
  /** Of all packages of the run, of every stage. */
  readonly all: readonly Provenance[];
  /** Of those of its last stage. */
  readonly final: readonly Provenance[];
}

/**
 * `sources.json` and `sbom.spdx.json` of a run in an export. They follow from its attestations alone, so whoever has those
 * can make them again, to the byte; the SBOM's time is when the last of the final builds ended. Throws Fault
 * "proof-malformed" for a recipe that is none.
 */
export function runDocuments({ runId, blueprint, all, final }: RunDocumentsInput) {
  const ends = final.map(({ invocation }) => invocation.finishedOn.getTime());
  const created = new Date(Math.max(0, ...ends));
  const packages = final.map(sbomPackage);
  return { sources: sourceList(all), sbom: runSbom({ blueprint, runId, created, packages }) };
}

function sbomPackage(provenance: Provenance): RunSbomPackage {
  const { subject, arch } = provenance;
  const { name, version, fileDigest } = subject;
  const made = recipeHead(provenance).packages.find((each) => each.name === name);
  const { description = "", url = "", license = "" } = made ?? {};
  const record = { name, version, arch, description, url, license };
  return { record, fileDigest, sources: sbomSourcesOf(provenance) };
}
