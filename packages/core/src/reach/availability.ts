import { Index } from "./number-index.ts";
import type { World } from "./world.ts";

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
  /** Available but not installable, and something about them is new since the last look. */
  #fresh: number[] = [];
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
      else this.#fresh.push(candidate);
    }
    while (this.#fresh.length > 0) this.#settle(ready);
    return ready;
  }

  /** A point to come back to. */
  mark(): number {
    return this.#journal.length;
  }

  rollback(mark: number): void {
    for (let at = this.#journal.length - 1; at >= mark; at--) {
      const entry = this.#journal[at];
      if (entry !== undefined) this.#undo(entry.change, entry.number);
    }
    this.#journal.length = mark;
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
      if (!this.isAvailable(asker) || this.isInstallable(asker)) continue;
      if (open === 0) queue.push(asker);
      else this.#fresh.push(asker);
    }
    for (const asker of this.#definitionAskers.of(atom)) {
      const open = (this.#openWants[asker] ?? 0) - 1;
      this.#openWants[asker] = open;
      if (open === 0) ready.push(asker);
    }
  }

  /**
   * Installs packages that wait for nothing but each other. Such a set holds one about which something is new, and all that
   * this one's needs lead to is enough of a set: nothing else has to be looked at.
   */
  #settle(ready: number[]): void {
    const alive = this.#ledTo(this.#fresh);
    this.#fresh = [];
    const queue = [...alive];
    for (const candidate of queue) {
      if (!alive.has(candidate) || this.#isSupported(candidate, alive)) continue;
      alive.delete(candidate);
      for (const asker of this.#askersLeft(candidate)) if (alive.has(asker)) queue.push(asker);
    }
    this.#install([...alive], ready);
  }

  /** Packages that are available and not installable, and those that their open needs may be answered by. */
  #ledTo(start: readonly number[]): Set<number> {
    const found = new Set(start.filter((candidate) => !this.isInstallable(candidate)));
    for (const candidate of found) {
      for (const atom of this.#world.candidates[candidate]?.needs ?? []) {
        if (this.isSatisfied(atom)) continue;
        for (const option of this.#world.atoms[atom]?.options ?? []) if (this.isAvailable(option)) found.add(option);
      }
    }
    return found;
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
