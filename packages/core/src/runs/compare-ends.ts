import type { BuildLineage, LineageOutput } from "../lineage.ts";
import type { Arch } from "../package.ts";

/** A package of one of the runs, with the build that made it. */
export interface PackageSide<B extends BuildLineage = BuildLineage> {
  readonly build: B;
  readonly output: B["outputs"][number];
}

/** A package's name in one stage of two runs; absent on the side that did not make it. */
export interface PackagePair<B extends BuildLineage = BuildLineage> {
  readonly name: string;
  readonly first?: PackageSide<B>;
  readonly second?: PackageSide<B>;
  readonly isSame: boolean;
}

export interface StageBeside<B extends BuildLineage = BuildLineage> {
  /** Name; of the last stage that of the first run, should they have different ones. */
  readonly stage: string;
  /** In the first run's build order, then what only the second has. */
  readonly packages: readonly PackagePair<B>[];
}

export interface EndsBeside<B extends BuildLineage = BuildLineage> {
  readonly arch: Arch;
  /** In order; the last is what counts. Stages that only one of the runs has are left out. */
  readonly stages: readonly StageBeside<B>[];
  /** Of the last stage's packages that differ the one that has differed since the earliest stage; then in build order. */
  readonly firstDivergence?: PackagePair<B>;
}

/**
 * Two bootstraps' packages beside each other by content digest, stage by stage. Early stages may differ (another seed's
 * compiler makes other bits); that the last does not is what independence of the seed means.
 * Builds are given in build order, stage after stage.
 */
export function compareEnds<B extends BuildLineage>(
  arch: Arch,
  runs: { readonly first: readonly B[]; readonly second: readonly B[] },
): EndsBeside<B> {
  const first = byStage(runs.first);
  const second = byStage(runs.second);
  const [lastFirst, lastSecond] = [[...first.keys()].at(-1), [...second.keys()].at(-1)];
  const stages = [...first].flatMap(([stage, builds]): StageBeside<B>[] => {
    const others = stage === lastFirst ? second.get(lastSecond ?? "") : second.get(stage);
    return others === undefined ? [] : [{ stage, packages: pairs(builds, others) }];
  });
  const divergence = firstOf({ arch, stages });
  return { arch, stages, ...(divergence === undefined ? {} : { firstDivergence: divergence }) };
}

/** What differs since an early stage may be why something else differs since a later one; hardly the other way round. */
function firstOf<B extends BuildLineage>(ends: EndsBeside<B>): PackagePair<B> | undefined {
  const order = ends.stages.map(({ stage }) => stage);
  const differing = (ends.stages.at(-1)?.packages ?? []).filter(({ isSame }) => !isSame);
  const since = ({ name }: PackagePair<B>) => order.indexOf(divergedSince(ends, name) ?? "");
  return differing.sort((a, b) => since(a) - since(b)).at(0);
}

/**
 * The stage from which on a package differs in each: where the difference began that is there in the end. Undefined when it
 * is the same in the last stage.
 */
export function divergedSince(ends: EndsBeside, name: string): string | undefined {
  let since: string | undefined;
  for (const { stage, packages } of ends.stages) {
    const pair = packages.find((each) => each.name === name);
    if (pair === undefined) continue;
    since = pair.isSame ? undefined : (since ?? stage);
  }
  return since;
}

function byStage<B extends BuildLineage>(builds: readonly B[]): Map<string, B[]> {
  const stages = new Map<string, B[]>();
  for (const build of builds) {
    const known = stages.get(build.stage);
    if (known === undefined) stages.set(build.stage, [build]);
    else known.push(build);
  }
  return stages;
}

function pairs<B extends BuildLineage>(first: readonly B[], second: readonly B[]): PackagePair<B>[] {
  const mine = sides(first);
  const theirs = sides(second);
  const names = new Set([...mine.keys(), ...theirs.keys()]);
  return [...names].map((name) => {
    const [one, other] = [mine.get(name), theirs.get(name)];
    return {
      name,
      ...(one === undefined ? {} : { first: one }),
      ...(other === undefined ? {} : { second: other }),
      isSame: sameContent(one?.output, other?.output),
    };
  });
}

function sides<B extends BuildLineage>(builds: readonly B[]): Map<string, PackageSide<B>> {
  return new Map(
    builds.flatMap((build) => build.outputs.map((output) => [output.record.name, { build, output }] as const)),
  );
}

function sameContent(a: LineageOutput | undefined, b: LineageOutput | undefined): boolean {
  return a !== undefined && a.contentDigest === b?.contentDigest;
}
