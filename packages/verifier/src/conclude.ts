import type { Arch, Digest, Evidence, ResidueScan, Verdict } from "@ascent/core";
import { parseVerdictFile, type SeedLockContent, type Survey } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import type { AttestationsRead } from "./attestations.ts";
import { type Claim, check, holds } from "./claim.ts";
import { type Closures, evidenceFromRuns, recordedAgainst } from "./evidence.ts";
import { finalPackages } from "./packages.ts";
import { readScans } from "./residue.ts";
import { type JudgeGiven, judgeAttested, judgeFairly, type Looked, type LookedAt, rungClaims } from "./rungs.ts";
import type { ListedRun } from "./runs.ts";
import { checkVerdict } from "./verdict.ts";

export interface ConclusionGiven {
  readonly exported: ListedRun;
  readonly survey: Survey;
  readonly runs: readonly ListedRun[];
  readonly attestations: AttestationsRead;
  readonly locks: ReadonlyMap<Digest, SeedLockContent>;
  readonly closures: Closures;
  /** Scans with a statement of their own that holds. */
  readonly stated: readonly ResidueScan[];
  /** What was found when final packages were searched again; it counts before what the builder signed. */
  readonly rescans: ReadonlyMap<Arch, readonly ResidueScan[]>;
}

export interface Conclusion {
  readonly claims: readonly Claim[];
  readonly verdict: Verdict;
}

/** The rungs and the verdict: what attestations give, beside what the export says. */
export async function conclude(archive: ProofArchive, given: ConclusionGiven): Promise<Conclusion> {
  const { exported: run, survey, attestations } = given;
  const failed = attestations.failed.filter((each) => each.run === run);
  const judging: JudgeGiven = { run, survey, attested: attestations.attested, failed, required: run.record.required };
  const { shown, trusted, recorded } = await lookAt(archive, given);
  const verdict = judgeFairly(judging, shown, trusted);
  let claimed: Verdict | undefined;
  const read = await check({ kind: "verdict", about: "verdict.json" }, async () => {
    claimed = parseVerdictFile(await archive.bytes(archive.at("verdict.json")));
    return holds("it can be read");
  });
  if (claimed === undefined) return { claims: [read], verdict };
  const onRecord = failed.length === 0 ? judgeAttested(judging, recorded) : undefined;
  return { claims: [...rungClaims(claimed, verdict), await checkVerdict({ claimed, recorded: onRecord })], verdict };
}

/** What the export shows by itself, the same with unsigned scans taken on trust, and what its record says. */
async function lookAt(archive: ProofArchive, given: ConclusionGiven) {
  const { exported: run, attestations } = given;
  const shown = new Map<Arch, Looked>();
  const trusted = new Map<Arch, Looked>();
  const recorded = new Map<Arch, Looked>();
  for (const { arch } of run.record.arches) {
    const scans = await readScans(archive, { run, arch, attested: attestations.attested, stated: given.stated });
    const again = given.rescans.get(arch) ?? [];
    const evidence = shownEvidence(given, arch);
    shown.set(arch, { evidence, scans: [...again, ...scans.signed] });
    trusted.set(arch, { evidence, scans: [...again, ...scans.recorded] });
    recorded.set(arch, { evidence: run.record.evidence.filter((each) => each.arch === arch), scans: scans.recorded });
  }
  return { shown, trusted, recorded } satisfies Record<string, LookedAt>;
}

function shownEvidence(given: ConclusionGiven, arch: Arch): Evidence[] {
  const { exported: run, runs, attestations, closures, locks } = given;
  const { attested } = attestations;
  const final = finalPackages(run, arch, attested);
  const fromRuns = evidenceFromRuns({ exported: run, arch, runs, attested, final, closures, locks });
  return [...fromRuns, ...recordedAgainst(run, arch)];
}
