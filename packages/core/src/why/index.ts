export { type Part, partOf } from "./part.ts";
export { type BuildUse, type LineagePath, LineageSearch, type PathStep, type UseRole, usesWanted } from "./search.ts";
