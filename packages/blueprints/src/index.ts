export { createDirectoryBlueprints, type DirectoryBlueprintsOptions } from "./directory-blueprints.ts";
export { type Inspection, type InspectionRequest, readInspection } from "./inspection.ts";
export { PlanCache, type PlanCacheOptions } from "./plan-cache.ts";
