export * from "./access.ts";
export * from "./artifacts.ts";
export * from "./builds.ts";
export * from "./chain.ts";
export * from "./delivery.ts";
export * from "./proof.ts";
export * from "./provenance.ts";
export * from "./runs.ts";
