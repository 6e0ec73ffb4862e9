import { afterEach } from "vitest";
import type { LedgerFactory } from "./ledger-conformance.ts";
import type { WholeLedger } from "./rig.ts";

/** Opens ledgers for a group of tests and closes them after each. */
export function opensLedgers(factory: LedgerFactory): () => Promise<WholeLedger> {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const opened of open.splice(0)) await opened.close();
  });
  return async () => {
    const opened = await factory();
    open.push(opened);
    return opened.ledger;
  };
}
