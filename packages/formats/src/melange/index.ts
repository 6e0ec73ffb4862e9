export * from "./definition.ts";
export * from "./duration.ts";
export { type ExpandRequest, type Expansion, expandDefinition } from "./expand.ts";
export * from "./file-listing.ts";
export * from "./pipeline-library.ts";
