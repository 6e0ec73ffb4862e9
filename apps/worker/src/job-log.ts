import { AsyncLocalStorage } from "node:async_hooks";
import type { JobQueue } from "@ascent/engine";
import type { JobPayload } from "@ascent/formats";
import pino, { type DestinationStream, type Logger } from "pino";

export interface JobLog {
  readonly log: Logger;
  /** The same queue; whatever is logged while one of its jobs is handled, in whichever room, names the job. */
  naming(queue: JobQueue): JobQueue;
}

/** The worker's log, as JSON lines. */
export function createJobLog(level: string, destination?: DestinationStream): JobLog {
  const current = new AsyncLocalStorage<JobPayload>();
  const options = { level, name: "worker", mixin: () => namesOf(current.getStore()) };
  return {
    log: destination === undefined ? pino(options) : pino(options, destination),
    naming: (queue) => ({
      send: (messages) => queue.send(messages),
      consume: (arch, concurrency, handler) =>
        queue.consume(arch, concurrency, (payload) => current.run(payload, () => handler(payload))),
      reprioritize: (messages) => queue.reprioritize(messages),
      depth: (arch) => queue.depth(arch),
      ping: () => queue.ping(),
      close: () => queue.close(),
    }),
  };
}

function namesOf(payload: JobPayload | undefined): object {
  if (payload === undefined) return {};
  if (payload.kind === "build") return { buildId: payload.buildId, attempt: payload.attempt };
  return { runId: payload.runId, arch: payload.arch, attempt: payload.attempt };
}
