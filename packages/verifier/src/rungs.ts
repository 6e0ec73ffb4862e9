import {
  type Arch,
  type BuildLineage,
  type Evidence,
  type Finding,
  judge,
  type PackageVerdict,
  RUNGS,
  type Rung,
  type Verdict,
} from "@ascent/core";
import type { Survey } from "@ascent/formats";
import type { Attested } from "./attestations.ts";
import { lineagesOf } from "./attestations.ts";
import { ASK_AGAIN, type Claim, fails, holds, notChecked, type Outcome } from "./claim.ts";
import { archRecord } from "./evidence.ts";
import { type ListedOutput, type ListedRun, lineageOutput } from "./runs.ts";

export interface JudgeGiven {
  readonly run: ListedRun;
  readonly survey: Survey;
  readonly attested: readonly Attested[];
  readonly failed: readonly ListedOutput[];
  readonly required: Rung;
}

/** The verdict that attestations give, with the evidence named; asked of nothing else. */
export function judgeAttested(given: JudgeGiven, evidenceFor: (arch: Arch) => readonly Evidence[]): Verdict {
  return judged(given, evidenceFor, () => []);
}

function judged(
  { run, survey, attested, required }: JudgeGiven,
  evidenceFor: (arch: Arch) => readonly Evidence[],
  more: (arch: Arch) => readonly BuildLineage[],
): Verdict {
  const arches = run.record.arches.map(({ arch }) => {
    const builds = [...lineagesOf(attested, run, arch), ...more(arch)];
    return archRecord(run, arch, { builds, evidence: evidenceFor(arch) });
  });
  return judge({ blueprint: survey.blueprint, arches, required });
}

/**
 * The same, but what fails only because attestations of builds on the way did not hold is not checked: with these builds
 * taken on trust it would not fail.
 */
export function judgeFairly(given: JudgeGiven, evidenceFor: (arch: Arch) => readonly Evidence[]): Verdict {
  const strict = judgeAttested(given, evidenceFor);
  if (given.failed.length === 0) return strict;
  const trusting = judged(given, evidenceFor, (arch) => unattested(given, arch));
  const packages = strict.packages.map((pkg): PackageVerdict => {
    const other = trusting.packages.find((each) => keyOf(each) === keyOf(pkg));
    const resolved = pkg.findings.resolved.state === "fails" && other?.findings.resolved.state === "holds";
    if (!resolved) return pkg;
    const findings = { ...pkg.findings, resolved: UNKNOWN };
    return { ...pkg, findings };
  });
  return { ...strict, packages };
}

const UNKNOWN: Finding = { state: "not-checked", why: "attestations of builds that it goes back to do not hold" };

export function keyOf({ name, version, arch }: Pick<PackageVerdict, "name" | "version" | "arch">): string {
  return `${arch}/${name}-${version}`;
}

function unattested({ run, failed }: JudgeGiven, arch: Arch): BuildLineage[] {
  return failed
    .filter((each) => each.run === run && each.build.arch === arch)
    .map(({ build, output }) => ({
      buildId: `${build.stage}/${build.name}`,
      stage: build.stage,
      name: build.name,
      declaredInputs: [],
      environment: [],
      outputs: [lineageOutput(output)],
    }));
}

/**
 * The rungs that the export's verdict says hold, each as a claim against what attestations give. `claimed` and `found` are
 * about the same run.
 */
export function rungClaims(claimed: Verdict, found: Verdict): Claim[] {
  const byKey = new Map(found.packages.map((pkg) => [keyOf(pkg), pkg]));
  return RUNGS.flatMap((rung) =>
    claimed.packages
      .filter((pkg) => pkg.findings[rung]?.state === "holds")
      .map((pkg) => ({ kind: rung, about: keyOf(pkg), outcome: outcomeOf(byKey.get(keyOf(pkg))?.findings[rung]) })),
  );
}

function outcomeOf(finding: Finding | undefined): Outcome {
  if (finding === undefined) return notChecked("no good attestation says how it was built");
  if (finding.state === "holds") return holds(finding.evidence);
  if (finding.state === "fails") return fails(finding.reasons, ASK_AGAIN);
  return notChecked(finding.why);
}
