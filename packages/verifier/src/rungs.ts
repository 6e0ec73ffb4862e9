import {
  type Arch,
  type BuildLineage,
  type Evidence,
  type Finding,
  judge,
  type PackageVerdict,
  type ResidueScan,
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

/** What was looked at about the packages of an arch. */
export interface Looked {
  readonly evidence: readonly Evidence[];
  readonly scans: readonly ResidueScan[];
}
export type LookedAt = ReadonlyMap<Arch, Looked>;

/** The verdict that attestations give, with what was looked at named; asked of nothing else. */
export function judgeAttested(given: JudgeGiven, looked: LookedAt): Verdict {
  return judged(given, looked, () => []);
}

function judged(
  { run, survey, attested, required }: JudgeGiven,
  looked: LookedAt,
  more: (arch: Arch) => readonly BuildLineage[],
): Verdict {
  const arches = run.record.arches.map(({ arch }) => {
    const builds = [...lineagesOf(attested, run, arch), ...more(arch)];
    return archRecord(run, arch, { builds, ...(looked.get(arch) ?? { evidence: [], scans: [] }) });
  });
  return judge({ blueprint: survey.blueprint, arches, required });
}

/**
 * The same, but what fails only because something is not signed, or its signature does not hold, is not checked: with
 * these builds, or with what `trusted` adds to the scans, it would not fail.
 */
export function judgeFairly(given: JudgeGiven, looked: LookedAt, trusted: LookedAt): Verdict {
  const strict = judgeAttested(given, looked);
  const builds = judged(given, looked, (arch) => unattested(given, arch));
  const scans = judgeAttested(given, trusted);
  const packages = strict.packages.map((pkg): PackageVerdict => {
    const resolved = excused(pkg, builds, "resolved");
    const clean = excused(pkg, scans, "clean");
    return { ...pkg, findings: { ...pkg.findings, resolved, clean } };
  });
  return { ...strict, packages };
}

const UNKNOWN = {
  resolved: "attestations of builds that it goes back to do not hold",
  clean: "the builder signed only some of the scans that it stands on",
} as const;

function excused(pkg: PackageVerdict, trusting: Verdict, rung: keyof typeof UNKNOWN): Finding {
  const other = trusting.packages.find((each) => keyOf(each) === keyOf(pkg));
  const isOpen = pkg.findings[rung].state === "fails" && other?.findings[rung].state === "holds";
  return isOpen ? { state: "not-checked", why: UNKNOWN[rung] } : pkg.findings[rung];
}

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
