export * from "./manifest.ts";
export * from "./recipe-head.ts";
export * from "./run-documents.ts";
export * from "./run-record.ts";
export * from "./sbom-files.ts";
export * from "./verdict-file.ts";
