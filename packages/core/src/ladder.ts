import { type Blueprint, isSeedInput, SEED_INPUT, seedInput } from "./blueprint.ts";
import { judgeClean } from "./clean.ts";
import type { Digest } from "./digest.ts";
import type { Evidence } from "./evidence.ts";
import { type BuildLineage, Lineage, type LineageOutput, twoGenerations } from "./lineage.ts";
import type { Arch, InputName, LockedPackage } from "./package.ts";
import type { ResidueScan } from "./residue/index.ts";
import { sortedBy } from "./text.ts";
import { type Finding, type PackageVerdict, RUNGS, type Rung, type Verdict } from "./verdict.ts";

export {
  type BuildLineage,
  Lineage,
  type LineageOutput,
  type SeedExposure,
  seedExposure,
} from "./lineage.ts";

/** What is on record of one arch of a run: all of its finished builds, of every stage. */
export interface ArchRecord {
  readonly arch: Arch;
  /** Name of the seed that was used. */
  readonly seed: string;
  /** Digest of the lock that pins the seed. */
  readonly seedLock?: Digest;
  readonly builds: readonly BuildLineage[];
  /** What was looked at besides, about any of the builds' results; what is about others is passed over. */
  readonly evidence?: readonly Evidence[];
  /** What outputs of the last stage, and of the stages that it takes, were searched for. */
  readonly scans?: readonly ResidueScan[];
}

export interface JudgeRequest {
  readonly blueprint: Blueprint;
  readonly arches: readonly ArchRecord[];
  /** The rung that the run asked for; the blueprint's own when absent. */
  readonly required?: Rung;
}

/**
 * The verdict on every package of the last stage, from the record alone (DESIGN.md 8).
 *
 * - *declared* holds when the last stage does not declare the seed as an input, and the builds concerned were run with no
 *   other inputs than declared. It is a promise of the rules alone; what was really used is the next rung's question.
 * - *resolved* holds when no seed package is in the locks of the package's build, of the own-stage builds that it goes
 *   back to, or of the builds of the stage before that made what these used; and everything in those locks is, by
 *   content, the output of a recorded build of the stage it is said to come from.
 *
 * - *clean* holds when the package was searched for what the run's seed has, and nothing was found that counts
 *   (`judgeClean`).
 *
 * The higher rungs stand on evidence about the very build key and content: each holds when there is some and none of it
 * speaks against the package, and says "not checked" when there is none, or only such as could decide nothing; then it says
 * why. The verdict holds when there are final packages for every arch and all of them stand on the required rung.
 */
export function judge(request: JudgeRequest): Verdict {
  const { blueprint, arches } = request;
  const required = request.required ?? blueprint.policies.require;
  const judged = arches.map((record) => judgeArch(blueprint, record));
  const packages = judged.flat();
  const enough = (verdict: PackageVerdict) =>
    verdict.rung !== undefined && RUNGS.indexOf(verdict.rung) >= RUNGS.indexOf(required);
  const holds = judged.length > 0 && judged.every((arch) => arch.length > 0) && packages.every(enough);
  const seeds = [...new Set(arches.map(({ seed }) => seed))];
  return { blueprint: blueprint.name, seed: seeds.join(", "), required, holds, packages };
}

/** The highest rung that holds with every lower one; undefined when even the first does not. */
export function rungOf(findings: Readonly<Record<Rung, Finding>>): Rung | undefined {
  const open = RUNGS.findIndex((rung) => findings[rung].state !== "holds");
  return open < 0 ? RUNGS.at(-1) : RUNGS[open - 1];
}

function judgeArch(blueprint: Blueprint, record: ArchRecord): PackageVerdict[] {
  const lineage = new Lineage(record.builds);
  const final = blueprint.stages.at(-1)?.name;
  const builds = lineage.builds.filter((build) => build.stage === final);
  const clean = judgeClean(blueprint, record);
  const verdicts = builds.flatMap((build) => {
    const byRecord = recordFindings(build, { blueprint, lineage, seed: record.seed });
    return build.outputs.map((output) => {
      const byEvidence = evidenceFindings({ build, output, record });
      return packageVerdict(output, record.arch, { ...byRecord, clean: clean(output), ...byEvidence });
    });
  });
  return sortedBy(verdicts, ({ name, version }) => `${name}\n${version}`);
}

function packageVerdict(
  { record, fileDigest, contentDigest }: LineageOutput,
  arch: Arch,
  findings: Findings,
): PackageVerdict {
  const rung = rungOf(findings);
  const { name, version } = record;
  return { name, version, arch, fileDigest, contentDigest, findings, ...(rung === undefined ? {} : { rung }) };
}

type Findings = Readonly<Record<Rung, Finding>>;

interface RecordedEvidence {
  readonly blueprint: Blueprint;
  readonly lineage: Lineage;
  readonly seed: string;
}

function recordFindings(build: BuildLineage, evidence: RecordedEvidence): Pick<Findings, "declared" | "resolved"> {
  const concerned = twoGenerations(evidence.lineage, build);
  return { declared: declared(concerned, evidence.blueprint), resolved: resolved(concerned, evidence) };
}

interface Judged {
  readonly build: BuildLineage;
  readonly output: LineageOutput;
  readonly record: ArchRecord;
}

const NOBODY_LOOKED = {
  rebuild: "no independent rebuild was compared",
  "fixed-point": "the last stage was not rebuilt with its own packages",
  "other-seed": "no bootstrap from another seed was compared",
} as const;

function evidenceFindings(judged: Judged): Omit<Findings, "declared" | "resolved" | "clean"> {
  return {
    reproducible: onEvidence("rebuild", judged),
    "fixed-point": onEvidence("fixed-point", judged),
    "seed-independent": onEvidence("other-seed", judged),
  };
}

function onEvidence(kind: keyof typeof NOBODY_LOOKED, judged: Judged): Finding {
  const given = (judged.record.evidence ?? []).filter(
    (evidence) => evidence.kind === kind && isAbout(evidence, judged),
  );
  const decided = given.filter(({ outcome }) => outcome !== "undecided");
  if (decided.length === 0)
    return { state: "not-checked", why: listed(given.flatMap(reasonsOf)) || NOBODY_LOOKED[kind] };
  // Whatever fails counts, also when it does not say why.
  const against = decided.filter(({ outcome }) => outcome === "fails").flatMap(reasonsOf);
  return finding(against, listed(decided.map(({ summary }) => summary)));
}

function reasonsOf({ reasons, summary }: Evidence): readonly string[] {
  return reasons.length > 0 ? reasons : [summary];
}

function listed(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join("; ");
}

/** Another seed counts when it is another. */
function isAbout(evidence: Evidence, { build, output, record }: Judged): boolean {
  if (evidence.arch !== record.arch || evidence.package !== output.record.name) return false;
  if (evidence.buildKey !== build.key || evidence.contentDigest !== output.contentDigest) return false;
  return evidence.kind !== "other-seed" || evidence.seedLock !== record.seedLock;
}

function finding(reasons: readonly string[], evidence: string): Finding {
  return reasons.length > 0 ? { state: "fails", reasons: [...new Set(reasons)].sort() } : { state: "holds", evidence };
}

function declared(concerned: readonly BuildLineage[], blueprint: Blueprint): Finding {
  const inputs = new Map(blueprint.stages.map(({ name, inputs }) => [name, inputs.map(({ value }) => value)]));
  const final = blueprint.stages.at(-1)?.name ?? "";
  const taken = inputs.get(final) ?? [];
  const byRule = taken.includes(SEED_INPUT) ? [`${final} declares the seed as an input`] : [];
  const byRecord = concerned.flatMap((build) => undeclared(build, inputs.get(build.stage) ?? []));
  return finding([...byRule, ...byRecord], `${final} takes ${taken.join(", ") || "nothing"}: no seed among its inputs`);
}

/** What a build was really run with, beside what its stage declares. */
function undeclared(build: BuildLineage, declared: readonly string[]): string[] {
  return build.declaredInputs
    .filter((input) => !declared.includes(isSeedInput(input) ? SEED_INPUT : input))
    .map((input) => `${label(build)} was run with ${input} as an input, which ${build.stage} does not declare`);
}

function resolved(concerned: readonly BuildLineage[], { lineage, seed }: RecordedEvidence): Finding {
  const reasons = concerned.flatMap((build) => build.environment.flatMap((locked) => against(build, locked, lineage)));
  const contents = new Set(concerned.flatMap(({ environment }) => environment.map((locked) => locked.contentDigest)));
  const packages = count(contents.size, "package");
  return finding(reasons, `${packages} in ${count(concerned.length, "lock")}, none from ${seedInput(seed)}`);
}

/** What speaks against one package of a lock, if anything. */
function against(build: BuildLineage, locked: LockedPackage, lineage: Lineage): string[] {
  const what = `${locked.name}-${locked.version} (${locked.contentDigest})`;
  if (isSeedInput(locked.input)) return [`${what} of ${locked.input} is in the lock of ${label(build)}`];
  if (lineage.makersOf(locked).length > 0) return [];
  return [`unaccounted: ${what} in the lock of ${label(build)} is the output of no recorded build of ${locked.input}`];
}

function label({ stage, name }: { readonly stage: InputName; readonly name: string }): string {
  return `${stage}/${name}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
