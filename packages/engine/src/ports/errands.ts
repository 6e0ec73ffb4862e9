import type { JobConsumer } from "./queue.ts";

/* What the service does by itself, with no worker: ticks of schedules, deliveries of webhooks. */

/** One try at a delivery. */
export interface DeliveryRef {
  readonly deliveryId: string;
  /** From 1. */
  readonly attempt: number;
}

/** A try, not to be made before `dueAt`. Sent twice it is one errand, for as long as it is not over. */
export interface DeliveryErrand extends DeliveryRef {
  readonly dueAt: Date;
}

/** A clock that the queue keeps: it ticks whenever `cron` says in `timezone`. */
export interface Tick {
  readonly scheduleId: string;
  /** Five fields, or six with seconds in front. */
  readonly cron: string;
  /** IANA name. */
  readonly timezone: string;
}

export interface ErrandHandlers {
  tick(scheduleId: string): Promise<void>;
  deliver(ref: DeliveryRef): Promise<void>;
}

/**
 * Carries what is to be done at a time. Every tick and every errand may be lost or doubled without harm: whether something is
 * due, the ledger knows, and the reconciler asks it.
 */
export interface ErrandQueue {
  send(errands: readonly DeliveryErrand[]): Promise<void>;
  /** From now on exactly these clocks tick; one that is kept already is left alone. */
  keepTicks(ticks: readonly Tick[]): Promise<void>;
  /** Runs at most `concurrency` deliveries at once. A handler that throws is told in the log and not called again. */
  consume(handlers: ErrandHandlers, concurrency: number): Promise<JobConsumer>;
  /** Errands that wait, also for their time, and that run. */
  depth(): Promise<{ readonly waiting: number; readonly active: number }>;
  /** Throws Fault "queue-unreachable", as do `send`, `keepTicks` and `depth`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
