import { randomUUID } from "node:crypto";
import type { Clock, Ids, Ledger, LedgerReader, OperationsReader } from "@ascent/engine";
import { buildMethods } from "./fake-build-work.ts";
import { chainMethods } from "./fake-chain.ts";
import { leaseMethods } from "./fake-leases.ts";
import { operationsMethods } from "./fake-operations.ts";
import { proofMethods } from "./fake-proof.ts";
import { deliveryMethods, readerMethods } from "./fake-reader.ts";
import { runMethods } from "./fake-runs.ts";
import { scheduleMethods } from "./fake-schedules.ts";
import { seedMethods } from "./fake-seed-work.ts";
import type { FakeState } from "./fake-state.ts";
import { useMethods } from "./fake-uses.ts";
import { webhookMethods } from "./fake-webhooks.ts";

export interface FakeLedgerOptions {
  readonly ids?: Ids;
  readonly clock?: Clock;
}

/** The ledger in memory, with the semantics of the real one: both pass `ledgerConformance`. */
export function createFakeLedger(options: FakeLedgerOptions = {}): Ledger & LedgerReader & OperationsReader {
  const state: FakeState = {
    ids: options.ids ?? { uuid: () => randomUUID() },
    clock: options.clock ?? { now: () => new Date() },
    runs: new Map(),
    outbox: new Map(),
    results: new Map(),
    artifacts: new Map(),
    workers: new Map(),
    draining: new Set(),
    evidence: new Map(),
    fingerprints: new Map(),
    chain: [],
    posts: { webhooks: new Map(), deliveries: [] },
    timetables: { schedules: new Map(), firings: [] },
    nextOutboxId: 0,
  };
  return {
    ...runMethods(state),
    ...seedMethods(state),
    ...buildMethods(state),
    ...leaseMethods(state),
    ...deliveryMethods(state),
    ...readerMethods(state),
    ...proofMethods(state),
    ...useMethods(state),
    ...chainMethods(state),
    ...scheduleMethods(state),
    ...webhookMethods(state),
    ...operationsMethods(state),
  };
}
