import type { Clock, Lease, LeaseAnswer, Log } from "./ports.ts";

/** A worker that is silent for this long is taken for dead. */
export const LEASE_MS = 15_000;
const RENEW_MS = 2_000;

export interface LeaseKeeper<Report> {
  /** Aborts with reason `lost` or `cancelled` when the ledger says so. */
  readonly signal: AbortSignal;
  /**
   * Tells the ledger something new with the next renewal, which happens at once. Of several reports that wait for a slow
   * ledger only the last is told; whoever wants a report told whatever comes after it, waits for the promise, which never
   * rejects.
   */
  report(report: Report): Promise<void>;
  /** Ends renewing; resolves when no renewal is under way any more. */
  stop(): Promise<void>;
}

/** A lease from now on. */
export function leaseFrom(worker: string, clock: Clock): Lease {
  return { worker, until: new Date(clock.now().getTime() + LEASE_MS) };
}

interface Renewal<Report> {
  readonly worker: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly renew: (lease: Lease, report: Report | undefined) => Promise<LeaseAnswer>;
}

/**
 * Renews a lease every two seconds until stopped, one renewal at a time. A ledger that cannot be reached is no reason to
 * stop working: the lease decides, so the work goes on until the ledger says that it is lost.
 */
export function keepLease<Report>(renewal: Renewal<Report>): LeaseKeeper<Report> {
  const abort = new AbortController();
  let pending: Report | undefined;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;
  const renewOnce = async () => {
    queued = undefined;
    if (stopped || abort.signal.aborted) return;
    const report = pending;
    pending = undefined;
    try {
      const answer = await renewal.renew(leaseFrom(renewal.worker, renewal.clock), report);
      if (answer !== "held") abort.abort(answer);
    } catch (err) {
      pending ??= report;
      renewal.log.warn({ err }, "lease not renewed");
    }
  };
  const tick = (): Promise<void> => {
    // While the ledger is slow one renewal waits, not one per tick.
    queued ??= running.then(renewOnce);
    running = queued;
    return queued;
  };
  const timer = setInterval(() => void tick(), RENEW_MS);
  return {
    signal: abort.signal,
    report(report) {
      pending = report;
      return tick();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
