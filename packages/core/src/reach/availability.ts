import type { World } from "./world.ts";

/** Numbers of those that ask for, or are given by, each number: lists in one array, as there are tens of thousands. */
class Index {
  readonly #starts: Int32Array;
  readonly #items: Int32Array;

  /** `lists[i]` holds the keys that item i is listed under. */
  constructor(keys: number, lists: readonly (readonly number[])[]) {
    this.#starts = new Int32Array(keys + 1);
    for (const list of lists) for (const key of list) this.#bump(key + 1);
    for (let key = 0; key < keys; key++) this.#starts[key + 1] = this.#start(key) + this.#start(key + 1);
    this.#items = new Int32Array(this.#start(keys));
    const next = this.#starts.slice();
    for (const [item, list] of lists.entries()) {
      for (const key of list) {
        const at = next[key] ?? 0;
        this.#items[at] = item;
        next[key] = at + 1;
      }
    }
  }

  of(key: number): Int32Array {
    return this.#items.subarray(this.#start(key), this.#start(key + 1));
  }

  #start(key: number): number {
    return this.#starts[key] ?? 0;
  }

  #bump(key: number): void {
    this.#starts[key] = this.#start(key) + 1;
  }
}

type Change = "available" | "installable" | "satisfied";

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
  readonly #candidateAskers: Index;
  readonly #definitionAskers: Index;
  readonly #given: Index;
  readonly #available: Uint8Array;
  readonly #installable: Uint8Array;
  readonly #satisfied: Uint8Array;
  /** Atoms of each candidate and definition that nothing answers yet. */
  readonly #openNeeds: Int32Array;
  readonly #openWants: Int32Array;
  /** Available when they came, not installable then; some may be by now. */
  #waiting: number[] = [];
  readonly #journal: { readonly change: Change; readonly number: number }[] = [];

  constructor(world: World) {
    const { candidates, atoms, definitions } = world;
    this.#world = world;
    this.#candidateAskers = new Index(
      atoms.length,
      candidates.map(({ needs }) => needs),
    );
    this.#definitionAskers = new Index(
      atoms.length,
      definitions.map(({ wants }) => wants),
    );
    this.#given = new Index(
      candidates.length,
      atoms.map(({ options }) => options),
    );
    this.#available = new Uint8Array(candidates.length);
    this.#installable = new Uint8Array(candidates.length);
    this.#satisfied = new Uint8Array(atoms.length);
    this.#openNeeds = Int32Array.from(candidates, ({ needs }) => needs.length);
    this.#openWants = Int32Array.from(definitions, ({ wants }) => wants.length);
  }

  isSatisfied(atom: number): boolean {
    return this.#satisfied[atom] === 1;
  }

  isAvailable(candidate: number): boolean {
    return this.#available[candidate] === 1;
  }

  isInstallable(candidate: number): boolean {
    return this.#installable[candidate] === 1;
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
      this.#set("available", candidate);
      if (this.#openNeeds[candidate] === 0) this.#install([candidate], ready);
      else this.#waiting.push(candidate);
    }
    this.#settle(ready);
    return ready;
  }

  /** A point to come back to. */
  mark(): { readonly changes: number; readonly waiting: number } {
    return { changes: this.#journal.length, waiting: this.#waiting.length };
  }

  rollback(mark: ReturnType<Availability["mark"]>): void {
    for (let at = this.#journal.length - 1; at >= mark.changes; at--) {
      const entry = this.#journal[at];
      if (entry !== undefined) this.#undo(entry.change, entry.number);
    }
    this.#journal.length = mark.changes;
    this.#waiting.length = mark.waiting;
  }

  #set(change: Change, number: number): void {
    this.#flags(change)[number] = 1;
    this.#journal.push({ change, number });
  }

  #undo(change: Change, number: number): void {
    this.#flags(change)[number] = 0;
    if (change !== "satisfied") return;
    for (const asker of this.#candidateAskers.of(number)) this.#openNeeds[asker] = (this.#openNeeds[asker] ?? 0) + 1;
    for (const asker of this.#definitionAskers.of(number)) this.#openWants[asker] = (this.#openWants[asker] ?? 0) + 1;
  }

  #flags(change: Change): Uint8Array {
    if (change === "available") return this.#available;
    return change === "installable" ? this.#installable : this.#satisfied;
  }

  /** Marks packages as installable, and all that follows. */
  #install(queue: number[], ready: number[]): void {
    for (const candidate of queue) {
      if (this.isInstallable(candidate)) continue;
      this.#set("installable", candidate);
      for (const atom of this.#given.of(candidate)) if (!this.isSatisfied(atom)) this.#satisfy(atom, queue, ready);
    }
  }

  #satisfy(atom: number, queue: number[], ready: number[]): void {
    this.#set("satisfied", atom);
    for (const asker of this.#candidateAskers.of(atom)) {
      const open = (this.#openNeeds[asker] ?? 0) - 1;
      this.#openNeeds[asker] = open;
      if (open === 0 && this.isAvailable(asker)) queue.push(asker);
    }
    for (const asker of this.#definitionAskers.of(atom)) {
      const open = (this.#openWants[asker] ?? 0) - 1;
      this.#openWants[asker] = open;
      if (open === 0) ready.push(asker);
    }
  }

  /** Finds those among the waiting that can be installed because they answer each other. */
  #settle(ready: number[]): void {
    const waiting = this.#waiting.filter((candidate) => !this.isInstallable(candidate));
    const together = this.#supportingEachOther(waiting);
    if (together.length > 0) this.#install(together, ready);
  }

  /** The greatest set of packages whose every need is answered already, or by one of the set. */
  #supportingEachOther(waiting: readonly number[]): number[] {
    const alive = new Set(waiting);
    const queue = [...waiting];
    for (const candidate of queue) {
      if (!alive.has(candidate) || this.#isSupported(candidate, alive)) continue;
      alive.delete(candidate);
      for (const asker of this.#askersLeft(candidate)) if (alive.has(asker)) queue.push(asker);
    }
    return [...alive];
  }

  /** Packages with an open need that this one would answer. */
  *#askersLeft(candidate: number): Iterable<number> {
    for (const atom of this.#given.of(candidate)) if (!this.isSatisfied(atom)) yield* this.#candidateAskers.of(atom);
  }

  #isSupported(candidate: number, alive: ReadonlySet<number>): boolean {
    const needs = this.#world.candidates[candidate]?.needs ?? [];
    return needs.every((atom) => this.isSatisfied(atom) || this.#world.atoms[atom]?.options.some((o) => alive.has(o)));
  }
}
