export type { Fetch } from "./http-fetch.ts";
export { createSeedProvider, type SeedProviderOptions } from "./provider.ts";
