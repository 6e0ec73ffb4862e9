import type { World } from "./world.ts";

/**
 * By package: 1 for those that have any say in whether these definitions can be built and their packages installed, directly or
 * through others, whichever option were taken. What is built of the rest changes nothing for them.
 */
export function packagesBehind(world: World, definitions: Iterable<number>): Uint8Array {
  const walk = new Backwards(world);
  for (const definition of definitions) walk.addDefinition(definition);
  walk.run();
  return walk.packages;
}

class Backwards {
  readonly packages: Uint8Array;
  readonly #world: World;
  readonly #atoms: Uint8Array;
  readonly #definitions: Uint8Array;
  /** Atoms whose options are still to be looked at. */
  readonly #queue: number[] = [];

  constructor(world: World) {
    this.#world = world;
    this.packages = new Uint8Array(world.candidates.length);
    this.#atoms = new Uint8Array(world.atoms.length);
    this.#definitions = new Uint8Array(world.definitions.length);
  }

  addDefinition(index: number): void {
    if (this.#definitions[index] === 1) return;
    this.#definitions[index] = 1;
    const definition = this.#world.definitions[index];
    this.#addAtoms(definition?.wants ?? []);
    for (const output of definition?.outputs ?? []) this.#addPackage(output);
  }

  run(): void {
    for (const atom of this.#queue) {
      for (const option of this.#world.atoms[atom]?.options ?? []) this.#addPackage(option);
    }
  }

  #addPackage(index: number): void {
    if (this.packages[index] === 1) return;
    this.packages[index] = 1;
    const candidate = this.#world.candidates[index];
    this.#addAtoms(candidate?.needs ?? []);
    if (candidate?.definition !== undefined) this.addDefinition(candidate.definition);
  }

  #addAtoms(atoms: readonly number[]): void {
    for (const atom of atoms) {
      if (this.#atoms[atom] === 1) continue;
      this.#atoms[atom] = 1;
      this.#queue.push(atom);
    }
  }
}
