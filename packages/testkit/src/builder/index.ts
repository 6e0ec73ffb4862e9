export { type BuilderUnderTest, builderConformance } from "./builder-conformance.ts";
export { createFakeBuilder, type FakeBuilder, type FakeBuilderOptions } from "./fake-builder.ts";
export * as seedling from "./seedling.ts";
