import { parseProvision } from "../dependency.ts";
import { linesOf } from "../drawing.ts";
import { isFault } from "../fault.ts";
import type { Arch } from "../package.ts";
import type { Edge, PlannedBuild, SurveyedStage } from "../plan.ts";
import { componentsOf } from "../reach/knots.ts";
import { compareText } from "../text.ts";

export interface ImpactRequest {
  /** Of one or several arches, each in the blueprint's order of stages. */
  readonly stages: readonly SurveyedStage[];
  /** Of definitions, of packages that they make, or of what these provide. */
  readonly names: readonly string[];
  /** Seconds that a build took; undefined where nobody knows. */
  readonly secondsOf?: (build: PlannedBuild) => number | undefined;
}

export interface RebuiltBuild {
  readonly name: string;
  /** Rebuilds of the same stage that come before it, at most, in a row. */
  readonly wave: number;
  /** True for those that were named. */
  readonly changed: boolean;
  /** True where something that was named is in the environment itself; else only something that is rebuilt for it. */
  readonly direct: boolean;
  /** The first thing in its environment that is rebuilt; absent for those that were named. */
  readonly because?: Pick<Edge, "name" | "askedBy" | "input" | "build">;
  readonly seconds?: number;
}

export interface StageImpact {
  readonly stage: string;
  readonly arch: Arch;
  /** Builds of the stage, rebuilt or not. */
  readonly of: number;
  /** By wave, then name. */
  readonly builds: readonly RebuiltBuild[];
}

export interface Impact {
  /** Stages that have rebuilds. */
  readonly stages: readonly StageImpact[];
  /** Names that nothing goes by. Sorted. */
  readonly unknown: readonly string[];
  /** Seconds of work in all rebuilds of known length, how many are of unknown length, and the longest chain of them. */
  readonly estimate: { readonly work: number; readonly unknown: number; readonly longest: number };
}

/**
 * What a change of these names rebuilds, at most: every build whose environment holds, directly or as a run-time
 * dependency, something that is rebuilt. (A build whose inputs come out unchanged is not done again; that is known only
 * when it happens.) The order of `names` does not matter.
 */
export function impactOf(request: ImpactRequest): Impact {
  const names = new Set(request.names);
  const found = new Set<string>();
  const finished = new Map<string, number>();
  const changed = new Set<string>();
  const stages = request.stages.flatMap((stage) => {
    const builds = rebuiltIn(stage, { request, names, found, changed, finished });
    const of = stage.builds.length + stage.unordered.length;
    return builds.length === 0 ? [] : [{ stage: stage.stage, arch: stage.arch, of, builds }];
  });
  const all = stages.flatMap(({ builds }) => builds);
  const known = all.flatMap(({ seconds }) => seconds ?? []);
  const estimate = {
    work: known.reduce((sum, seconds) => sum + seconds, 0),
    unknown: all.length - known.length,
    longest: Math.max(0, ...finished.values()),
  };
  return { stages, unknown: [...names].filter((name) => !found.has(name)).sort(), estimate };
}

interface Spread {
  readonly request: ImpactRequest;
  readonly names: ReadonlySet<string>;
  /** Those of `names` that something goes by. */
  readonly found: Set<string>;
  /** Builds that were named, by stage and arch. */
  readonly changed: Set<string>;
  /** Every rebuild so far: when it ends, were there a worker for each. */
  readonly finished: Map<string, number>;
}

function keyOf(stage: string, arch: Arch, name: string): string {
  return `${arch} ${stage} ${name}`;
}

function rebuiltIn(stage: SurveyedStage, spread: Spread): RebuiltBuild[] {
  const builds = [...stage.builds, ...stage.unordered].sort((a, b) => compareText(a.name, b.name));
  const numbers = new Map(builds.map(({ name }, index) => [name, index]));
  const arrows = builds.map(({ waitsFor }) => waitsFor.flatMap((name) => numbers.get(name) ?? []));
  const rebuilt = new Map<number, RebuiltBuild>();
  // Components come after all that they wait for; only in a cycle does one have to be looked at as a whole.
  for (const component of componentsOf(arrows, () => true)) {
    for (const one of rebuiltAmong(component, { builds, arrows, rebuilt, spread })) {
      rebuilt.set(numbers.get(one.name) ?? -1, one);
    }
  }
  return [...rebuilt.values()].sort((a, b) => a.wave - b.wave || compareText(a.name, b.name));
}

interface Progress {
  readonly builds: readonly PlannedBuild[];
  readonly arrows: readonly (readonly number[])[];
  readonly rebuilt: ReadonlyMap<number, RebuiltBuild>;
  readonly spread: Spread;
}

/** All of a component, when one of it is touched: in a cycle each needs all others. */
function rebuiltAmong(component: readonly number[], progress: Progress): RebuiltBuild[] {
  const { arrows, rebuilt, spread } = progress;
  const members = component.flatMap((index) => progress.builds[index] ?? []);
  const changed = new Set(members.filter((build) => isNamed(build, spread)));
  const causes = new Map(members.map((build) => [build, causeOf(build, spread)]));
  const touched = members.some((build) => changed.has(build) || causes.get(build) !== undefined);
  if (!touched) return [];
  const before = component.flatMap((index) => arrows[index] ?? []).flatMap((index) => rebuilt.get(index) ?? []);
  const wave = Math.max(-1, ...before.map((one) => one.wave)) + 1;
  for (const build of changed) spread.changed.add(keyOf(build.stage, build.arch, build.name));
  for (const build of members) finish(build, spread);
  return members.map((build) => {
    const because = changed.has(build) ? undefined : (causes.get(build) ?? causeOf(build, spread));
    const seconds = spread.request.secondsOf?.(build);
    return {
      name: build.name,
      wave,
      changed: changed.has(build),
      direct: linesOf(build).some((edge) => spread.changed.has(keyOf(edge.input, build.arch, edge.build ?? ""))),
      ...(because !== undefined && { because }),
      ...(seconds !== undefined && { seconds }),
    };
  });
}

/** The first edge to something that is rebuilt. */
function causeOf(waiting: PlannedBuild, { finished }: Spread): RebuiltBuild["because"] {
  const { arch } = waiting;
  const line = linesOf(waiting).find(
    ({ input, build }) => build !== undefined && finished.has(keyOf(input, arch, build)),
  );
  if (line === undefined) return undefined;
  const { name, askedBy, input, build } = line;
  return { name, input, ...(askedBy !== undefined && { askedBy }), ...(build !== undefined && { build }) };
}

function finish(build: PlannedBuild, { request, finished }: Spread): void {
  const { arch, stage, name } = build;
  const inputs = linesOf(build).map((edge) => finished.get(keyOf(edge.input, arch, edge.build ?? "")) ?? 0);
  const start = inputs.reduce((latest, end) => Math.max(latest, end), 0);
  finished.set(keyOf(stage, arch, name), start + (request.secondsOf?.(build) ?? 0));
}

/** Is it one of the names, or does it make a package that goes by one? Notes which. */
function isNamed({ name, recipe }: PlannedBuild, { names, found }: Spread): boolean {
  const own = new Set([name, ...recipe.packages.flatMap((output) => [output.name, ...providedNames(output.provides)])]);
  const hits = [...names].filter((wanted) => own.has(wanted));
  for (const hit of hits) found.add(hit);
  return hits.length > 0;
}

function providedNames(provides: readonly { readonly value: string }[]): string[] {
  return provides.flatMap(({ value }) => {
    try {
      return [parseProvision(value).name];
    } catch (error) {
      if (isFault(error)) return [];
      throw error;
    }
  });
}
