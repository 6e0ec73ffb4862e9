import type { Clock, Lease, LeaseAnswer, Log } from "./ports.ts";

/** A worker that is silent for this long is taken for dead. */
export const LEASE_MS = 15_000;
const RENEW_MS = 2_000;

export interface LeaseKeeper<Report> {
  /** Aborts with reason `lost` or `cancelled` when the ledger says so. */
  readonly signal: AbortSignal;
  /** Tells the ledger something new with the next renewal, which happens at once. */
  report(report: Report): void;
  /** Ends renewing; resolves when no renewal is under way any more. */
  stop(): Promise<void>;
}

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
 * Renews a lease every two seconds until stopped. A ledger that cannot be reached is no reason to stop working: the
 * lease decides, so the work goes on until the ledger says that it is lost.
 */
export function keepLease<Report>(renewal: Renewal<Report>): LeaseKeeper<Report> {
  const abort = new AbortController();
  let pending: Report | undefined;
  let running: Promise<void> = Promise.resolve();
  const renewOnce = async () => {
    if (abort.signal.aborted) return;
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
  const tick = () => {
    running = running.then(renewOnce);
  };
  const timer = setInterval(tick, RENEW_MS);
  return {
    signal: abort.signal,
    report(report) {
      pending = report;
      tick();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
