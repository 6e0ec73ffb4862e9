import { type Arch, Fault } from "@ascent/core";
import type { JobConsumer, JobMessage, JobQueue, Log } from "@ascent/engine";
import { JobPayload } from "@ascent/formats";

interface HeldJob {
  readonly id: string;
  readonly arch: Arch;
  priority: number;
  readonly order: number;
  readonly payload: unknown;
  running: boolean;
}

interface Taker {
  readonly arch: Arch;
  readonly concurrency: number;
  readonly handler: (payload: JobPayload) => Promise<void>;
  readonly log: Log;
  readonly running: Set<Promise<void>>;
  taking: boolean;
}

/** What Redis or Postgres is for the real queue: several queues ("processes") can be opened on it. */
export interface MemoryBroker {
  open(log?: Log): JobQueue;
  /** Puts any payload in, as a broken sender would. */
  sendRaw(arch: Arch, id: string, payload: unknown): void;
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export function memoryBroker(): MemoryBroker {
  const jobs = new Map<string, HeldJob>();
  const takers = new Set<Taker>();
  let order = 0;

  const next = (arch: Arch): HeldJob | undefined =>
    [...jobs.values()]
      .filter((job) => job.arch === arch && !job.running)
      .sort((a, b) => a.priority - b.priority || a.order - b.order)[0];

  const work = async (taker: Taker, job: HeldJob): Promise<void> => {
    const parsed = JobPayload.safeParse(job.payload);
    try {
      if (parsed.success) await taker.handler(parsed.data);
      else taker.log.error({ jobId: job.id, err: parsed.error }, "malformed job dropped");
    } catch (err) {
      taker.log.error({ jobId: job.id, err }, "job handler failed");
    }
    jobs.delete(job.id);
  };

  const pump = (): void => {
    for (const taker of takers) {
      while (taker.taking && taker.running.size < taker.concurrency) {
        const job = next(taker.arch);
        if (job === undefined) break;
        job.running = true;
        const run = Promise.resolve().then(() => work(taker, job));
        taker.running.add(run);
        void run.then(() => {
          taker.running.delete(run);
          pump();
        });
      }
    }
  };

  const add = (job: Omit<HeldJob, "order" | "running">): void => {
    if (!jobs.has(job.id)) jobs.set(job.id, { ...job, order: order++, running: false });
  };

  const open = (log: Log = silent): JobQueue => {
    const own = new Set<Taker>();
    const stop = (taker: Taker): void => {
      taker.taking = false;
      takers.delete(taker);
      own.delete(taker);
    };
    return {
      async send(messages) {
        for (const message of messages) check(message);
        for (const message of messages) add(message);
        pump();
      },
      async reprioritize(messages) {
        for (const message of messages) check(message);
        for (const { id, priority } of messages) {
          const job = jobs.get(id);
          if (job !== undefined && !job.running) job.priority = priority;
        }
      },
      async consume(arch, concurrency, handler): Promise<JobConsumer> {
        const taker: Taker = { arch, concurrency, handler, log, running: new Set(), taking: true };
        takers.add(taker);
        own.add(taker);
        pump();
        return {
          async drain() {
            stop(taker);
            while (taker.running.size > 0) await Promise.all(taker.running);
          },
          close: async () => stop(taker),
        };
      },
      async depth(arch) {
        const here = [...jobs.values()].filter((job) => job.arch === arch);
        const active = here.filter((job) => job.running).length;
        return { waiting: here.length - active, active };
      },
      ping: async () => undefined,
      async close() {
        for (const taker of own) stop(taker);
      },
    };
  };

  return {
    open,
    sendRaw(arch, id, payload) {
      add({ arch, id, payload, priority: 1 });
      pump();
    },
  };
}

/** A queue in memory, alone on its broker. */
export function memoryQueue(log?: Log): JobQueue {
  return memoryBroker().open(log);
}

function check({ id, priority }: JobMessage): void {
  const fits = id !== "" && !id.includes(":") && !/^\d+$/.test(id);
  if (fits && Number.isInteger(priority) && priority >= 1 && priority <= 2 ** 21) return;
  throw new Fault("job-malformed", `job ${JSON.stringify(id)} with priority ${priority} is out of bounds`);
}
