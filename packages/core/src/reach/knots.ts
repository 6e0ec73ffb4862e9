/** The nodes that each node points to; nodes are 0 … length - 1. */
export type Arrows = readonly (readonly number[])[];

interface Visit {
  readonly node: number;
  next: number;
}

/**
 * Strongly connected components (Tarjan 1972, with lists for stacks: a chain may be as long as a distribution), restricted
 * to nodes that `within` allows. A component comes after all that it points to; members are in ascending order.
 */
export function componentsOf(arrows: Arrows, within: (node: number) => boolean): number[][] {
  const walk = new Walk(arrows, within);
  for (const node of arrows.keys()) if (within(node)) walk.from(node);
  return walk.components;
}

/** Components that hold a loop: more than one node, or one that points to itself. */
export function knotsOf(arrows: Arrows, within: (node: number) => boolean): number[][] {
  return componentsOf(arrows, within).filter(
    ([first = -1, ...others]) => others.length > 0 || arrows[first]?.includes(first) === true,
  );
}

class Walk {
  readonly components: number[][] = [];
  readonly #arrows: Arrows;
  readonly #within: (node: number) => boolean;
  /** Order of discovery, from 1. */
  readonly #index: Int32Array;
  readonly #low: Int32Array;
  readonly #open: Uint8Array;
  readonly #members: number[] = [];
  readonly #visits: Visit[] = [];
  #found = 0;

  constructor(arrows: Arrows, within: (node: number) => boolean) {
    this.#arrows = arrows;
    this.#within = within;
    this.#index = new Int32Array(arrows.length);
    this.#low = new Int32Array(arrows.length);
    this.#open = new Uint8Array(arrows.length);
  }

  from(start: number): void {
    if (this.#index[start] !== 0) return;
    this.#enter(start);
    for (let visit = this.#visits.at(-1); visit !== undefined; visit = this.#visits.at(-1)) this.#step(visit);
  }

  #enter(node: number): void {
    this.#found += 1;
    this.#index[node] = this.#found;
    this.#low[node] = this.#found;
    this.#open[node] = 1;
    this.#members.push(node);
    this.#visits.push({ node, next: 0 });
  }

  #step(visit: Visit): void {
    const target = this.#arrows[visit.node]?.[visit.next];
    if (target === undefined) {
      this.#leave(visit.node);
      return;
    }
    visit.next += 1;
    if (!this.#within(target)) return;
    if (this.#index[target] === 0) this.#enter(target);
    else if (this.#open[target] === 1) this.#lower(visit.node, this.#index[target] ?? 0);
  }

  #lower(node: number, to: number): void {
    this.#low[node] = Math.min(this.#low[node] ?? 0, to);
  }

  #leave(node: number): void {
    this.#visits.pop();
    const parent = this.#visits.at(-1);
    if (parent !== undefined) this.#lower(parent.node, this.#low[node] ?? 0);
    if (this.#low[node] !== this.#index[node]) return;
    const component = this.#members.splice(this.#members.lastIndexOf(node));
    for (const member of component) this.#open[member] = 0;
    this.components.push(component.sort((a, b) => a - b));
  }
}

/** The shortest loop of a component; empty when there is none. */
export function shortestLoop(component: readonly number[], arrows: Arrows): number[] {
  const members = new Set(component);
  let best: number[] = [];
  for (const start of crossings(component, { arrows, members })) {
    const limit = best.length === 0 ? component.length : best.length - 1;
    const loop = loopFrom(start, { arrows, members, limit });
    if (loop !== undefined) best = loop;
    if (best.length === 1) break;
  }
  return best;
}

/** Every loop goes through one of these: nodes with more than one way out, or any one of a plain ring. */
function crossings(component: readonly number[], { arrows, members }: Omit<Search, "limit">): readonly number[] {
  const waysOut = (node: number) => (arrows[node] ?? []).filter((target) => members.has(target)).length;
  const crossing = component.filter((node) => waysOut(node) > 1);
  return crossing.length > 0 ? crossing : component.slice(0, 1);
}

interface Search {
  readonly arrows: Arrows;
  readonly members: ReadonlySet<number>;
  /** Longer loops are of no interest. */
  readonly limit: number;
}

/** Breadth first from a node until it is met again. */
function loopFrom(start: number, { arrows, members, limit }: Search): number[] | undefined {
  const cameFrom = new Map<number, number | undefined>([[start, undefined]]);
  let layer = [start];
  for (let length = 1; length <= limit && layer.length > 0; length++) {
    const closing = layer.find((node) => arrows[node]?.includes(start));
    if (closing !== undefined) return pathTo(closing, cameFrom);
    layer = layer.flatMap((node) => fresh(node, arrows[node] ?? [], { cameFrom, members }));
  }
  return undefined;
}

function fresh(
  node: number,
  targets: readonly number[],
  { cameFrom, members }: { readonly cameFrom: Map<number, number | undefined>; readonly members: ReadonlySet<number> },
): number[] {
  const found = targets.filter((target) => members.has(target) && !cameFrom.has(target));
  for (const target of found) cameFrom.set(target, node);
  return found;
}

function pathTo(node: number, cameFrom: ReadonlyMap<number, number | undefined>): number[] {
  const path: number[] = [];
  for (let at: number | undefined = node; at !== undefined; at = cameFrom.get(at)) path.push(at);
  return path.reverse();
}
