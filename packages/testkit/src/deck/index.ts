export {
  type Deck,
  type DeckOptions,
  type DeckSeeds,
  flightDeck,
  type ManualClock,
  manualClock,
  untilQuiet,
} from "./flight-deck.ts";
export { definitionText, type MemoryBlueprints, memoryBlueprints, sampleBlueprint } from "./memory-blueprints.ts";
export { type MemoryAttester, type MemoryKeys, memoryAttester, memoryKeys } from "./memory-keys.ts";
