import { compareText } from "../text.ts";
import type { Blockage } from "./blocked.ts";
import { type Arrows, componentsOf, shortestLoop } from "./knots.ts";

/** Definitions each of which needs, directly or through others, all the others (a strongly connected set). */
export interface Knot {
  /** Sorted. */
  readonly members: readonly string[];
  /** The shortest loop in it: each needs the next, the last needs the first. */
  readonly loop: readonly string[];
  /** Other knots that it waits for, as positions in the same list. */
  readonly after: readonly number[];
}

interface Blocked {
  readonly blockage: Blockage;
  readonly blocked: readonly number[];
}

/** The knots among blocked definitions, largest first, then by name. `names` by number. */
export function findKnots(names: readonly string[], { blockage, blocked }: Blocked): Knot[] {
  const within = new Set(blocked);
  const none: readonly number[] = [];
  const arrows: (readonly number[])[] = names.map(() => none);
  for (const definition of blocked) arrows[definition] = blockage.waitsFor(definition);
  const components = componentsOf(arrows, (node) => within.has(node));
  const knots = components.filter((component) => isKnot(component, arrows));
  const nameOf = (node: number) => names[node] ?? "";
  knots.sort((a, b) => b.length - a.length || compareText(nameOf(a[0] ?? 0), nameOf(b[0] ?? 0)));
  const behind = knotsBehind({ components, knots, arrows });
  return knots.map((knot, index) => ({
    members: knot.map(nameOf),
    loop: fromSmallest(shortestLoop(knot, arrows).map(nameOf)),
    after: [...(behind[index] ?? [])].sort((a, b) => a - b),
  }));
}

function isKnot(component: readonly number[], arrows: Arrows): boolean {
  const [first = -1] = component;
  return component.length > 1 || arrows[first]?.includes(first) === true;
}

function fromSmallest(loop: readonly string[]): string[] {
  const [smallest = ""] = [...loop].sort();
  const index = loop.indexOf(smallest);
  return [...loop.slice(index), ...loop.slice(0, index)];
}

interface Order {
  /** Each after all that it points to. */
  readonly components: readonly (readonly number[])[];
  readonly knots: readonly (readonly number[])[];
  readonly arrows: Arrows;
}

/** For every knot the nearest knots that it waits for, straight or through definitions that are in none. */
function knotsBehind({ components, knots, arrows }: Order): ReadonlySet<number>[] {
  const knotAt = new Map(knots.flatMap((knot, index) => knot.map((node) => [node, index] as const)));
  const leadsTo = new Map<number, ReadonlySet<number>>();
  const nearest = (target: number): Iterable<number> => {
    const knot = knotAt.get(target);
    return knot === undefined ? (leadsTo.get(target) ?? []) : [knot];
  };
  for (const component of components) {
    const found = new Set([...targetsOf(component, arrows)].flatMap((target) => [...nearest(target)]));
    const own = knotAt.get(component[0] ?? -1);
    if (own !== undefined) found.delete(own);
    for (const node of component) leadsTo.set(node, found);
  }
  return knots.map(([node = -1]) => leadsTo.get(node) ?? new Set());
}

/** Thousands point to the same few: each target once. */
function targetsOf(component: readonly number[], arrows: Arrows): Set<number> {
  const targets = new Set<number>();
  for (const node of component) for (const target of arrows[node] ?? []) targets.add(target);
  return targets;
}
