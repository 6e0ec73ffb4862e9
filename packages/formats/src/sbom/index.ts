export type { SbomSource } from "./elements.ts";
export * from "./run-sbom.ts";
export * from "./source-list.ts";
export * from "./spdx.ts";
