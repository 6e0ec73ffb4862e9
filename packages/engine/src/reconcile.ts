import { type ConcludePorts, concludeRuns } from "./conclude.ts";
import { type DispatchPorts, dispatchDue } from "./dispatch.ts";
import { MAX_LOST } from "./failure.ts";
import { type Loop, startLoop } from "./loop.ts";
import type { Ledger } from "./ports.ts";

const EVERY_MS = 2_000;

export type ReconcilePorts = ConcludePorts & DispatchPorts & { readonly ledger: Pick<Ledger, "expireLeases"> };

/**
 * Mends what lost messages and dead workers leave behind: leases that ran out, messages that are due, runs that are
 * over. Any number of processes may do so at once; each step is safe to do twice, and one that fails (no queue, say) does
 * not keep the others from being done. Throws the first failure in the end.
 */
export async function reconcile(ports: ReconcilePorts): Promise<void> {
  const failures: unknown[] = [];
  for (const step of [expireLeases, dispatchDue, concludeRuns]) {
    try {
      await step(ports);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function expireLeases({ ledger, clock, log }: ReconcilePorts): Promise<void> {
  const lost = await ledger.expireLeases(clock.now(), MAX_LOST);
  if (lost > 0) log.warn({ lost }, "attempts lost with their worker");
}

/** Reconciles now and every two seconds until stopped; `stop` waits for the pass that is under way. */
export function startReconciler(ports: ReconcilePorts): Loop {
  return startLoop(EVERY_MS, ports.log, () => reconcile(ports));
}
