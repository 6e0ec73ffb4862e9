import type { DeliveryErrand, ErrandHandlers, ErrandQueue, JobConsumer, Log, Tick } from "@ascent/engine";
import { DeliveryPayload, TickPayload } from "@ascent/formats";
import type { Backend, OpenQueue } from "./backend.ts";
import { BullConsumer, type ConsumerParts } from "./bull-consumer.ts";
import type { QueueTuning } from "./create-queue.ts";
import { OpenQueues } from "./open-queues.ts";
import { workerTuning } from "./worker-tuning.ts";

const ANSWER_MS = 10_000;
const PING_MS = 3_000;
/** A clock whose next tick should have come this long ago has stopped: its job was lost. */
const STOPPED_MS = 60_000;
/** A tick asks the ledger one question; more than a few at once only wait for each other. */
const TICKS_AT_ONCE = 2;

/** Nothing of a finished job is kept: a kept one would swallow an errand that is sent again under its id. */
const ONE_TRY = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

/**
 * Two BullMQ queues: `ascent-schedules`, whose job schedulers are the clocks, and `ascent-webhooks`, whose delayed jobs are
 * deliveries. They are apart so that slow receivers never hold up a tick.
 */
export class BullErrandQueue implements ErrandQueue {
  readonly #backend: Backend;
  readonly #tuning: QueueTuning;
  readonly #log: Log;
  readonly #queues: OpenQueues;
  readonly #consumers = new Set<JobConsumer>();

  constructor(backend: Backend, tuning: QueueTuning, log: Log) {
    this.#backend = backend;
    this.#tuning = tuning;
    this.#log = log;
    this.#queues = new OpenQueues(backend, log);
  }

  async send(errands: readonly DeliveryErrand[]): Promise<void> {
    if (errands.length === 0) return;
    await this.#queues.ask(this.#name("webhooks"), ANSWER_MS, (queue) => queue.addBulk(errands.map(deliveryJob)));
  }

  async keepTicks(ticks: readonly Tick[]): Promise<void> {
    await this.#queues.ask(this.#name("schedules"), ANSWER_MS, (queue) => keepClocks(queue, ticks));
  }

  async consume(handlers: ErrandHandlers, concurrency: number): Promise<JobConsumer> {
    const ticks = this.#consumer("schedules", TICKS_AT_ONCE, {
      schema: TickPayload,
      handler: ({ scheduleId }: TickPayload) => handlers.tick(scheduleId),
    });
    const deliveries = this.#consumer("webhooks", concurrency, {
      schema: DeliveryPayload,
      handler: ({ deliveryId, attempt }: DeliveryPayload) => handlers.deliver({ deliveryId, attempt }),
    });
    await Promise.all([ticks.start(), deliveries.start()]);
    return {
      drain: async () => void (await Promise.all([ticks.drain(), deliveries.drain()])),
      close: async () => void (await Promise.all([ticks.close(), deliveries.close()])),
    };
  }

  async depth(): Promise<{ readonly waiting: number; readonly active: number }> {
    const counts = await this.#queues.ask(this.#name("webhooks"), ANSWER_MS, (queue) =>
      queue.getJobCounts("waiting", "delayed", "active"),
    );
    const { waiting = 0, delayed = 0, active = 0 } = counts;
    return { waiting: waiting + delayed, active };
  }

  async ping(): Promise<void> {
    await this.#queues.ask(this.#name("schedules"), PING_MS, (queue) => queue.getJobCounts("active"));
  }

  async close(): Promise<void> {
    await Promise.all([...[...this.#consumers].map((consumer) => consumer.close()), this.#queues.close()]);
  }

  #name(what: "schedules" | "webhooks"): string {
    return `${this.#tuning.namespace ?? "ascent"}-${what}`;
  }

  #consumer<Payload>(
    what: "schedules" | "webhooks",
    concurrency: number,
    parts: Pick<ConsumerParts<Payload>, "schema" | "handler">,
  ): BullConsumer<Payload> {
    const name = this.#name(what);
    const consumer: BullConsumer<Payload> = new BullConsumer<Payload>({
      ...parts,
      log: this.#log,
      name,
      open: (processor) =>
        this.#backend.openWorker(name, processor, { ...workerTuning(this.#tuning), concurrency, autorun: false }),
      probe: () => this.ping(),
      place: this.#backend.place,
      onEnd: () => this.#consumers.delete(consumer),
    });
    this.#consumers.add(consumer);
    return consumer;
  }
}

function deliveryJob({ deliveryId, attempt, dueAt }: DeliveryErrand) {
  const data: DeliveryPayload = { kind: "delivery", deliveryId, attempt };
  const delay = Math.max(0, dueAt.getTime() - Date.now());
  return { name: "delivery", data, opts: { ...ONE_TRY, jobId: `delivery-${deliveryId}-${attempt}`, delay } };
}

type Clock = Awaited<ReturnType<OpenQueue["getJobSchedulers"]>>[number];

/** Makes the queue's job schedulers those of the ticks. One that is right is not touched, or its next tick would move. */
async function keepClocks(queue: OpenQueue, ticks: readonly Tick[]): Promise<void> {
  const clocks = await queue.getJobSchedulers(0, -1, true);
  const wrong = clocks.filter((clock) => !ticks.some((tick) => keeps(clock, tick)));
  for (const { key } of wrong) await queue.removeJobScheduler(key);
  const missing = ticks.filter((tick) => !clocks.some((clock) => keeps(clock, tick)));
  for (const { scheduleId, cron, timezone } of missing) {
    const data: TickPayload = { kind: "tick", scheduleId };
    await queue.upsertJobScheduler(scheduleId, { pattern: cron, tz: timezone }, { name: "tick", data, opts: ONE_TRY });
  }
}

function keeps(clock: Clock, tick: Tick): boolean {
  const same = clock.key === tick.scheduleId && clock.pattern === tick.cron && clock.tz === tick.timezone;
  return same && (clock.next ?? 0) > Date.now() - STOPPED_MS;
}
