export {
  compareWithBaseline,
  type ReachBaseline,
  type ReachChange,
  reachBaseline,
  type UnreadableDefinition,
} from "./baseline.ts";
export { assumedFrom, type GivenPackages, givenPackages } from "./given.ts";
export type { Knot } from "./knot-list.ts";
export {
  type AbsentName,
  type Lack,
  type Opener,
  type Reach,
  type ReachedDefinition,
  reachFrom,
  type UnreachedDefinition,
} from "./reach.ts";
export type { WorldSource } from "./world.ts";
