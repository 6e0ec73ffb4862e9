export { BUILDER_VERSION, type BuilderOptions, createBuilder, type SandboxBuilder } from "./builder.ts";
export type { PruneReport } from "./cache/prune.ts";
export { checkSandbox } from "./sandbox/check.ts";
export type { RunAs, SandboxHost } from "./sandbox/launch.ts";
