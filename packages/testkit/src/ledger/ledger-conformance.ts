import { describe } from "vitest";
import { buildRules } from "./build-rules.ts";
import { cancelRules } from "./cancel-rules.ts";
import { chainRules } from "./chain-rules.ts";
import { deliveryRules } from "./delivery-rules.ts";
import { flightRules } from "./flight-rules.ts";
import { leaseRules } from "./lease-rules.ts";
import { operationsRules } from "./operations-rules.ts";
import { proofRules } from "./proof-rules.ts";
import { readingRules } from "./reading-rules.ts";
import { rebuildRules } from "./rebuild-rules.ts";
import { retryRules } from "./retry-rules.ts";
import type { WholeLedger } from "./rig.ts";
import { runRules } from "./run-rules.ts";
import { scheduleRules } from "./schedule-rules.ts";
import { seedRules } from "./seed-rules.ts";
import { useRules } from "./use-rules.ts";
import { webhookRules } from "./webhook-rules.ts";

/** A fresh, empty ledger for one test, and its end. */
export type LedgerFactory = () => Promise<{ readonly ledger: WholeLedger; close(): Promise<void> }>;

/** What every ledger does; run on the fake and on Postgres. */
export function ledgerConformance(name: string, factory: LedgerFactory): void {
  describe(`ledger: ${name}`, () => {
    runRules(factory);
    cancelRules(factory);
    retryRules(factory);
    seedRules(factory);
    buildRules(factory);
    leaseRules(factory);
    deliveryRules(factory);
    readingRules(factory);
    flightRules(factory);
    rebuildRules(factory);
    proofRules(factory);
    chainRules(factory);
    useRules(factory);
    scheduleRules(factory);
    webhookRules(factory);
    operationsRules(factory);
  });
}
