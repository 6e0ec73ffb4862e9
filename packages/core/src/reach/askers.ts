import { invert } from "./invert.ts";
import type { World } from "./world.ts";

type Lists = readonly (readonly number[])[];

/** Who asks whom, looked at from the other end. */
export interface Askers {
  /** By atom: packages that need it, definitions that want it. */
  readonly candidates: Lists;
  readonly definitions: Lists;
  /** By package: atoms that it is an option of. */
  readonly given: Lists;
}

/** A world never changes, and several questions are asked about one. */
const known = new WeakMap<World, Askers>();

export function askersIn(world: World): Askers {
  const before = known.get(world);
  if (before !== undefined) return before;
  const { definitions, candidates, atoms } = world;
  const askers: Askers = {
    candidates: invert(
      atoms.length,
      candidates.map(({ needs }) => needs),
    ),
    definitions: invert(
      atoms.length,
      definitions.map(({ wants }) => wants),
    ),
    given: invert(
      candidates.length,
      atoms.map(({ options }) => options),
    ),
  };
  known.set(world, askers);
  return askers;
}
