import type { Atom, Catalog } from "../catalog.ts";
import { explain } from "../explain.ts";
import type { PlannedCandidate } from "../planned-candidate.ts";
import { problemOf } from "../solve.ts";
import { Availability } from "./availability.ts";
import type { World, WorldDefinition } from "./world.ts";

/** How far a build of everything comes, wave after wave. */
export interface Waves {
  /** Wave of each definition, 0 for those that need nothing but what is given; undefined for those never reached. */
  readonly waveOf: readonly (number | undefined)[];
  readonly waves: number;
  /** Definitions for which all is there, but cannot be installed together, and why. */
  readonly conflicts: ReadonlyMap<number, string>;
  readonly availability: Availability;
}

/**
 * Builds, on paper, whatever can be built, wave after wave: a definition is reached when the resolver finds its environment
 * among what is given and what earlier waves put out. What is once built stays. `extra`: definitions whose packages
 * are there from the start, as a seed or a bootstrap variant would have them.
 */
export function runWaves(world: World, extra: readonly number[] = []): Waves {
  const run = new Run(world, extra);
  while (run.wave() > 0);
  world.catalog.revealAll();
  return run.result();
}

class Run {
  readonly #world: World;
  readonly #availability: Availability;
  readonly #catalog: Catalog<PlannedCandidate>;
  readonly #stocked = new Set<number>();
  readonly #waveOf: (number | undefined)[];
  #conflicts = new Map<number, string>();
  #ready: number[];
  #waves = 0;

  constructor(world: World, extra: readonly number[]) {
    this.#world = world;
    this.#availability = new Availability(world);
    this.#catalog = world.catalog;
    const built = world.candidates.flatMap(({ candidate, definition }) =>
      definition === undefined ? [] : [candidate],
    );
    this.#catalog.hide(built, (dependency) => world.assumed(dependency));
    this.#waveOf = world.definitions.map(() => undefined);
    const fixed = [...world.candidates.keys()].filter((index) => world.candidates[index]?.definition === undefined);
    this.#availability.provide(fixed);
    this.#stock(extra);
    this.#ready = [...world.definitions.keys()].filter((index) => this.#availability.isOpen(index));
  }

  /** Builds what can be built now; how many that were. */
  wave(): number {
    const tried = [...new Set([...this.#ready, ...this.#conflicts.keys()])].sort((a, b) => a - b);
    const { built, conflicts } = this.#solveEach(tried);
    this.#conflicts = conflicts;
    for (const index of built) this.#waveOf[index] = this.#waves;
    this.#ready = this.#stock(built);
    if (built.length > 0) this.#waves += 1;
    return built.length;
  }

  result(): Waves {
    return {
      waveOf: this.#waveOf,
      waves: this.#waves,
      conflicts: this.#conflicts,
      availability: this.#availability,
    };
  }

  #solveEach(tried: readonly number[]) {
    const built: number[] = [];
    const conflicts = new Map<number, string>();
    const known = new Map<string, string | undefined>();
    for (const index of tried) {
      const definition = this.#world.definitions[index];
      if (definition === undefined) continue;
      const { asked, environment } = definition;
      // Hundreds of definitions ask for the very same environment.
      if (!known.has(environment)) known.set(environment, this.#conflictOf(asked));
      const conflict = known.get(environment);
      if (conflict === undefined) built.push(index);
      else conflicts.set(index, conflict);
    }
    return { built, conflicts };
  }

  #conflictOf(atoms: readonly Atom<PlannedCandidate>[]): string | undefined {
    const problem = problemOf(this.#catalog, atoms);
    return problem === undefined ? undefined : explain(problem, { catalog: this.#catalog, inputs: [] });
  }

  /** Puts the outputs of definitions on the shelf; tells what that opens. */
  #stock(definitions: readonly number[]): number[] {
    const outputs = definitions.flatMap((index) => this.#world.definitions[index]?.outputs ?? []);
    const fresh = outputs.filter((output) => !this.#stocked.has(output));
    for (const output of fresh) this.#stocked.add(output);
    this.#catalog.reveal(fresh.flatMap((output) => this.#world.candidates[output]?.candidate ?? []));
    return this.#availability.provide(fresh).filter((index) => this.#waveOf[index] === undefined);
  }
}

/** Definitions by name, as messages want them. */
export function nameOf(definition: WorldDefinition | undefined): string {
  return definition?.recipe.name ?? "";
}
