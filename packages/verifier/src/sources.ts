import { runDocuments } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import type { AttestationsRead } from "./attestations.ts";
import { ASK_AGAIN, type Claim, check, fails, holds, standsOn } from "./claim.ts";
import { type ListedRun, lastStage, nameOf } from "./runs.ts";

/** The claims `sources` and `run-sbom` of a run: both files follow from its attestations, to the byte. */
export async function checkSources(
  archive: ProofArchive,
  run: ListedRun,
  { attested, failed }: AttestationsRead,
): Promise<Claim[]> {
  const own = attested.filter((each) => each.run === run);
  const open = failed.find((each) => each.run === run);
  const final = own.filter(({ build }) => build.stage === lastStage(run, build.arch));
  const same = async (name: string, part: "sources" | "sbom") => {
    const found = await archive.bytes(archive.at(`proof/runs/${run.record.id}/${name}`));
    if (open !== undefined) throw standsOn(`the attestation of ${nameOf(open)} does not hold`);
    const documents = runDocuments({
      ...{ runId: run.record.id, blueprint: run.record.blueprint.name },
      all: own.map(({ provenance }) => provenance),
      final: final.map(({ provenance }) => provenance),
    });
    if (Buffer.from(found).equals(documents[part])) return holds("as the attestations say it");
    return fails([`${name} is not what the run's attestations come to`], ASK_AGAIN);
  };
  const about = `${run.prefix}${run.record.blueprint.name}`;
  return [
    await check({ kind: "sources", about }, () => same("sources.json", "sources")),
    await check({ kind: "run-sbom", about }, () => same("sbom.spdx.json", "sbom")),
  ];
}
