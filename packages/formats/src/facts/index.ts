export { digestOf, type FactsGround, factsGround, type KeptBook, type KeptFacts, keptFacts } from "./book.ts";
export { type DeferredFacts, type EncodedFacts, encodeFacts, type FactsTop } from "./codec.ts";
export { collectFacts } from "./collect.ts";
export { decodeFacts } from "./decode.ts";
export type { DefinitionFacts, ExpandedFacts, FilesBeside, KnownFacts, WrittenFacts } from "./facts.ts";
