import type { Impact, RebuiltBuild, StageImpact } from "@ascent/core";
import { clock, plural } from "./picture.ts";

interface Asked {
  readonly names: readonly string[];
  /** True where earlier runs could be asked. */
  readonly timed: boolean;
}

/** Rebuilds of one wave that are told one by one; the rest is counted. */
const TOLD = 12;

/** What is rebuilt, by stage and wave, with the reason of each; then how long it takes. */
export function impactLines(impact: Impact, { names, timed }: Asked): string[] {
  const builds = impact.stages.flatMap((stage) => stage.builds);
  const head = `${names.join(", ")}: ${plural(builds.length, "build")} in ${plural(impact.stages.length, "stage")}`;
  const unknown = impact.unknown.length === 0 ? [] : [`nothing goes by the name ${impact.unknown.join(", ")}`];
  return [head, ...unknown, ...impact.stages.flatMap(stageLines), "", timeLine(impact, timed)];
}

function stageLines({ stage, arch, of, builds }: StageImpact): string[] {
  const waves = new Map<number, RebuiltBuild[]>();
  for (const build of builds) waves.set(build.wave, [...(waves.get(build.wave) ?? []), build]);
  const lines = [...waves].flatMap(([wave, members]) => [`  wave ${wave}`, ...told(members.map(buildLine))]);
  const direct = builds.filter((build) => build.direct).length;
  const head = `${stage} ${arch}: ${builds.length} of ${plural(of, "build")}, in ${plural(waves.size, "wave")}`;
  return ["", `${head}; ${direct} have it in their environment`, ...lines];
}

function told(lines: readonly string[]): string[] {
  const rest = lines.length > TOLD ? [`    … and ${lines.length - TOLD} more (--json has them all)`] : [];
  return [...lines.slice(0, TOLD), ...rest];
}

function buildLine({ name, changed, because, seconds }: RebuiltBuild): string {
  const time = seconds === undefined ? "" : `${clock(seconds * 1000)}  `;
  if (changed || because === undefined) return `    ${name.padEnd(28)} ${time}changed`;
  const via = because.askedBy === undefined ? "" : ` for ${because.askedBy}`;
  return `    ${name.padEnd(28)} ${time}needs ${because.name}${via} of ${because.build}, ${because.input}`;
}

function timeLine({ estimate, stages }: Impact, timed: boolean): string {
  const count = stages.reduce((sum, { builds }) => sum + builds.length, 0);
  if (!timed) return "no time is estimated: nothing is on record that could tell how long builds took";
  if (estimate.unknown === count) return "no time is estimated: no run has built any of these";
  const rest = estimate.unknown === 0 ? "" : `, without ${plural(estimate.unknown, "build")} that no run has built`;
  return `about ${clock(estimate.work * 1000)} of work, ${clock(estimate.longest * 1000)} in a row${rest}`;
}
