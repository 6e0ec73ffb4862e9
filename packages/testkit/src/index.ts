export * from "./builder/index.ts";
export * from "./data/index.ts";
export * from "./deck/index.ts";
export * from "./ledger/index.ts";
export { type TestDatabase, testDatabase } from "./postgres.ts";
export * from "./queue/index.ts";
export * from "./seeds/index.ts";
export * from "./sources/index.ts";
export * from "./store/index.ts";
