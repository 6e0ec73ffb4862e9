export { type MemoryStore, memoryStore } from "./memory-store.ts";
export { artifactStoreConformance, type StoreUnderTest } from "./store-conformance.ts";
