import { invert } from "./reach/invert.ts";
import { type Arrows, knotsOf } from "./reach/knots.ts";
import { sortedBy } from "./text.ts";

/** For every node the nodes that must come before it; every name mentioned is a key. Names stand for themselves. */
export type Precedence = ReadonlyMap<string, readonly string[]>;

/** For every node those that wait for it. */
function reversed(before: Precedence): Map<string, string[]> {
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

/** By number, in the order of the keys. */
function arrowsOf(before: Precedence): Arrows {
  const numbers = new Map([...before.keys()].map((name, number) => [name, number]));
  // Many nodes have the very same list.
  const known = new Map<readonly string[], readonly number[]>();
  return [...before.values()].map((firsts) => {
    const arrows = known.get(firsts) ?? numbersOf(firsts, numbers);
    known.set(firsts, arrows);
    return arrows;
  });
}

function numbersOf(names: readonly string[], numbers: ReadonlyMap<string, number>): number[] {
  const found: number[] = [];
  for (const name of names) {
    const number = numbers.get(name);
    if (number !== undefined) found.push(number);
  }
  return found;
}

export interface Levels {
  /** 0 where it waits for nothing, else one more than the highest of those; undefined in a cycle, and behind one. */
  readonly wave: number | undefined;
  /** The same the other way round: 0 where nothing waits for it, and where a cycle does. */
  readonly height: number;
}

export function levels(before: Precedence): Map<string, Levels> {
  const arrows = arrowsOf(before);
  const after = invert(arrows.length, arrows);
  const waves = levelsAlong(arrows, after);
  const heights = levelsAlong(after, arrows);
  const names = [...before.keys()];
  return new Map(names.map((name, number) => [name, { wave: waves[number], height: heights[number] ?? 0 }]));
}

/** Undefined for those that never get their turn. */
function levelsAlong(before: Arrows, after: Arrows): (number | undefined)[] {
  const open = Int32Array.from(before, ({ length }) => length);
  const highest = new Int32Array(before.length);
  const levels: (number | undefined)[] = before.map(() => undefined);
  const queue = [...before.keys()].filter((node) => open[node] === 0);
  for (const node of queue) {
    const level = highest[node] ?? 0;
    levels[node] = level;
    for (const next of after[node] ?? []) {
      highest[next] = Math.max(highest[next] ?? 0, level + 1);
      const left = (open[next] ?? 0) - 1;
      open[next] = left;
      if (left === 0) queue.push(next);
    }
  }
  return levels;
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
  return knotsOf(arrowsOf(before), () => true).map((knot) => new Set(knot.map((number) => names[number] ?? "")));
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
