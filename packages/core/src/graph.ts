import { knotsOf } from "./reach/knots.ts";
import { sortedBy } from "./text.ts";

/** For every node the nodes that must come before it; every name mentioned is a key. Names stand for themselves. */
export type Precedence = ReadonlyMap<string, readonly string[]>;

/** For every node those that wait for it. */
export function reversed(before: Precedence): Map<string, string[]> {
  const after = new Map<string, string[]>([...before.keys()].map((node) => [node, []]));
  for (const [node, firsts] of before) for (const first of firsts) after.get(first)?.push(node);
  return after;
}

/** All that must come before a node, directly or through others; itself only when it waits for itself. Sorted. */
export function closureOf(before: Precedence, node: string): string[] {
  const found = new Set<string>(before.get(node) ?? []);
  for (const one of found) for (const first of before.get(one) ?? []) found.add(first);
  return [...found].sort();
}

/**
 * 0 for nodes that wait for nothing, else one more than the highest of those before; nodes in or behind a cycle have none.
 * `after`: `before` the other way round, where it is known.
 */
export function waves(before: Precedence, after: Precedence = reversed(before)): Map<string, number> {
  const open = new Map([...before].map(([node, firsts]) => [node, firsts.length]));
  const levels = new Map<string, number>();
  const queue = [...before.keys()].filter((node) => open.get(node) === 0);
  for (const node of queue) {
    levels.set(node, levelAbove(before.get(node) ?? [], levels));
    for (const next of after.get(node) ?? []) {
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) queue.push(next);
    }
  }
  return levels;
}

function levelAbove(nodes: readonly string[], levels: ReadonlyMap<string, number>): number {
  let level = 0;
  for (const node of nodes) level = Math.max(level, (levels.get(node) ?? 0) + 1);
  return level;
}

/**
 * The shortest loop of every knot (strongly connected component with a loop), each starting at its smallest name by
 * code units. `[a, b]` stands for a → b → a: a waits for b.
 */
export function shortestLoops(before: Precedence): string[][] {
  const loops: string[][] = [];
  for (const knot of knots(before)) {
    const loop = shortestLoopIn(knot, before);
    if (loop !== undefined) loops.push(loop);
  }
  return sortedBy(loops, (loop) => loop.join(" "));
}

/** Strongly connected components that hold a loop. */
function knots(before: Precedence): Set<string>[] {
  const names = [...before.keys()];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const arrows = names.map((name) => (before.get(name) ?? []).flatMap((first) => numbers.get(first) ?? []));
  return knotsOf(arrows, () => true).map((knot) => new Set(knot.map((number) => names[number] ?? "")));
}

function shortestLoopIn(knot: ReadonlySet<string>, before: Precedence): string[] | undefined {
  const inside = new Map([...knot].sort().map((node) => [node, [...firstsIn(knot, before, node)].sort()]));
  let best: string[] | undefined;
  for (const start of crossings(inside)) {
    best = loopThrough(start, { inside, limit: best?.length ?? Number.POSITIVE_INFINITY }) ?? best;
    if (best?.length === 1) break;
  }
  return best === undefined ? undefined : fromSmallest(best);
}

function firstsIn(knot: ReadonlySet<string>, before: Precedence, node: string): Set<string> {
  return new Set((before.get(node) ?? []).filter((first) => knot.has(first)));
}

/** Every loop of a knot goes through one of these: nodes with more than one way in or out, or any one of a plain ring. */
function crossings(inside: Precedence): string[] {
  const after = reversed(inside);
  const nodes = [...inside.keys()];
  const crossing = nodes.filter((node) => (inside.get(node)?.length ?? 0) > 1 || (after.get(node)?.length ?? 0) > 1);
  return crossing.length > 0 ? crossing : nodes.slice(0, 1);
}

function fromSmallest(loop: readonly string[]): string[] {
  const [smallest = ""] = [...loop].sort();
  const index = loop.indexOf(smallest);
  return [...loop.slice(index), ...loop.slice(0, index)];
}

interface Search {
  /** The knot alone, lists sorted. */
  readonly inside: Precedence;
  /** Only loops of fewer nodes are of interest. */
  readonly limit: number;
}

/** Breadth first from a node until it is met again. */
function loopThrough(start: string, { inside, limit }: Search): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[start, undefined]]);
  let layer = [start];
  for (let length = 1; layer.length > 0 && length < limit; length++) {
    const closing = layer.find((node) => inside.get(node)?.includes(start));
    if (closing !== undefined) return pathTo(closing, cameFrom);
    layer = layer.flatMap((node) => unmet(node, inside, cameFrom));
  }
  return undefined;
}

/** The nodes before this one that were not met yet, and are now. */
function unmet(node: string, inside: Precedence, cameFrom: Map<string, string | undefined>): string[] {
  const fresh = (inside.get(node) ?? []).filter((first) => !cameFrom.has(first));
  for (const first of fresh) cameFrom.set(first, node);
  return fresh;
}

function pathTo(node: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const path: string[] = [];
  for (let at: string | undefined = node; at !== undefined; at = cameFrom.get(at)) path.push(at);
  return path.reverse();
}
