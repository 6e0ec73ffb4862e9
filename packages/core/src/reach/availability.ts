import { askersIn } from "./askers.ts";
import type { World } from "./world.ts";

type Lists = readonly (readonly number[])[];

/** What became true: of a package the first two, of an atom the last. */
const AVAILABLE = 0;
const INSTALLABLE = 1;
const SATISFIED = 2;
type Change = typeof AVAILABLE | typeof INSTALLABLE | typeof SATISFIED;
const CHANGES = 3;

/**
 * What can be installed as packages become available, and which definitions that lets build. A package can be installed
 * when every run-time dependency is answered by one that can, packages that need each other included (the greatest set);
 * a definition can be built when every atom of its environment is answered so. Conflicts are left out of account here.
 *
 * All steps only add, so that a trial can be taken back (`mark`, `rollback`): what one more package would open is found
 * in the time that its consequences take.
 */
export class Availability {
  readonly #world: World;
  readonly #candidateAskers: Lists;
  readonly #definitionAskers: Lists;
  readonly #given: Lists;
  /** By change, then by number: 1 where it is true. */
  readonly #flags: readonly [Uint8Array, Uint8Array, Uint8Array];
  /** Atoms of each candidate and definition that nothing answers yet. */
  readonly #openNeeds: Int32Array;
  readonly #openWants: Int32Array;
  /** Available but not installable, and something about them is new since the last look. */
  #fresh: number[] = [];
  /** By package: the last look that met it, negative where that dropped it. A set for each look would take longer. */
  readonly #states: Int32Array;
  #looks = 0;
  /** Every change in order: number × CHANGES + change. None comes twice, so its length is known. */
  readonly #journal: Int32Array;
  #changes = 0;

  constructor(world: World) {
    const { candidates, atoms, definitions } = world;
    this.#world = world;
    const askers = askersIn(world);
    this.#candidateAskers = askers.candidates;
    this.#definitionAskers = askers.definitions;
    this.#given = askers.given;
    this.#states = new Int32Array(candidates.length);
    this.#journal = new Int32Array(2 * candidates.length + atoms.length);
    this.#flags = [new Uint8Array(candidates.length), new Uint8Array(candidates.length), new Uint8Array(atoms.length)];
    this.#openNeeds = Int32Array.from(candidates, ({ needs }) => needs.length);
    this.#openWants = Int32Array.from(definitions, ({ wants }) => wants.length);
  }

  isSatisfied(atom: number): boolean {
    return this.#flags[SATISFIED][atom] === 1;
  }

  isAvailable(candidate: number): boolean {
    return this.#flags[AVAILABLE][candidate] === 1;
  }

  isInstallable(candidate: number): boolean {
    return this.#flags[INSTALLABLE][candidate] === 1;
  }

  /** Could the definition be built from what is available? */
  isOpen(definition: number): boolean {
    return this.#openWants[definition] === 0;
  }

  /** Makes packages available; tells the definitions that can be built because of it, in no particular order. */
  provide(candidates: Iterable<number>): number[] {
    const ready: number[] = [];
    for (const candidate of candidates) {
      if (this.isAvailable(candidate)) continue;
      this.#set(AVAILABLE, candidate);
      if (this.#openNeeds[candidate] === 0) this.#install([candidate], ready);
      else this.#fresh.push(candidate);
    }
    while (this.#fresh.length > 0) this.#settle(ready);
    return ready;
  }

  /** A point to come back to. */
  mark(): number {
    return this.#changes;
  }

  rollback(mark: number): void {
    for (let at = this.#changes - 1; at >= mark; at--) this.#undo(this.#journal[at] ?? 0);
    this.#changes = mark;
  }

  #set(change: Change, number: number): void {
    this.#flags[change][number] = 1;
    this.#journal[this.#changes++] = number * CHANGES + change;
  }

  #undo(entry: number): void {
    const change = (entry % CHANGES) as Change;
    const number = (entry - change) / CHANGES;
    this.#flags[change][number] = 0;
    if (change !== SATISFIED) return;
    for (const asker of this.#candidateAskers[number] ?? []) this.#openNeeds[asker] = (this.#openNeeds[asker] ?? 0) + 1;
    for (const asker of this.#definitionAskers[number] ?? [])
      this.#openWants[asker] = (this.#openWants[asker] ?? 0) + 1;
  }

  /** Marks packages as installable, and all that follows. */
  #install(queue: number[], ready: number[]): void {
    for (const candidate of queue) {
      if (this.isInstallable(candidate)) continue;
      this.#set(INSTALLABLE, candidate);
      for (const atom of this.#given[candidate] ?? []) if (!this.isSatisfied(atom)) this.#satisfy(atom, queue, ready);
    }
  }

  #satisfy(atom: number, queue: number[], ready: number[]): void {
    this.#set(SATISFIED, atom);
    for (const asker of this.#candidateAskers[atom] ?? []) this.#answer(asker, queue);
    for (const asker of this.#definitionAskers[atom] ?? []) {
      const open = (this.#openWants[asker] ?? 0) - 1;
      this.#openWants[asker] = open;
      if (open === 0) ready.push(asker);
    }
  }

  /** One need less of a package. */
  #answer(candidate: number, queue: number[]): void {
    const open = (this.#openNeeds[candidate] ?? 0) - 1;
    this.#openNeeds[candidate] = open;
    if (!this.#isWaiting(candidate)) return;
    if (open === 0) queue.push(candidate);
    else this.#fresh.push(candidate);
  }

  #isWaiting(candidate: number): boolean {
    return this.isAvailable(candidate) && !this.isInstallable(candidate);
  }

  /**
   * Installs packages that wait for nothing but each other. Such a set holds one about which something is new, and all that
   * this one's needs lead to is enough of a set: nothing else has to be looked at.
   */
  #settle(ready: number[]): void {
    this.#looks += 1;
    const found = this.#ledTo(this.#fresh);
    this.#fresh = [];
    const queue = [...found];
    for (const candidate of queue) {
      if (!this.#isAlive(candidate) || this.#isSupported(candidate)) continue;
      this.#drop(candidate);
      for (const atom of this.#given[candidate] ?? []) if (!this.isSatisfied(atom)) this.#lookAgain(atom, queue);
    }
    const alive = found.filter((candidate) => this.#isAlive(candidate));
    this.#install(alive, ready);
  }

  #isAlive(candidate: number): boolean {
    return this.#states[candidate] === this.#looks;
  }

  #drop(candidate: number): void {
    this.#states[candidate] = -this.#looks;
  }

  #lookAgain(atom: number, queue: number[]): void {
    for (const asker of this.#candidateAskers[atom] ?? []) if (this.#isAlive(asker)) queue.push(asker);
  }

  /**
   * Packages that are available and not installable, and those that their open needs may be answered by. One with a need
   * that has no such answer is of no use to any other: it is dropped at once, and nobody is met on its account.
   */
  #ledTo(start: readonly number[]): number[] {
    const found: number[] = [];
    for (const candidate of start) this.#meet(candidate, found);
    for (const candidate of found) {
      if (this.#isSupported(candidate)) this.#meetAnswers(candidate, found);
      else this.#drop(candidate);
    }
    return found;
  }

  /** Those not met yet count as alive until they are looked at. */
  #meet(candidate: number, found: number[]): void {
    if (!this.#isWaiting(candidate) || this.#isMet(candidate)) return;
    this.#states[candidate] = this.#looks;
    found.push(candidate);
  }

  #isMet(candidate: number): boolean {
    const state = this.#states[candidate];
    return state === this.#looks || state === -this.#looks;
  }

  #meetAnswers(candidate: number, found: number[]): void {
    const { candidates, atoms } = this.#world;
    for (const atom of candidates[candidate]?.needs ?? []) {
      if (this.isSatisfied(atom)) continue;
      for (const option of atoms[atom]?.options ?? []) this.#meet(option, found);
    }
  }

  /** Has every open need an answer that is there, waiting too and not dropped? */
  #isSupported(candidate: number): boolean {
    for (const atom of this.#world.candidates[candidate]?.needs ?? []) {
      if (!this.isSatisfied(atom) && !this.#mayBeAnswered(atom)) return false;
    }
    return true;
  }

  #mayBeAnswered(atom: number): boolean {
    for (const option of this.#world.atoms[atom]?.options ?? []) {
      if (this.#isWaiting(option) && this.#states[option] !== -this.#looks) return true;
    }
    return false;
  }
}
