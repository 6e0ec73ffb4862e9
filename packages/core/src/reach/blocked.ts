import type { Availability } from "./availability.ts";
import type { Possible } from "./possible.ts";
import type { World } from "./world.ts";

/** What an atom that is not answered waits for, as the resolver would choose were everything there. */
export type Obstacle =
  /** Nobody gives it: `version` where somebody does, in no fitting version. */
  | { readonly kind: "missing" | "version"; readonly atom: number; readonly through: readonly number[] }
  /** A definition that is not built. */
  | {
      readonly kind: "unbuilt";
      readonly atom: number;
      readonly through: readonly number[];
      readonly definition: number;
    };

const UNKNOWN = -2;
const NONE = -1;

/**
 * What stands between the definitions that are not reached and what they ask for. For every open atom one package is looked
 * at: the best that `possible` allows, as the resolver would take it.
 */
export class Blockage {
  readonly #world: World;
  readonly #availability: Availability;
  readonly #possible: Possible;
  readonly #choices: Int32Array;
  #chosen: Uint8Array | undefined;
  /** What {@link waitsFor} said while nothing had been tried out: whoever asks then is told the same. */
  readonly #waits = new Map<number, readonly number[]>();
  readonly #untried: number;
  /** By package: the search that it was looked at in last. A set for each search takes longer than all the rest. */
  readonly #lookedAtIn: Int32Array;
  #searches = 0;

  constructor(world: World, availability: Availability, possible: Possible) {
    this.#world = world;
    this.#availability = availability;
    this.#possible = possible;
    this.#choices = new Int32Array(world.atoms.length).fill(UNKNOWN);
    this.#untried = availability.mark();
    this.#lookedAtIn = new Int32Array(world.candidates.length);
  }

  /** Atoms of a definition's environment that nothing answers yet. */
  openWants(definition: number): number[] {
    return (this.#world.definitions[definition]?.wants ?? []).filter((atom) => !this.#availability.isSatisfied(atom));
  }

  /** The package that an open atom would be answered by; undefined when nobody gives it. */
  choice(atom: number): number | undefined {
    let choice = this.#choices[atom] ?? NONE;
    if (choice === UNKNOWN) {
      const options = this.#world.atoms[atom]?.options ?? [];
      choice = options.find((option) => this.#possible.candidates[option] === 1) ?? options[0] ?? NONE;
      this.#choices[atom] = choice;
    }
    return choice === NONE ? undefined : choice;
  }

  /** Open run-time dependencies of a package. */
  openNeeds(candidate: number): number[] {
    return (this.#world.candidates[candidate]?.needs ?? []).filter((atom) => !this.#availability.isSatisfied(atom));
  }

  /** The definition that must be built for a package to be there; undefined when it is there. */
  maker(candidate: number): number | undefined {
    return this.#availability.isAvailable(candidate) ? undefined : this.#world.candidates[candidate]?.definition;
  }

  /** The first thing in the way of an atom, and the packages (run-time dependencies) on the way to it. */
  obstacle(atom: number): Obstacle {
    const through: number[] = [];
    const seen = new Set<number>();
    let at = atom;
    for (;;) {
      const choice = this.choice(at);
      if (choice === undefined) return { kind: this.#absence(at), atom: at, through };
      const definition = this.maker(choice);
      if (definition !== undefined) return { kind: "unbuilt", atom: at, through, definition };
      seen.add(choice);
      through.push(choice);
      const next = this.openNeeds(choice).find((need) => !seen.has(this.choice(need) ?? -1));
      if (next === undefined) return { kind: "missing", atom: at, through };
      at = next;
    }
  }

  /** Definitions that must be built before one can be: directly, or for run-time dependencies. In ascending order. */
  waitsFor(definition: number): readonly number[] {
    if (this.#availability.mark() !== this.#untried) return this.#makersFor(definition);
    const known = this.#waits.get(definition) ?? this.#makersFor(definition);
    this.#waits.set(definition, known);
    return known;
  }

  #makersFor(definition: number): number[] {
    const makers = new Set<number>();
    const search = ++this.#searches;
    const queue = this.openWants(definition);
    for (const atom of queue) {
      const choice = this.choice(atom);
      if (choice === undefined || this.#lookedAtIn[choice] === search) continue;
      this.#lookedAtIn[choice] = search;
      const maker = this.maker(choice);
      if (maker !== undefined) makers.add(maker);
      this.#addOpenNeeds(choice, queue);
    }
    return [...makers].sort((a, b) => a - b);
  }

  #addOpenNeeds(candidate: number, queue: number[]): void {
    for (const need of this.#world.candidates[candidate]?.needs ?? []) {
      if (!this.#availability.isSatisfied(need)) queue.push(need);
    }
  }

  /** Definitions that must be there, beside one, for all of its packages that others ask for to be installable. */
  closureOf(definition: number): number[] {
    const outputs = this.#world.definitions[definition]?.outputs ?? [];
    const makers = new Set<number>();
    const seen = new Set<number>(outputs.filter((output) => this.#isChoice(output)));
    for (const candidate of seen) {
      const maker = this.maker(candidate);
      if (maker !== undefined && maker !== definition) makers.add(maker);
      for (const atom of this.openNeeds(candidate)) {
        const choice = this.choice(atom);
        if (choice !== undefined) seen.add(choice);
      }
    }
    return [...makers].sort((a, b) => a - b);
  }

  #isChoice(candidate: number): boolean {
    this.#chosen ??= this.#chosenByAny();
    return this.#chosen[candidate] === 1;
  }

  #chosenByAny(): Uint8Array {
    const chosen = new Uint8Array(this.#world.candidates.length);
    for (const atom of this.#world.atoms.keys()) {
      const choice = this.choice(atom);
      if (choice !== undefined) chosen[choice] = 1;
    }
    return chosen;
  }

  #absence(atom: number): "missing" | "version" {
    const { dependency } = this.#world.atoms[atom]?.atom ?? {};
    return dependency !== undefined && this.#world.catalog.givers(dependency.name).length > 0 ? "version" : "missing";
  }
}
