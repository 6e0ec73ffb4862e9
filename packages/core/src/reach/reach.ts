import type { Defect, Place } from "../defect.ts";
import { compareText } from "../text.ts";
import { Blockage, type Obstacle } from "./blocked.ts";
import { findKnots, type Knot } from "./knot-list.ts";
import { findOpeners } from "./openers.ts";
import { possibleIn } from "./possible.ts";
import { absentAtoms, supposeGiven } from "./suppose.ts";
import { runWaves, type Waves } from "./waves.ts";
import { createWorld, type World, type WorldSource } from "./world.ts";

export interface ReachedDefinition {
  readonly name: string;
  readonly file: string;
  /** 0 for those that need nothing but what is given. */
  readonly wave: number;
}

/** One thing that a definition asks for and cannot have. */
export interface Lack {
  /** The atom of the build environment. */
  readonly atom: string;
  readonly kind: Obstacle["kind"] | "conflict";
  /** Packages that are there, each needed at run time by the one before, down to the one that asks for `for`. */
  readonly through: readonly string[];
  /** The atom that nobody answers: `atom` itself, or what the last of `through` needs at run time. */
  readonly for: string;
  /** `unbuilt`: the definition that would give it. */
  readonly by?: string;
  /** `conflict`: what excludes what. */
  readonly message?: string;
}

export interface UnreachedDefinition {
  readonly name: string;
  readonly file: string;
  readonly place: Place;
  /**
   * `conflict`: all is there, but not together · `lacks`: nobody gives something that it asks for · `cycle`: in a knot ·
   * `waits`: for one of the others.
   */
  readonly state: "conflict" | "lacks" | "cycle" | "waits";
  /** Number of the knot that it is in. */
  readonly knot?: number;
  readonly lacks: readonly Lack[];
}

/** An atom that no package answers, given or to be built. */
export interface AbsentName {
  readonly atom: string;
  /** `version`: packages of the name exist, in no fitting version. */
  readonly kind: "missing" | "version";
  /** Definitions whose environment asks for it, or that put out a package that does. Sorted. */
  readonly askedBy: readonly string[];
}

export interface Opener {
  readonly name: string;
  readonly file: string;
  /** Names of definitions whose packages its own need at run time, and that have to be given with it. */
  readonly brings: readonly string[];
  /** Others that can be built once it is given, and all before it in the list. */
  readonly opens: number;
}

export interface Reach {
  readonly definitions: number;
  /** By wave, then name. */
  readonly reached: readonly ReachedDefinition[];
  readonly waves: number;
  /** By name. */
  readonly unreached: readonly UnreachedDefinition[];
  readonly absent: readonly AbsentName[];
  /** Were all absent names given, and nothing else: how many definitions could be built. */
  readonly reachedWithAbsent: number;
  readonly knots: readonly Knot[];
  /** What opens the rest, once the absent names are given; in this order. */
  readonly openers: readonly Opener[];
  /** With absent names and openers given. */
  readonly opened: { readonly reached: number; readonly waves: number; readonly conflicts: readonly string[] };
  /** Names taken on trust: of generated kinds, or of a seed that is not locked. Sorted. */
  readonly assumed: readonly string[];
  readonly defects: readonly Defect[];
}

/**
 * Which definitions can be built from what is given, in how many waves, and what stands in the way of the rest. A
 * definition can be built when all that its environment asks for, with the run-time dependencies, is given or made by
 * others that can. The result depends on the source alone, whatever the order of its lists but that of `given`.
 */
export function reachFrom(source: WorldSource): Reach {
  const world = createWorld(source);
  const waves = runWaves(world);
  const absent = absentAtoms(world);
  const supposed = absent.length === 0 ? world : supposeGiven(world, absent);
  const further = absent.length === 0 ? waves : runWaves(supposed);
  const possible = possibleIn(supposed, further.conflicts.keys());
  const blockage = new Blockage(supposed, further.availability, possible);
  const blocked = [...world.definitions.keys()].filter(
    (index) => further.waveOf[index] === undefined && possible.definitions[index] === 1,
  );
  const names = world.definitions.map(({ recipe }) => recipe.name);
  const knots = findKnots(names, { blockage, blocked });
  const openers = findOpeners({ world: supposed, availability: further.availability, blockage, blocked });
  const given = openers.flatMap(({ definition, brings }) => [definition, ...brings]);
  const opened = given.length === 0 ? further : runWaves(supposed, given);
  const nameOf = (index: number) => names[index] ?? "";
  return {
    definitions: names.length,
    reached: reachedOf(world, waves),
    waves: waves.waves,
    unreached: unreachedOf(world, { waves, knots }),
    absent: absentNames(world, absent),
    reachedWithAbsent: count(further),
    knots,
    openers: openers.map(({ definition, brings, opens }) => {
      return { name: nameOf(definition), file: fileOf(world, definition), brings: brings.map(nameOf), opens };
    }),
    opened: { reached: count(opened), waves: opened.waves, conflicts: [...opened.conflicts.keys()].map(nameOf).sort() },
    assumed: assumedNames(world),
    defects: world.defects,
  };
}

function count({ waveOf }: Waves): number {
  return waveOf.filter((wave) => wave !== undefined).length;
}

function fileOf(world: World, definition: number): string {
  return world.definitions[definition]?.recipe.definition.file ?? "";
}

function reachedOf(world: World, { waveOf }: Waves): ReachedDefinition[] {
  const reached = world.definitions.flatMap(({ recipe }, index) => {
    const wave = waveOf[index];
    return wave === undefined ? [] : [{ name: recipe.name, file: recipe.definition.file, wave }];
  });
  return reached.sort((a, b) => a.wave - b.wave || compareText(a.name, b.name));
}

function assumedNames({ candidates }: World): string[] {
  return candidates.flatMap(({ candidate }) => (candidate.assumed ? [candidate.name] : [])).sort();
}

interface Found {
  readonly waves: Waves;
  readonly knots: readonly Knot[];
}

function unreachedOf(world: World, { waves, knots }: Found): UnreachedDefinition[] {
  const knotOf = new Map(knots.flatMap(({ members }, index) => members.map((member) => [member, index] as const)));
  const blockage = new Blockage(world, waves.availability, possibleIn(world, waves.conflicts.keys()));
  const lacking = new Lacks(world, blockage);
  return world.definitions.flatMap(({ recipe }, index) => {
    if (waves.waveOf[index] !== undefined) return [];
    const conflict = waves.conflicts.get(index);
    const lacks = conflict === undefined ? lacking.of(index) : [conflictLack(conflict)];
    const knot = knotOf.get(recipe.name);
    const { name, definition, packages } = recipe;
    const state = stateOf(lacks, knot);
    const [{ place }] = packages;
    const { file } = definition;
    return [knot === undefined ? { name, file, place, state, lacks } : { name, file, place, state, lacks, knot }];
  });
}

function stateOf(lacks: readonly Lack[], knot: number | undefined): UnreachedDefinition["state"] {
  if (lacks.some(({ kind }) => kind === "conflict")) return "conflict";
  if (lacks.some(({ kind }) => kind !== "unbuilt")) return "lacks";
  return knot === undefined ? "waits" : "cycle";
}

function conflictLack(message: string): Lack {
  return { atom: "", for: "", kind: "conflict", through: [], message };
}

/** Thousands of definitions lack the same few atoms, and each stands in the same way of all of them. */
class Lacks {
  readonly #world: World;
  readonly #blockage: Blockage;
  readonly #known = new Map<number, Lack>();

  constructor(world: World, blockage: Blockage) {
    this.#world = world;
    this.#blockage = blockage;
  }

  of(definition: number): Lack[] {
    return this.#blockage.openWants(definition).map((atom) => {
      const lack = this.#known.get(atom) ?? this.#lackOf(atom);
      this.#known.set(atom, lack);
      return lack;
    });
  }

  #lackOf(atom: number): Lack {
    const { atoms, candidates, definitions } = this.#world;
    const obstacle = this.#blockage.obstacle(atom);
    const textOf = (number: number) => atoms[number]?.atom.text ?? "";
    const through = obstacle.through.map((candidate) => candidates[candidate]?.candidate.name ?? "");
    const { kind } = obstacle;
    const asked = textOf(atom);
    const lacked = textOf(obstacle.atom);
    if (kind !== "unbuilt") return { atom: asked, kind, through, for: lacked };
    return { atom: asked, kind, through, for: lacked, by: definitions[obstacle.definition]?.recipe.name ?? "" };
  }
}

function absentNames(world: World, absent: readonly number[]): AbsentName[] {
  const asking = new Map(absent.map((atom) => [atom, new Set<string>()]));
  for (const { recipe, wants, outputs } of world.definitions) {
    for (const atom of wants) asking.get(atom)?.add(recipe.name);
    for (const output of outputs) {
      for (const atom of world.candidates[output]?.needs ?? []) asking.get(atom)?.add(recipe.name);
    }
  }
  const names = [...asking].map(([atom, askedBy]) => absentName(world, atom, [...askedBy]));
  return names.sort((a, b) => compareText(a.atom, b.atom));
}

function absentName({ atoms, catalog }: World, atom: number, askedBy: readonly string[]): AbsentName {
  const { text = "", dependency } = atoms[atom]?.atom ?? {};
  const known = dependency !== undefined && catalog.givers(dependency.name).length > 0;
  return { atom: text, kind: known ? "version" : "missing", askedBy };
}
