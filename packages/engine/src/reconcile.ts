import { type ConcludePorts, concludeRuns } from "./conclude.ts";
import { type DispatchPorts, dispatchDue } from "./dispatch.ts";
import { MAX_LOST } from "./failure.ts";
import type { Ledger, LedgerReader } from "./ports.ts";

const EVERY_MS = 2_000;

export interface ReconcilePorts extends ConcludePorts, DispatchPorts {
  readonly ledger: Ledger & LedgerReader;
}

/**
 * Mends what lost messages and dead workers leave behind: leases that ran out, messages that are due, runs that are
 * over. Any number of processes may do so at once; each step is safe to do twice.
 */
export async function reconcile(ports: ReconcilePorts): Promise<void> {
  const lost = await ports.ledger.expireLeases(ports.clock.now(), MAX_LOST);
  if (lost > 0) ports.log.warn({ lost }, "attempts lost with their worker");
  await dispatchDue(ports);
  await concludeRuns(ports);
}

/** Reconciles every two seconds until stopped; `stop` waits for the pass that is under way. */
export function startReconciler(ports: ReconcilePorts): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let down = false;
  const pass = async () => {
    try {
      await reconcile(ports);
      if (down) ports.log.info({}, "reconciler works again");
      down = false;
    } catch (err) {
      if (!down) ports.log.error({ err }, "reconciler failed");
      down = true;
    }
  };
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    running = pass().finally(() => {
      idle = true;
    });
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
