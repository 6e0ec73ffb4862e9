import { isFault } from "@ascent/core";
import type { ErrandQueue, JobQueue, Log } from "@ascent/engine";
import type { Backend, Traced } from "./backend.ts";
import { BullErrandQueue } from "./bull-errand-queue.ts";
import { BullJobQueue } from "./bull-job-queue.ts";
import { jobTraces, NO_TRACES } from "./job-traces.ts";
import { postgresBackend } from "./postgres-backend.ts";
import { redisBackend } from "./redis-backend.ts";
import { withinTime } from "./time-limit.ts";
import { unreachable } from "./unreachable.ts";

export interface QueueTuning {
  /** First part of every queue's name, so that installations (and tests) can share a server. `ascent` when absent. */
  readonly namespace?: string;
  /** How long a running job may go without a sign of life before it counts as lost. Milliseconds; 20 s when absent. */
  readonly lockMs?: number;
  /** How often lost jobs are looked for. Milliseconds; 5 s when absent. */
  readonly stalledMs?: number;
  /** Jobs are traced with OpenTelemetry's global tracer; not when absent. */
  readonly traced?: boolean;
}

export type QueueConfig = QueueTuning &
  (
    | { readonly backend: "redis"; readonly url: string }
    | { readonly backend: "postgres"; readonly databaseUrl: string }
  );

const OPEN_MS = 10_000;

/**
 * Opens the job queues on Redis or on Postgres, whose tables it makes when they are missing.
 * Throws Fault "queue-unreachable" (retryable), "queue-misconfigured" or "queue-migration-failed"; each with a way out.
 */
export async function createQueue(config: QueueConfig, log: Log): Promise<JobQueue> {
  const traces = config.traced === true ? await jobTraces() : NO_TRACES;
  return answering(new BullJobQueue(await prepared(config, traces), { ...config, traces }, log));
}

/** Opens the queues of the service's own errands beside them. Throws as `createQueue`. */
export async function createErrandQueue(config: QueueConfig, log: Log): Promise<ErrandQueue> {
  return answering(new BullErrandQueue(await prepared(config), config, log));
}

/** Throws Fault "queue-misconfigured". */
export function backendFor(config: QueueConfig, { telemetry }: Traced = {}): Backend {
  const traced = telemetry === undefined ? {} : { telemetry };
  return config.backend === "redis" ? redisBackend(config.url, traced) : postgresBackend(config.databaseUrl, traced);
}

async function prepared(config: QueueConfig, traced: Traced = {}): Promise<Backend> {
  const backend = backendFor(config, traced);
  try {
    await withinTime(backend.prepare(), OPEN_MS, () => new Error(`no answer within ${OPEN_MS} ms`));
    return backend;
  } catch (error) {
    throw isFault(error) ? error : unreachable(backend, error);
  }
}

/** A queue that does not answer is closed again. */
async function answering<Queue extends Pick<JobQueue, "ping" | "close">>(queue: Queue): Promise<Queue> {
  try {
    await queue.ping();
    return queue;
  } catch (error) {
    await queue.close();
    throw error;
  }
}
