export * from "./manifest.ts";
export * from "./recipe-head.ts";
export * from "./run-record.ts";
export * from "./run-sbom.ts";
export * from "./sbom-files.ts";
export * from "./source-list.ts";
export * from "./verdict-file.ts";
