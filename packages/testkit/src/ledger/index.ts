export { createFakeLedger, type FakeLedgerOptions } from "./fake-ledger.ts";
export { type LedgerFactory, ledgerConformance } from "./ledger-conformance.ts";
export { type AnyLedger, compileError, hostTrouble, type Rig, rigOn, sourceOf } from "./rig.ts";
