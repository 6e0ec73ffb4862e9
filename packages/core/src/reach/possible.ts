import { askersIn } from "./askers.ts";
import type { World } from "./world.ts";

/** 1 for each definition that could be built, and package that could be installed, if no cycle stood in the way. */
export interface Possible {
  readonly definitions: Uint8Array;
  readonly candidates: Uint8Array;
  /** For those that could not: the atom that nothing answers, -1 where there is none (unbuildable, or not built). */
  readonly definitionLacks: Int32Array;
  readonly candidateLacks: Int32Array;
}

/**
 * The greatest set of definitions and packages that need nothing but each other and what is given: all but those that,
 * directly or through others, need a name that nobody gives, or one of `unbuildable` (whose environment clashes).
 */
export function possibleIn(world: World, unbuildable: Iterable<number>): Possible {
  const pruning = new Pruning(world);
  pruning.run(unbuildable);
  return pruning.possible;
}

type Lists = readonly (readonly number[])[];

class Pruning {
  readonly possible: Possible;
  readonly #world: World;
  readonly #given: Lists;
  readonly #candidateAskers: Lists;
  readonly #definitionAskers: Lists;
  /** Definitions by number; packages behind them. */
  readonly #queue: number[];

  constructor(world: World) {
    const { definitions, candidates } = world;
    this.#world = world;
    this.possible = {
      definitions: new Uint8Array(definitions.length).fill(1),
      candidates: new Uint8Array(candidates.length).fill(1),
      definitionLacks: new Int32Array(definitions.length).fill(-1),
      candidateLacks: new Int32Array(candidates.length).fill(-1),
    };
    const askers = askersIn(world);
    this.#given = askers.given;
    this.#candidateAskers = askers.candidates;
    this.#definitionAskers = askers.definitions;
    this.#queue = [...Array(definitions.length + candidates.length).keys()];
  }

  run(unbuildable: Iterable<number>): void {
    for (const definition of unbuildable) this.#dropDefinition(definition);
    const first = this.#world.definitions.length;
    for (const item of this.#queue) {
      if (item < first) this.#lookAtDefinition(item);
      else this.#lookAtCandidate(item - first);
    }
  }

  #lookAtDefinition(index: number): void {
    if (this.possible.definitions[index] === 0) return;
    const lacked = this.#world.definitions[index]?.wants.find((atom) => !this.#isAnswered(atom));
    if (lacked === undefined) return;
    this.possible.definitionLacks[index] = lacked;
    this.#dropDefinition(index);
  }

  #lookAtCandidate(index: number): void {
    if (this.possible.candidates[index] === 0) return;
    const lacked = this.#world.candidates[index]?.needs.find((atom) => !this.#isAnswered(atom));
    if (lacked === undefined) return;
    this.possible.candidateLacks[index] = lacked;
    this.#dropCandidate(index);
  }

  #isAnswered(atom: number): boolean {
    return this.#world.atoms[atom]?.options.some((option) => this.possible.candidates[option] === 1) === true;
  }

  #dropDefinition(index: number): void {
    this.possible.definitions[index] = 0;
    for (const output of this.#world.definitions[index]?.outputs ?? []) this.#dropCandidate(output);
  }

  /** Those that asked for it are looked at again. */
  #dropCandidate(index: number): void {
    if (this.possible.candidates[index] === 0) return;
    this.possible.candidates[index] = 0;
    for (const atom of this.#given[index] ?? []) if (!this.#isAnswered(atom)) this.#lookAgain(atom);
  }

  #lookAgain(atom: number): void {
    const first = this.#world.definitions.length;
    for (const asker of this.#definitionAskers[atom] ?? []) this.#queue.push(asker);
    for (const asker of this.#candidateAskers[atom] ?? []) this.#queue.push(first + asker);
  }
}
