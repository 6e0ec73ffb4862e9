import { isSeedInput } from "../blueprint.ts";
import type { Digest } from "../digest.ts";
import type { InputName } from "../package.ts";
import { compareText } from "../text.ts";

/** What a build took something as. */
export type UseRole = "environment" | "source" | "definition" | "file";

/** One thing that a build used, by digest. */
export interface BuildUse {
  readonly buildId: string;
  /** Of the build that used it. */
  readonly stage: string;
  /** Main package's name of that build. */
  readonly build: string;
  readonly role: UseRole;
  /** Package name, URI or path. */
  readonly name: string;
  readonly version?: string;
  /** Of the bytes as stored. */
  readonly digest: Digest;
  /** The next three are of packages alone. */
  readonly contentDigest?: Digest;
  readonly input?: InputName;
  /** The build that put the package out; absent for a seed's. */
  readonly madeBy?: string;
}

/** Something that a package goes back to, whichever build used it. */
export type ClosurePart = Omit<BuildUse, "buildId" | "stage" | "build">;

export interface PathStep extends BuildUse {
  /** 0: used by the build that is asked about, or one of its stage that it goes back to; one more per stage behind. */
  readonly generation: number;
}

/** From the build that is asked about to what was looked for, build by build; never empty. */
export type LineagePath = readonly PathStep[];

/** A build that was reached, and how. */
interface Reached {
  readonly buildId: string;
  readonly stage: string;
  readonly path: readonly PathStep[];
}

/**
 * Looks for the nearest thing of some kind in what a build goes back to: nearest in generations (a generation ends where a
 * build takes from another stage than its own), then in builds; of several equally near ones the first in code-unit order
 * of names and digests. Breadth first and asked step by step, so that a caller with a database reads no more than it
 * needs: while `open` names builds, `take` everything that these used.
 */
export class LineageSearch {
  readonly #wanted: (use: BuildUse) => boolean;
  readonly #met = new Set<string>();
  #layer: Reached[];
  #next: Reached[] = [];
  #generation = 0;
  #found: LineagePath | undefined;

  constructor(start: { readonly buildId: string; readonly stage: string }, wanted: (use: BuildUse) => boolean) {
    this.#wanted = wanted;
    this.#met.add(start.buildId);
    this.#layer = [{ ...start, path: [] }];
  }

  /** Builds whose uses are needed now; empty when the search is over. */
  get open(): readonly string[] {
    return this.#layer.map(({ buildId }) => buildId);
  }

  get found(): LineagePath | undefined {
    return this.#found;
  }

  /** How many builds were looked at or are to be. */
  get reached(): number {
    return this.#met.size;
  }

  /** Everything that the open builds used, in any order. */
  take(uses: readonly BuildUse[]): void {
    const byBuild = grouped([...uses].sort(inOrder));
    const layer = this.#layer;
    const same: Reached[] = [];
    this.#layer = [];
    for (const reached of layer) {
      for (const use of byBuild.get(reached.buildId) ?? []) this.#look(reached, use, same);
      if (this.#found !== undefined) return;
    }
    if (same.length > 0) this.#layer = same;
    else this.#nextGeneration();
  }

  #look({ path }: Reached, use: BuildUse, same: Reached[]): void {
    if (this.#found !== undefined) return;
    const longer = [...path, { ...use, generation: this.#generation }];
    if (this.#wanted(use)) this.#found = longer;
    else if (use.madeBy === undefined || use.input === undefined || this.#met.has(use.madeBy)) return;
    else if (use.input === use.stage) this.#enter({ buildId: use.madeBy, stage: use.input, path: longer }, same);
    else this.#next.push({ buildId: use.madeBy, stage: use.input, path: longer });
  }

  #enter(reached: Reached, layer: Reached[]): void {
    if (this.#met.has(reached.buildId)) return;
    this.#met.add(reached.buildId);
    layer.push(reached);
  }

  #nextGeneration(): void {
    this.#generation += 1;
    const layer: Reached[] = [];
    for (const reached of this.#next) this.#enter(reached, layer);
    this.#next = [];
    this.#layer = layer;
  }
}

function grouped(uses: readonly BuildUse[]): ReadonlyMap<string, readonly BuildUse[]> {
  const groups = new Map<string, BuildUse[]>();
  for (const use of uses) {
    const group = groups.get(use.buildId);
    if (group === undefined) groups.set(use.buildId, [use]);
    else group.push(use);
  }
  return groups;
}

function inOrder(a: BuildUse, b: BuildUse): number {
  return (
    compareText(a.role, b.role) ||
    compareText(a.name, b.name) ||
    compareText(a.input ?? "", b.input ?? "") ||
    compareText(a.digest, b.digest)
  );
}

/** What `--on` may name: `seed` (any), a seed by name, a package, a source's URI (or its last part), or a digest. */
export function usesWanted(on: string): (use: BuildUse) => boolean {
  if (on === "seed") return ({ input }) => input !== undefined && isSeedInput(input);
  if (isSeedInput(on)) return ({ input }) => input === on;
  return (use) =>
    use.input === `seed:${on}` ||
    use.name === on ||
    (use.role === "source" && use.name.split("/").at(-1) === on) ||
    use.digest === on ||
    use.contentDigest === on;
}

/** The search over uses that are all at hand; what other builds used is passed over. */
export function searchUses(
  start: { readonly buildId: string; readonly stage: string },
  on: string,
  uses: readonly BuildUse[],
): LineageSearch {
  const search = new LineageSearch(start, usesWanted(on));
  const byBuild = grouped(uses);
  while (search.open.length > 0) search.take(search.open.flatMap((id) => byBuild.get(id) ?? []));
  return search;
}
