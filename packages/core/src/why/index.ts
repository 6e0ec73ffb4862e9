export { type Part, partOf } from "./part.ts";
export {
  type BuildUse,
  type ClosurePart,
  type LineagePath,
  LineageSearch,
  type PathStep,
  searchUses,
  type UseRole,
  usesWanted,
} from "./search.ts";
