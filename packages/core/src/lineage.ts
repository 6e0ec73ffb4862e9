import { isSeedInput } from "./blueprint.ts";
import type { Digest } from "./digest.ts";
import type { InputName, LockedPackage, PackageDigests, PackageRecord } from "./package.ts";
import { compareText, sortedBy } from "./text.ts";

/** A package that a build put out, as far as the lineage goes. */
export interface LineageOutput extends PackageDigests {
  readonly record: Pick<PackageRecord, "name" | "version">;
}

/** What is on record of one finished build of a run and arch. */
export interface BuildLineage {
  readonly buildId: string;
  readonly stage: string;
  /** Main package's name. */
  readonly name: string;
  /** The build key; evidence is about it. */
  readonly key?: Digest;
  readonly declaredInputs: readonly InputName[];
  readonly environment: readonly LockedPackage[];
  readonly outputs: readonly LineageOutput[];
}

/** The graph from packages back to what made them; built once for all builds of a run and arch. */
export class Lineage {
  readonly builds: readonly BuildLineage[];
  readonly #makers = new Map<string, BuildLineage[]>();

  /** The order of the builds is no matter. */
  constructor(builds: readonly BuildLineage[]) {
    this.builds = [...builds].sort(
      (a, b) => compareText(a.stage, b.stage) || compareText(a.name, b.name) || compareText(a.buildId, b.buildId),
    );
    for (const build of this.builds) for (const output of build.outputs) this.#addMaker(build, output.contentDigest);
  }

  #addMaker(build: BuildLineage, digest: Digest): void {
    const key = makerKey(build.stage, digest);
    this.#makers.set(key, [...(this.#makers.get(key) ?? []), build]);
  }

  /**
   * The builds of the stage named in the lock that put out these very contents. The stage counts: two stages may make
   * the same bits (that is what a fixed point is), and only one of them was used.
   */
  makersOf(locked: LockedPackage): readonly BuildLineage[] {
    return this.#makers.get(makerKey(locked.input, locked.contentDigest)) ?? [];
  }
}

function makerKey(stage: InputName, digest: Digest): string {
  return `${stage} ${digest}`;
}

/**
 * A build with everything that the first rungs look at: the builds of its own stage that it goes back to (itself first),
 * and the builds of other stages that made what these used, with those of their own stage that they go back to.
 */
export function twoGenerations(lineage: Lineage, build: BuildLineage): BuildLineage[] {
  const met = new Set<BuildLineage>([build]);
  const first = oneGeneration([{ build, through: [] }], lineage, met);
  const second = oneGeneration(first.older, lineage, met);
  return [...first.same, ...second.same].map((ancestor) => ancestor.build);
}

/** One seed package that had a part in making a package, and the shortest way it came. */
export interface SeedExposure {
  readonly name: string;
  readonly version: string;
  /** `seed:NAME`. */
  readonly input: InputName;
  readonly contentDigest: Digest;
  /** 0: in the lock of the package's own build; 1: in that of a build of the stage before; and so on. */
  readonly generations: number;
  /** Stages on the way, from the package's own to the one whose build saw the seed package. */
  readonly through: readonly string[];
  /** `stage/name` of a build that saw it that near; of several the first in code-unit order. */
  readonly build: string;
}

/**
 * Every seed package that the making of an output goes back to, over all generations: by nearness, then name. A
 * generation ends where a lock takes from another stage; builds of one stage that use each other are of one generation.
 */
export function seedExposure(lineage: Lineage, build: BuildLineage): SeedExposure[] {
  const found = new Map<Digest, SeedExposure>();
  const met = new Set<BuildLineage>([build]);
  let generation: Ancestor[] = [{ build, through: [build.stage] }];
  for (let generations = 0; generation.length > 0; generations++) {
    const { same, older } = oneGeneration(generation, lineage, met);
    for (const ancestor of same) collectSeeds(ancestor, generations, found);
    generation = older;
  }
  return [...found.values()].sort(
    (a, b) =>
      a.generations - b.generations ||
      compareText(a.name, b.name) ||
      compareText(a.version, b.version) ||
      compareText(a.contentDigest, b.contentDigest),
  );
}

interface Ancestor {
  readonly build: BuildLineage;
  readonly through: readonly string[];
}

/** Completes a generation with own-stage makers, and finds those that begin the next. Marks both as met. */
function oneGeneration(start: readonly Ancestor[], lineage: Lineage, met: Set<BuildLineage>) {
  const same = [...start];
  const older: Ancestor[] = [];
  for (const { build, through } of same) {
    for (const maker of makersOfLock(build, lineage)) {
      if (maker.stage !== build.stage) older.push({ build: maker, through: [...through, maker.stage] });
      else if (!met.has(maker)) {
        met.add(maker);
        same.push({ build: maker, through });
      }
    }
  }
  const next = firstOfEach(older).filter(({ build }) => !met.has(build));
  for (const { build } of next) met.add(build);
  return { same, older: next };
}

function firstOfEach(ancestors: readonly Ancestor[]): Ancestor[] {
  const sorted = sortedBy(ancestors, ({ build, through }) => `${build.stage}/${build.name} ${through.join("/")}`);
  const unique = new Map<BuildLineage, Ancestor>();
  for (const ancestor of sorted) if (!unique.has(ancestor.build)) unique.set(ancestor.build, ancestor);
  return [...unique.values()];
}

function makersOfLock(build: BuildLineage, lineage: Lineage): BuildLineage[] {
  return build.environment.flatMap((locked) => lineage.makersOf(locked));
}

function collectSeeds({ build, through }: Ancestor, generations: number, found: Map<Digest, SeedExposure>): void {
  const by = `${build.stage}/${build.name}`;
  for (const { name, version, input, contentDigest } of build.environment) {
    if (!isSeedInput(input)) continue;
    const known = found.get(contentDigest);
    const nearer = known === undefined || (known.generations === generations && by < known.build);
    if (nearer) found.set(contentDigest, { name, version, input, contentDigest, generations, through, build: by });
  }
}
