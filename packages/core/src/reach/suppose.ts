import { type Dependency, formatDependency } from "../dependency.ts";
import { assumedCandidate, type PlannedCandidate } from "../planned-candidate.ts";
import type { World, WorldAtom, WorldCandidate } from "./world.ts";

/** Numbers of the atoms that nobody gives. */
export function absentAtoms(world: World): number[] {
  return [...world.atoms.keys()].filter((atom) => world.atoms[atom]?.options.length === 0);
}

/** The same world, with packages in it that answer the atoms that nobody gives. Numbers stay what they were. */
export function supposeGiven(world: World, absent: readonly number[]): World {
  const atoms: WorldAtom[] = [...world.atoms];
  const candidates: WorldCandidate[] = [...world.candidates];
  const supposed = new Map<string, PlannedCandidate>();
  for (const number of absent) {
    const atom = world.atoms[number]?.atom;
    if (atom === undefined) continue;
    const candidate = supposedPackage(atom.text);
    supposed.set(atom.text, candidate);
    atoms[number] = { atom, options: [candidates.length] };
    candidates.push({ candidate, needs: [] });
  }
  const assumed = (dependency: Dependency) => supposed.get(formatDependency(dependency)) ?? world.assumed(dependency);
  const { definitions, catalog, defects } = world;
  return { definitions, candidates, atoms, catalog, assumed, defects };
}

/** Goes by the atom's own text, so that it excludes no real package. */
function supposedPackage(name: string): PlannedCandidate {
  return assumedCandidate("supposed", { name, depends: [] });
}
