export { type Expectation, expectSeconds, GUESSED_SECONDS, median, type TimedName } from "./expected-seconds.ts";
export { type ChainLink, type LongestChain, longestChain } from "./longest-chain.ts";
