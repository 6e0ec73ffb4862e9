import type { Arch, Evidence, Rung, Verdict } from "@ascent/core";
import { parseVerdictFile, type Survey } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import type { AttestationsRead } from "./attestations.ts";
import { type Claim, check, holds } from "./claim.ts";
import { evidenceFromRuns, recordedAgainst } from "./evidence.ts";
import { finalPackages } from "./packages.ts";
import { signedResidue } from "./residue.ts";
import { type JudgeGiven, judgeAttested, judgeFairly, rungClaims } from "./rungs.ts";
import type { ListedRun } from "./runs.ts";
import { checkVerdict } from "./verdict.ts";

export interface ConclusionGiven {
  readonly exported: ListedRun;
  readonly survey: Survey;
  readonly runs: readonly ListedRun[];
  readonly attestations: AttestationsRead;
  /** By arch: runs whose closure holds. */
  readonly closed: ReadonlyMap<Arch, ReadonlySet<ListedRun>>;
}

export interface Conclusion {
  readonly claims: readonly Claim[];
  readonly verdict: Verdict;
}

/** The rungs and the verdict: what attestations give, beside what the export says. */
export async function conclude(archive: ProofArchive, given: ConclusionGiven): Promise<Conclusion> {
  const { exported: run, survey, attestations } = given;
  const failed = attestations.failed.filter((each) => each.run === run);
  const required: Rung = run.record.required;
  const judging: JudgeGiven = { run, survey, attested: attestations.attested, failed, required };
  const verdict = judgeFairly(judging, (arch) => shownEvidence(archive, given, arch));
  const recordedEvidence = (arch: Arch) => run.record.evidence.filter((each) => each.arch === arch);
  const recorded = failed.length === 0 ? judgeAttested(judging, recordedEvidence) : undefined;
  let claimed: Verdict | undefined;
  const read = await check({ kind: "verdict", about: "verdict.json" }, async () => {
    claimed = parseVerdictFile(await archive.bytes(archive.at("verdict.json")));
    return holds("it can be read");
  });
  if (claimed === undefined) return { claims: [read], verdict };
  return { claims: [...rungClaims(claimed, verdict), await checkVerdict({ claimed, recorded })], verdict };
}

/** What the export shows by itself, whatever its record says in its own favour. */
function shownEvidence(archive: ProofArchive, given: ConclusionGiven, arch: Arch): Evidence[] {
  const { exported: run, runs, attestations, closed } = given;
  const final = finalPackages(run, arch, attestations.attested);
  const fromRuns = evidenceFromRuns({
    ...{ exported: run, arch, runs, attested: attestations.attested, final },
    closed: closed.get(arch) ?? new Set(),
  });
  return [...fromRuns, ...signedResidue(archive, { run, arch, final }), ...recordedAgainst(run, arch)];
}
