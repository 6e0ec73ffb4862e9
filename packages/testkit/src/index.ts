export * from "./queue/index.ts";
export * from "./sources/index.ts";
export * from "./store/index.ts";
