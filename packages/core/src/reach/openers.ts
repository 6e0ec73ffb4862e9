import type { Availability } from "./availability.ts";
import { packagesBehind } from "./behind.ts";
import type { Blockage } from "./blocked.ts";
import { type Arrows, knotsOf } from "./knots.ts";
import type { World } from "./world.ts";

/** A definition to be given, as a seed or a bootstrap variant would. */
export interface Opening {
  readonly definition: number;
  /** Definitions that its packages need at run time and that would have to be given with it; in ascending order. */
  readonly brings: readonly number[];
  /** Other definitions that can be built once it is given, and all before it in the list. */
  readonly opens: number;
}

export interface OpeningProblem {
  readonly world: World;
  /** As the waves left it. */
  readonly availability: Availability;
  readonly blockage: Blockage;
  /** Definitions that are not reached but could be, were it not for cycles. */
  readonly blocked: readonly number[];
}

/** Members of a knot whose removal is tried out in full. */
const SHORTLIST = 24;

/**
 * A small set of definitions that, were they given, would let all others in `blocked` be built; none of them can be left
 * out. The smallest such set is a minimum feedback vertex set, which nobody finds in reasonable time (Karp 1972). So, knot
 * by knot, those that others wait for first: the member is given, with what its packages need at run time, whose absence
 * leaves the smallest knots; the rest is built as far as it goes; until nothing is left. What turned out to be unnecessary
 * is taken out again, one by one. The result is in the order of choice. Ties go by name.
 */
export function findOpeners(problem: OpeningProblem): Opening[] {
  return new Search(problem).run();
}

class Search {
  readonly #problem: OpeningProblem;
  readonly #targets: ReadonlySet<number>;
  readonly #bundles = new Map<number, readonly number[]>();
  /** By package: 1 for those that are made available when something is given. */
  #relevant: Uint8Array;

  constructor(problem: OpeningProblem) {
    this.#problem = problem;
    this.#targets = new Set(problem.blocked);
    this.#relevant = new Uint8Array(problem.world.candidates.length).fill(1);
  }

  run(): Opening[] {
    const { availability, world } = this.#problem;
    const start = availability.mark();
    const arrows = this.#arrowsOf(this.#targets);
    const all = this.#relevant;
    // Most definitions only wait for what is in knots: while those are searched, they need not be built.
    this.#relevant = packagesBehind(world, knotsOf(arrows, (node) => this.#targets.has(node)).flat());
    const needed = this.#needed(arrows, start);
    this.#relevant = all;
    return this.#measured(needed);
  }

  #needed(arrows: Arrows, start: number): (readonly number[])[] {
    const { availability } = this.#problem;
    const chosen = this.#choose(arrows);
    availability.rollback(start);
    const heads = this.#withoutSpare(chosen, (kept) => kept.flatMap((head) => [head, ...this.#bundleOf(head)]));
    // Those that bring most come last: trying them one by one is then quick, as all the rest is built already.
    const bySize = [...heads].sort((a, b) => this.#bundleOf(a).length - this.#bundleOf(b).length || a - b);
    const all = [...new Set(bySize.flatMap((head) => [head, ...this.#bundleOf(head)]))];
    return this.#grouped(heads, new Set(this.#withoutSpare(all, (kept) => kept)));
  }

  /** Gives the packages of definitions and builds on from there; how many others could be built. */
  #give(definitions: readonly number[]): number {
    const { availability } = this.#problem;
    const shut = definitions.filter((index) => !availability.isOpen(index));
    let opened = 0;
    let ready = availability.provide(this.#outputsOf(definitions));
    while (ready.length > 0) {
      opened += ready.length;
      ready = availability.provide(this.#outputsOf(ready));
    }
    return opened - shut.filter((index) => availability.isOpen(index)).length;
  }

  #outputsOf(definitions: readonly number[]): number[] {
    const outputs: number[] = [];
    for (const index of definitions) {
      for (const output of this.#problem.world.definitions[index]?.outputs ?? []) {
        if (this.#relevant[output] === 1) outputs.push(output);
      }
    }
    return outputs;
  }

  /** Definitions that must be given with one, or its packages could not be installed. */
  #bundleOf(definition: number): readonly number[] {
    const known = this.#bundles.get(definition);
    if (known !== undefined) return known;
    const bundle = this.#problem.blockage.closureOf(definition);
    this.#bundles.set(definition, bundle);
    return bundle;
  }

  #choose(arrows: Arrows): number[] {
    const { availability } = this.#problem;
    const chosen: number[] = [];
    for (const component of knotsOf(arrows, (node) => this.#targets.has(node))) {
      let left = component.filter((member) => !availability.isOpen(member));
      for (let next = this.#nextIn(left); next !== undefined; next = this.#nextIn(left)) {
        chosen.push(next);
        this.#bundles.delete(next);
        const given = [next, ...this.#bundleOf(next)];
        this.#give(given);
        left = left.filter((member) => !given.includes(member) && !availability.isOpen(member));
      }
    }
    return chosen;
  }

  /** The member of the first remaining knot that should be given; undefined when there is none, and all only wait. */
  #nextIn(members: readonly number[]): number | undefined {
    const arrows = localArrows(members, (member) => this.#problem.blockage.waitsFor(member));
    const [positions] = knotsOf(arrows, () => true);
    if (positions === undefined) return undefined;
    const knot = positions.map((position) => members[position] ?? -1);
    const local = localArrows(positions, (position) => arrows[position] ?? []);
    const scored = shortlist(local).map((at) => {
      const member = knot[at] ?? -1;
      const gone = new Set([member, ...this.#problem.blockage.closureOf(member)]);
      const knots = knotsOf(local, (node) => !gone.has(knot[node] ?? -1));
      const tied = knots.reduce((sum, { length }) => sum + length, 0);
      return { member, tied, score: tied + gone.size };
    });
    return scored.sort((a, b) => a.score - b.score || a.tied - b.tied || a.member - b.member)[0]?.member;
  }

  #arrowsOf(members: Iterable<number>): Arrows {
    const none: readonly number[] = [];
    const arrows = this.#problem.world.definitions.map(() => none);
    for (const member of members) arrows[member] = this.#problem.blockage.waitsFor(member);
    return arrows;
  }

  /**
   * Leaves out what the others make unnecessary: their own builds then come about. What everything outside of a half opens is
   * found once for the half.
   */
  #withoutSpare(chosen: readonly number[], given: (kept: readonly number[]) => readonly number[]): readonly number[] {
    const { availability } = this.#problem;
    if (given(chosen).every((one) => availability.isOpen(one))) return [];
    if (chosen.length === 1) return chosen;
    const middle = chosen.length >> 1;
    const start = availability.mark();
    this.#give(given(chosen.slice(0, middle)));
    const later = this.#withoutSpare(chosen.slice(middle), given);
    availability.rollback(start);
    this.#give(given(later));
    const earlier = this.#withoutSpare(chosen.slice(0, middle), given);
    availability.rollback(start);
    return [...earlier, ...later];
  }

  /** Every needed definition once: those that a head brings beside it, the others on their own. */
  #grouped(heads: readonly number[], needed: ReadonlySet<number>): (readonly number[])[] {
    const left = new Set(needed);
    const groups: number[][] = [];
    for (const head of [...heads, ...needed]) {
      if (!left.has(head)) continue;
      const brings = this.#bundleOf(head).filter((one) => left.has(one) && one !== head);
      for (const one of [head, ...brings]) left.delete(one);
      groups.push([head, ...brings]);
    }
    return groups;
  }

  /** At each place the group that opens most; ties in the order of choice. */
  #measured(groups: readonly (readonly number[])[]): Opening[] {
    const { availability } = this.#problem;
    const start = availability.mark();
    const openings: Opening[] = [];
    const left = new Set(groups);
    for (let best = this.#mostOpening(left); best !== undefined; best = this.#mostOpening(left)) {
      const [definition = -1, ...brings] = best;
      left.delete(best);
      openings.push({ definition, brings, opens: this.#give(best) });
    }
    availability.rollback(start);
    return openings;
  }

  #mostOpening(groups: Iterable<readonly number[]>): readonly number[] | undefined {
    const { availability } = this.#problem;
    let best: { readonly group: readonly number[]; readonly opens: number } | undefined;
    for (const group of groups) {
      const mark = availability.mark();
      const opens = this.#give(group);
      availability.rollback(mark);
      if (best === undefined || opens > best.opens) best = { group, opens };
    }
    return best?.group;
  }
}

/** The arrows among some nodes, by position in the list of them. */
function localArrows(nodes: readonly number[], arrowsFrom: (node: number) => readonly number[]): Arrows {
  const positions = new Map(nodes.map((node, index) => [node, index]));
  return nodes.map((node) => {
    const local: number[] = [];
    for (const target of arrowsFrom(node)) {
      const position = positions.get(target);
      if (position !== undefined) local.push(position);
    }
    return local;
  });
}

/** Nodes that most arrows go in and out of, in ascending order. */
function shortlist(arrows: Arrows): number[] {
  const weights = new Float64Array(arrows.length);
  for (const targets of arrows) for (const target of targets) weights[target] = (weights[target] ?? 0) + 1;
  for (const [node, targets] of arrows.entries()) weights[node] = (weights[node] ?? 0) * targets.length;
  const ranked = [...arrows.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  return ranked.slice(0, SHORTLIST).sort((a, b) => a - b);
}
