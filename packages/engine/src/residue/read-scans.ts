import type { Evidence, ResidueScan } from "@ascent/core";
import { parseResidueScan } from "@ascent/formats";
import type { ArtifactStore } from "../ports.ts";

/**
 * The scans behind evidence of kind `residue`, as far as they are about contents and a seed that is asked for: in the order of
 * the evidence. Throws Fault "artifact-missing", "artifact-corrupt", "residue-scan-unreadable".
 */
export async function readScans(
  store: ArtifactStore,
  evidence: readonly Evidence[],
  isWanted: (evidence: Evidence) => boolean,
): Promise<readonly ResidueScan[]> {
  const documents = evidence
    .filter((each) => each.kind === "residue" && isWanted(each))
    .flatMap((each) => each.documents.slice(0, 1));
  return Promise.all([...new Set(documents)].map(async (digest) => parseResidueScan(await store.read(digest))));
}
