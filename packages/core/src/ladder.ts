import { type Blueprint, isSeedInput, SEED_INPUT, seedInput } from "./blueprint.ts";
import { type BuildLineage, Lineage, type LineageOutput, twoGenerations } from "./lineage.ts";
import type { Arch, InputName, LockedPackage } from "./package.ts";
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
  readonly builds: readonly BuildLineage[];
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
 * The higher rungs are not looked at here and say so. The verdict holds when there are final packages for every arch and
 * all of them stand on the required rung.
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
  const verdicts = builds.flatMap((build) => {
    const findings = findingsOn(build, { blueprint, lineage, seed: record.seed });
    return build.outputs.map((output) => packageVerdict(output, record.arch, findings));
  });
  return sortedBy(verdicts, ({ name, version }) => `${name}\n${version}`);
}

function packageVerdict(
  { record, fileDigest, contentDigest }: LineageOutput,
  arch: Arch,
  findings: Readonly<Record<Rung, Finding>>,
): PackageVerdict {
  const rung = rungOf(findings);
  const { name, version } = record;
  return { name, version, arch, fileDigest, contentDigest, findings, ...(rung === undefined ? {} : { rung }) };
}

interface Evidence {
  readonly blueprint: Blueprint;
  readonly lineage: Lineage;
  readonly seed: string;
}

function findingsOn(build: BuildLineage, evidence: Evidence): Record<Rung, Finding> {
  const concerned = twoGenerations(evidence.lineage, build);
  return {
    declared: declared(concerned, evidence.blueprint),
    resolved: resolved(concerned, evidence),
    clean: notChecked("the bytes were not searched for residue of the seed"),
    reproducible: notChecked("no independent rebuild was compared"),
    "fixed-point": notChecked("the last stage was not rebuilt with its own packages"),
    "seed-independent": notChecked("no bootstrap from another seed was compared"),
  };
}

function notChecked(why: string): Finding {
  return { state: "not-checked", why };
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

function resolved(concerned: readonly BuildLineage[], { lineage, seed }: Evidence): Finding {
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
