import type { WorkerTuning } from "./backend.ts";
import type { QueueTuning } from "./create-queue.ts";

/** How the workers of an installation look for jobs, and for jobs that were lost. */
export function workerTuning(tuning: QueueTuning): WorkerTuning {
  return {
    lockDuration: tuning.lockMs ?? 20_000,
    stalledInterval: tuning.stalledMs ?? 5_000,
    maxStalledCount: 1,
    drainDelay: 5,
    runRetryDelay: 500,
  };
}
