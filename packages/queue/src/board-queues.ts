import { ARCHES } from "@ascent/core";
import type { Log } from "@ascent/engine";
import type { Queue } from "bullmq";
import { backendFor, type QueueConfig } from "./create-queue.ts";

export interface BoardQueues {
  /** BullMQ's own, one per arch, then those of the service's errands. */
  readonly queues: readonly Queue[];
  close(): Promise<void>;
}

/**
 * BullMQ's queues themselves, for a board to look into: with connections of their own, so that a curious person never takes
 * one from the work. They connect at once and in the background; trouble is logged.
 */
export function openBoardQueues(config: QueueConfig, log: Log): BoardQueues {
  const backend = backendFor(config);
  const names = [...ARCHES.map((arch) => `builds-${arch}`), "schedules", "webhooks"];
  const queues = names.map((name) => {
    const queue = backend.openQueue(`${config.namespace ?? "ascent"}-${name}`);
    queue.on("error", (err) => log.debug({ err, queue: backend.place }, "the board's queue has no connection"));
    // The types differ from backend to backend; the object is BullMQ's Queue in both.
    return queue as unknown as Queue;
  });
  return {
    queues,
    close: async () => void (await Promise.allSettled(queues.map((queue) => queue.close()))),
  };
}
