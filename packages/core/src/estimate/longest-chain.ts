export interface ChainLink {
  readonly id: string;
  readonly stage: string;
  /** Ids of own-stage builds that come first; what is not among the links holds nothing back. */
  readonly waitsFor: readonly string[];
  readonly seconds: number;
}

export interface LongestChain {
  /** From the first build to the last, stage after stage. */
  readonly ids: readonly string[];
  readonly seconds: number;
}

/**
 * The critical path of one arch: in each stage the chain of builds that takes longest, one stage after the other, since a
 * stage opens when the one before is complete. Of chains that are equally long the one that comes first in `links` counts.
 */
export function longestChain(stages: readonly string[], links: readonly ChainLink[]): LongestChain {
  const tails = tailsOf(links);
  const byStage = new Map<string, ChainLink[]>(stages.map((stage) => [stage, []]));
  for (const link of links) byStage.get(link.stage)?.push(link);
  const ids: string[] = [];
  let seconds = 0;
  for (const own of byStage.values()) {
    const start = longestOf(
      own.map(({ id }) => id),
      tails,
    );
    seconds += tails.get(start ?? "")?.seconds ?? 0;
    for (let at = start; at !== undefined; at = tails.get(at)?.next) ids.push(at);
  }
  return { ids, seconds };
}

export interface Tail {
  /** From the start of this build to the end of the longest chain behind it. */
  readonly seconds: number;
  /** The next build of that chain. */
  readonly next?: string;
}

/** For every build the longest chain that begins with it, within its stage. Builds in a cycle have none. */
export function tailsOf(links: readonly ChainLink[]): Map<string, Tail> {
  const byId = new Map(links.map((link) => [link.id, link]));
  const dependents = dependentsOf(links, byId);
  const tails = new Map<string, Tail>();
  for (const { id, seconds } of lastFirst(links, { byId, dependents })) {
    const next = longestOf(dependents.get(id) ?? [], tails);
    const behind = next === undefined ? 0 : (tails.get(next)?.seconds ?? 0);
    tails.set(id, { seconds: seconds + behind, ...(next === undefined ? {} : { next }) });
  }
  return tails;
}

interface Known {
  readonly byId: ReadonlyMap<string, ChainLink>;
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

/** From the ends backwards; a list, since a chain may be as long as a stage. */
function lastFirst(links: readonly ChainLink[], { byId, dependents }: Known): readonly ChainLink[] {
  const open = new Map([...dependents].map(([id, ids]) => [id, ids.length]));
  const queue = links.filter(({ id }) => open.get(id) === 0);
  for (const { waitsFor } of queue) {
    for (const first of new Set(waitsFor)) {
      const left = (open.get(first) ?? 0) - 1;
      open.set(first, left);
      const link = byId.get(first);
      if (left === 0 && link !== undefined) queue.push(link);
    }
  }
  return queue;
}

/** Who waits for a build, in the order of `links`. */
function dependentsOf(links: readonly ChainLink[], byId: ReadonlyMap<string, ChainLink>): Map<string, string[]> {
  const dependents = new Map<string, string[]>([...byId.keys()].map((id) => [id, []]));
  for (const { id, waitsFor } of links) for (const first of new Set(waitsFor)) dependents.get(first)?.push(id);
  return dependents;
}

function longestOf(ids: readonly string[], tails: ReadonlyMap<string, Tail>): string | undefined {
  let longest: string | undefined;
  for (const id of ids) {
    const seconds = tails.get(id)?.seconds;
    if (seconds === undefined) continue;
    if (longest === undefined || seconds > (tails.get(longest)?.seconds ?? 0)) longest = id;
  }
  return longest;
}
