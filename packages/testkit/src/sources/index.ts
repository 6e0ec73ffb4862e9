export { type MemorySources, memorySources } from "./memory-sources.ts";
export { fileRef, type SourcesUnderTest, sourceProviderConformance } from "./sources-conformance.ts";
