/** The nodes that each node points to; nodes are 0 … length - 1. */
export type Arrows = readonly (readonly number[])[];

/**
 * Strongly connected components (Tarjan 1972, with lists for stacks: a chain may be as long as a distribution), restricted
 * to nodes that `within` allows. A component comes after all that it points to; members are in ascending order.
 */
export function componentsOf(arrows: Arrows, within: (node: number) => boolean): number[][] {
  const walk = new Walk(arrows, within);
  for (const node of arrows.keys()) walk.from(node);
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
  /** 1 for nodes that may be met. */
  readonly #within: Uint8Array;
  /** Order of discovery, from 1. */
  readonly #index: Int32Array;
  readonly #low: Int32Array;
  readonly #open: Uint8Array;
  readonly #members: number[] = [];
  /** The way from the start to where the walk is, and how many arrows of each node on it were followed. */
  readonly #path: number[] = [];
  readonly #followed: Int32Array;
  #found = 0;

  constructor(arrows: Arrows, within: (node: number) => boolean) {
    this.#arrows = arrows;
    this.#within = new Uint8Array(arrows.length);
    for (const node of arrows.keys()) this.#within[node] = within(node) ? 1 : 0;
    this.#index = new Int32Array(arrows.length);
    this.#low = new Int32Array(arrows.length);
    this.#open = new Uint8Array(arrows.length);
    this.#followed = new Int32Array(arrows.length);
  }

  from(start: number): void {
    if (this.#within[start] === 0 || this.#index[start] !== 0) return;
    this.#enter(start);
    for (let node = this.#path.at(-1); node !== undefined; node = this.#path.at(-1)) this.#step(node);
  }

  #enter(node: number): void {
    this.#found += 1;
    this.#index[node] = this.#found;
    this.#low[node] = this.#found;
    this.#open[node] = 1;
    this.#members.push(node);
    this.#path.push(node);
  }

  /** Follows arrows up to one that leads to a node not met yet; leaves the node after the last. */
  #step(node: number): void {
    const targets = this.#arrows[node] ?? [];
    let next = this.#followed[node] ?? 0;
    while (next < targets.length && !this.#isNew(targets[next] ?? -1, node)) next++;
    this.#followed[node] = next + 1;
    const fresh = targets[next];
    if (fresh === undefined) this.#leave(node);
    else this.#enter(fresh);
  }

  /** Not met yet? One that was met, and is open, has the node that points to it in its component. */
  #isNew(target: number, from: number): boolean {
    if (this.#within[target] !== 1) return false;
    if (this.#index[target] === 0) return true;
    if (this.#open[target] === 1) this.#lower(from, this.#index[target] ?? 0);
    return false;
  }

  #lower(node: number, to: number): void {
    if (to < (this.#low[node] ?? 0)) this.#low[node] = to;
  }

  #leave(node: number): void {
    this.#path.pop();
    const parent = this.#path.at(-1);
    if (parent !== undefined) this.#lower(parent, this.#low[node] ?? 0);
    if (this.#low[node] !== this.#index[node]) return;
    const component: number[] = [];
    for (let member = -1; member !== node; ) {
      member = this.#members.pop() ?? node;
      this.#open[member] = 0;
      component.push(member);
    }
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
