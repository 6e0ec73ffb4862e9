import type { Arch } from "@ascent/core";
import type { JobPayload } from "@ascent/formats";

/** `id` makes a send idempotent: `build-<uuid>-<attempt>`, `seed-<run>-<arch>-<attempt>`; no `:` (BullMQ). */
export interface JobMessage {
  readonly id: string;
  readonly arch: Arch;
  /** 1 is most urgent; up to 2^21. */
  readonly priority: number;
  readonly payload: JobPayload;
  /** W3C `traceparent` of whoever asked for the run. */
  readonly trace?: string;
}

export interface JobConsumer {
  /** Takes no new job and waits for those running. */
  drain(): Promise<void>;
  /** Ends at once: jobs that run are left to their leases. */
  close(): Promise<void>;
}

/** Carries work, one queue per arch. Every message may be lost or doubled without harm. */
export interface JobQueue {
  send(messages: readonly JobMessage[]): Promise<void>;
  /** Gives jobs that still wait the priority of these messages; those that run or are not there are left alone. */
  reprioritize(messages: readonly JobMessage[]): Promise<void>;
  /** Runs at most `concurrency` handlers at once. A handler that throws marks the job failed and is never retried by the queue. */
  consume(arch: Arch, concurrency: number, handler: (payload: JobPayload) => Promise<void>): Promise<JobConsumer>;
  /** Jobs that wait, and that run. */
  depth(arch: Arch): Promise<{ readonly waiting: number; readonly active: number }>;
  /** Throws Fault "queue-unreachable". */
  ping(): Promise<void>;
  close(): Promise<void>;
}
