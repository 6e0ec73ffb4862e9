import type { Blueprint } from "./blueprint.ts";
import type { Digest } from "./digest.ts";
import type { BuildLineage, LineageOutput } from "./lineage.ts";
import { ownOffers, type ResidueScan, residueVerdict, settleResidue } from "./residue/index.ts";
import type { Finding } from "./verdict.ts";

/** What is on record of an arch, as far as the rung *clean* asks. */
export interface Searched {
  readonly seedLock?: Digest;
  readonly builds: readonly BuildLineage[];
  readonly scans?: readonly ResidueScan[];
}

/**
 * The rung *clean* for outputs of the last stage: their bytes were searched for what the run's own seed has, and nothing
 * was found that counts (`residueVerdict`). What packages of the last stage, and of the stages that it takes, have
 * themselves is no residue.
 */
export function judgeClean(blueprint: Blueprint, searched: Searched): (output: LineageOutput) => Finding {
  const scans = (searched.scans ?? []).filter(({ seedLock }) => seedLock === searched.seedLock);
  const own = ownOffers(scansOfOwn(blueprint, searched.builds, scans).map(({ report }) => report.offers));
  const exceptions = blueprint.policies.residue?.exceptions ?? [];
  return ({ record, contentDigest }) => {
    const scan = scans.find((each) => each.contentDigest === contentDigest && each.package === record.name);
    if (scan === undefined) return { state: "not-checked", why: "the bytes were not searched for residue of the seed" };
    return residueVerdict(record.name, settleResidue(scan.report, own), exceptions).finding;
  };
}

function scansOfOwn(
  blueprint: Blueprint,
  builds: readonly BuildLineage[],
  scans: readonly ResidueScan[],
): readonly ResidueScan[] {
  const last = blueprint.stages.at(-1);
  const stages = new Set([last?.name, ...(last?.inputs ?? []).map(({ value }) => value)]);
  const outputs = builds.filter(({ stage }) => stages.has(stage)).flatMap((build) => build.outputs);
  const contents = new Set(outputs.map(({ contentDigest }) => contentDigest));
  return scans.filter(({ contentDigest }) => contents.has(contentDigest));
}
