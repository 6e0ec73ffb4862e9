import { askersIn } from "./askers.ts";
import { absentAtoms } from "./suppose.ts";
import type { World } from "./world.ts";

/** 1 for each definition that could be built, and package that could be installed, if no cycle stood in the way. */
export interface Possible {
  readonly definitions: Uint8Array;
  readonly candidates: Uint8Array;
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
  /** Atoms that nothing answers, or nothing any more. */
  readonly #unanswered: number[];

  constructor(world: World) {
    const { definitions, candidates } = world;
    this.#world = world;
    this.possible = {
      definitions: new Uint8Array(definitions.length).fill(1),
      candidates: new Uint8Array(candidates.length).fill(1),
    };
    this.#unanswered = absentAtoms(world);
    const askers = askersIn(world);
    this.#given = askers.given;
    this.#candidateAskers = askers.candidates;
    this.#definitionAskers = askers.definitions;
  }

  run(unbuildable: Iterable<number>): void {
    for (const definition of unbuildable) this.#dropDefinition(definition);
    for (const atom of this.#unanswered) {
      for (const asker of this.#definitionAskers[atom] ?? []) this.#dropDefinition(asker);
      for (const asker of this.#candidateAskers[atom] ?? []) this.#dropCandidate(asker);
    }
  }

  #dropDefinition(index: number): void {
    if (this.possible.definitions[index] === 0) return;
    this.possible.definitions[index] = 0;
    for (const output of this.#world.definitions[index]?.outputs ?? []) this.#dropCandidate(output);
  }

  #dropCandidate(index: number): void {
    if (this.possible.candidates[index] === 0) return;
    this.possible.candidates[index] = 0;
    for (const atom of this.#given[index] ?? []) if (!this.#isAnswered(atom)) this.#unanswered.push(atom);
  }

  #isAnswered(atom: number): boolean {
    return this.#world.atoms[atom]?.options.some((option) => this.possible.candidates[option] === 1) === true;
  }
}
