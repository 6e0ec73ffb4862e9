import { createFakeLedger, ledgerConformance } from "@ascent/testkit";

ledgerConformance("in memory", async () => ({ ledger: createFakeLedger(), close: async () => {} }));
