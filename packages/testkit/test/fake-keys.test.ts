import { keysConformance, memoryAttester, memoryKeys } from "@ascent/testkit";

keysConformance("in memory", async () => ({
  keys: memoryKeys(),
  attester: memoryAttester(),
  close: async () => {},
}));
