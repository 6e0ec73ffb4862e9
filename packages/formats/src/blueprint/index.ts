export { type LoadedBlueprint, loadBlueprint } from "./load.ts";
export { parseBlueprint } from "./parse.ts";
export { DEFAULT_LIMITS } from "./schema.ts";
