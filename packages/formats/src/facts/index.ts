export { digestOf, type FactsGround, factsGround, type KeptFacts, keptFacts } from "./book.ts";
export { decodeFacts, type EncodedFacts, encodeFacts } from "./codec.ts";
export { collectFacts } from "./collect.ts";
export type { DefinitionFacts, ExpandedFacts, FilesBeside, KnownFacts, WrittenFacts } from "./facts.ts";
