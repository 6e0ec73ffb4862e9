import type { InputName } from "./package.ts";
import type { PlannedBuild, SurveyedStage } from "./plan.ts";
import { compareText, sortedBy } from "./text.ts";

/** A stage of a plan in numbers. */
export interface StageSummary {
  readonly builds: number;
  /** Packages of all builds. */
  readonly packages: number;
  readonly waves: number;
  /** Pairs of own-stage builds of which one waits for the other. */
  readonly edges: number;
  /** Builds that wait for none of their stage. */
  readonly roots: number;
  /** A longest chain of builds, first one first; of several the first by code units. */
  readonly longest: readonly string[];
  /** Input → names that are taken on trust from it, in code-unit order. */
  readonly assumed: ReadonlyMap<InputName, readonly string[]>;
}

export function summarizeStage({ builds, unordered }: SurveyedStage): StageSummary {
  const all = [...builds, ...unordered];
  return {
    builds: all.length,
    packages: sum(all, ({ recipe }) => recipe.packages.length),
    waves: Math.max(0, ...builds.map(({ wave }) => wave + 1)),
    edges: sum(all, ({ waitsFor }) => waitsFor.length),
    roots: all.filter(({ waitsFor }) => waitsFor.length === 0).length,
    longest: longestChain(builds),
    assumed: assumedNames(all),
  };
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}

/** From the last wave down, each time to a build of the wave before. */
function longestChain(builds: readonly PlannedBuild[]): string[] {
  const byName = new Map(builds.map((build) => [build.name, build]));
  const chain: string[] = [];
  const last = Math.max(-1, ...builds.map(({ wave }) => wave));
  let at = firstByName(builds.filter(({ wave }) => wave === last));
  while (at !== undefined) {
    chain.push(at.name);
    const before = at.wave - 1;
    const firsts = at.waitsFor.flatMap((name) => byName.get(name) ?? []);
    at = firstByName(firsts.filter(({ wave }) => wave === before));
  }
  return chain.reverse();
}

function firstByName(builds: readonly PlannedBuild[]): PlannedBuild | undefined {
  return sortedBy(builds, ({ name }) => name)[0];
}

function assumedNames(builds: readonly PlannedBuild[]): Map<InputName, string[]> {
  const byInput = new Map<InputName, Set<string>>();
  for (const { input, name, assumed } of builds.flatMap(({ edges }) => edges)) {
    if (assumed) byInput.set(input, (byInput.get(input) ?? new Set()).add(name));
  }
  return new Map([...byInput].map(([input, names]) => [input, [...names].sort()]));
}

/** What the plans of several arches have in common. */
export interface SharedBuilds {
  /** Builds by stage and name, whatever their arch. */
  readonly builds: number;
  /** Of these: in every arch, with the same scripts, sources and environment to the letter. */
  readonly sameRecipe: number;
  /** Of these: in every arch, with the same edges. */
  readonly sameEdges: number;
  /** `STAGE/NAME` of those that not every arch has, or that take other things elsewhere; in code-unit order. */
  readonly differing: readonly string[];
}

export function sharedBuilds(stages: readonly SurveyedStage[]): SharedBuilds {
  const arches = new Set(stages.map(({ arch }) => arch)).size;
  const groups = new Map<string, PlannedBuild[]>();
  for (const build of stages.flatMap(({ builds, unordered }) => [...builds, ...unordered])) {
    const key = `${build.stage}/${build.name}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [build]);
    else known.push(build);
  }
  const everywhere = [...groups.values()].filter((group) => group.length === arches);
  const sameEdges = everywhere.filter((group) => allSame(group, edgeText));
  const shared = new Set(sameEdges.map(([build]) => `${build?.stage}/${build?.name}`));
  return {
    builds: groups.size,
    sameRecipe: everywhere.filter((group) => allSame(group, recipeText)).length,
    sameEdges: sameEdges.length,
    differing: [...groups.keys()].filter((key) => !shared.has(key)).sort(compareText),
  };
}

function allSame(builds: readonly PlannedBuild[], text: (build: PlannedBuild) => string): boolean {
  return builds.length === 1 || new Set(builds.map(text)).size === 1;
}

function edgeText({ edges }: PlannedBuild): string {
  return edges.map(({ name, askedBy, input, build }) => [name, askedBy, input, build].join(" ")).join("\n");
}

/** Only compared with others that the same code made, so the order of its keys is that of theirs. */
function recipeText({ recipe }: PlannedBuild): string {
  return JSON.stringify({ ...recipe, arch: "" });
}
