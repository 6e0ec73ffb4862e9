export { createDirectoryBlueprints, type DirectoryBlueprintsOptions } from "./directory-blueprints.ts";
export { type Inspection, type InspectionRequest, readInspection } from "./inspection.ts";
