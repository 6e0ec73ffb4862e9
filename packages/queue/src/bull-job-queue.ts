import { ARCHES, type Arch, Fault, LEAST_URGENT } from "@ascent/core";
import type { JobConsumer, JobMessage, JobQueue, Log } from "@ascent/engine";
import { JobPayload } from "@ascent/formats";
import type { Backend, OpenQueue } from "./backend.ts";
import { BullConsumer } from "./bull-consumer.ts";
import type { QueueTuning } from "./create-queue.ts";
import type { JobTraces } from "./job-traces.ts";
import { OpenQueues } from "./open-queues.ts";
import { workerTuning } from "./worker-tuning.ts";

const ANSWER_MS = 10_000;
const PING_MS = 3_000;
/** BullMQ's own limit is one less; the two least urgent priorities share a place. */
const LEAST_URGENT_OF_BULLMQ = LEAST_URGENT - 1;

const FEW = 3;

/** One BullMQ queue per arch; `ascent-builds-x86_64`. Retries are the engine's, so every job has one try here. */
export class BullJobQueue implements JobQueue {
  readonly #backend: Backend;
  readonly #tuning: QueueTuning & { readonly traces: JobTraces };
  readonly #log: Log;
  readonly #queues: OpenQueues;
  readonly #consumers = new Set<BullConsumer<JobPayload>>();

  constructor(backend: Backend, tuning: QueueTuning & { readonly traces: JobTraces }, log: Log) {
    this.#backend = backend;
    this.#tuning = tuning;
    this.#log = log;
    this.#queues = new OpenQueues(backend, log);
  }

  async send(messages: readonly JobMessage[]): Promise<void> {
    for (const message of messages) check(message);
    for (const arch of ARCHES) {
      const own = messages.filter((message) => message.arch === arch);
      for (const asker of new Set(own.map(({ trace }) => trace))) {
        const asked = own.filter(({ trace }) => trace === asker);
        await this.#sendTo(arch, asker, asked);
      }
    }
  }

  async reprioritize(messages: readonly JobMessage[]): Promise<void> {
    for (const message of messages) check(message);
    for (const { id, arch, priority } of messages) {
      await this.#queues.ask(this.#name(arch), ANSWER_MS, (queue) => giveWaiting(queue, id, priority));
    }
  }

  /** Messages of one arch, on behalf of one asker. */
  async #sendTo(arch: Arch, trace: string | undefined, messages: readonly JobMessage[]): Promise<void> {
    const jobs = messages.map(bulkJob);
    await this.#tuning.traces.within(trace, () =>
      this.#queues.ask(this.#name(arch), ANSWER_MS, (queue) => addAll(queue, jobs)),
    );
  }

  async consume(
    arch: Arch,
    concurrency: number,
    handler: (payload: JobPayload) => Promise<void>,
  ): Promise<JobConsumer> {
    const name = this.#name(arch);
    const consumer: BullConsumer<JobPayload> = new BullConsumer({
      handler,
      schema: JobPayload,
      log: this.#log,
      name,
      open: (processor) =>
        this.#backend.openWorker(name, processor, { ...workerTuning(this.#tuning), concurrency, autorun: false }),
      probe: () => this.ping(),
      place: this.#backend.place,
      onEnd: () => this.#consumers.delete(consumer),
    });
    this.#consumers.add(consumer);
    await consumer.start();
    return consumer;
  }

  async depth(arch: Arch): Promise<{ readonly waiting: number; readonly active: number }> {
    const counts = await this.#queues.ask(this.#name(arch), ANSWER_MS, (queue) =>
      queue.getJobCounts("waiting", "prioritized", "active"),
    );
    const { waiting = 0, prioritized = 0, active = 0 } = counts;
    return { waiting: waiting + prioritized, active };
  }

  /** Asks for a count, so that not only the server but also the queue's tables or scripts are known to work. */
  async ping(): Promise<void> {
    await this.#queues.ask(this.#name("x86_64"), PING_MS, (queue) => queue.getJobCounts("active"));
  }

  async close(): Promise<void> {
    await Promise.all([...[...this.#consumers].map((consumer) => consumer.close()), this.#queues.close()]);
  }

  #name(arch: Arch): string {
    return `${this.#tuning.namespace ?? "ascent"}-builds-${arch}`;
  }
}

function check({ id, priority }: JobMessage): void {
  if (id === "" || id.includes(":") || /^\d+$/.test(id)) throw malformed(`job id ${JSON.stringify(id)}`);
  if (!Number.isInteger(priority) || priority < 1 || priority > LEAST_URGENT) {
    throw malformed(`priority ${priority} of job ${id}`);
  }
}

function malformed(what: string): Fault {
  return new Fault(
    "job-malformed",
    `${what} is out of bounds: ids hold no ":" and are no number, priorities are 1 to 2^21`,
  );
}

/**
 * BullMQ's bulk insert on Postgres makes temporary tables and takes some 10 ms, however small it is: a few jobs go faster
 * one by one, most urgent first, because a worker may take the first before the last is there.
 */
async function addAll(queue: OpenQueue, jobs: readonly ReturnType<typeof bulkJob>[]): Promise<void> {
  if (jobs.length > FEW) {
    await queue.addBulk([...jobs]);
    return;
  }
  for (const { name, data, opts } of jobs.toSorted((a, b) => a.opts.priority - b.opts.priority)) {
    await queue.add(name, data, opts);
  }
}

/** A job that is taken in the same moment runs already: its priority counts no more. */
async function giveWaiting(queue: OpenQueue, id: string, priority: number): Promise<void> {
  const job = await queue.getJob(id);
  if (job === undefined || !["waiting", "prioritized"].includes(await job.getState())) return;
  await job.changePriority({ priority: Math.min(priority, LEAST_URGENT_OF_BULLMQ) });
}

/** Nothing of a finished job is kept: a kept one would swallow a message that is sent again under its id. */
function bulkJob(message: JobMessage) {
  const { id, priority, payload } = message;
  return {
    name: payload.kind,
    data: payload,
    opts: {
      jobId: id,
      priority: Math.min(priority, LEAST_URGENT_OF_BULLMQ),
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}
