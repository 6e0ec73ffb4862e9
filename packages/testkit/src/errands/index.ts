export * from "./errand-conformance.ts";
export * from "./memory-errands.ts";
