export { createDirectoryBlueprints, type DirectoryBlueprintsOptions } from "./directory-blueprints.ts";
