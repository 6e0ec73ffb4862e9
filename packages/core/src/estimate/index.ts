export {
  type Expectation,
  expectSeconds,
  GUESSED_SECONDS,
  median,
  type TimedName,
  typicalSeconds,
} from "./expected-seconds.ts";
export { type ChainLink, type LongestChain, longestChain } from "./longest-chain.ts";
export { type RemainingBuild, type RemainingRequest, type RemainingTime, remainingTime } from "./remaining-time.ts";
