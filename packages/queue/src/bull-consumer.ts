import type { JobConsumer, Log } from "@ascent/engine";
import { type Job, WaitingError } from "bullmq";
import type { OpenWorker, Processor } from "./backend.ts";
import { Outage } from "./outage.ts";
import { endsWithin, pause, withinTime } from "./time-limit.ts";

const READY_MS = 10_000;
const REPORT_MS = 1_500;
const CLOSE_MS = 1_500;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 10_000;
/** Quiet for this long, and the next outage starts with short waits again. */
const QUIET_MS = 30_000;

/** What a job has to hold: a zod schema. */
interface PayloadSchema<Payload> {
  safeParse(
    data: unknown,
  ): { readonly success: true; readonly data: Payload } | { readonly success: false; readonly error: Error };
}

export interface ConsumerParts<Payload> {
  readonly name: string;
  readonly place: string;
  readonly log: Log;
  readonly schema: PayloadSchema<Payload>;
  readonly handler: (payload: Payload) => Promise<void>;
  open(processor: Processor): OpenWorker;
  /** Rejects while the queue cannot be reached. */
  probe(): Promise<void>;
  onEnd(): void;
}

/**
 *   start ──► recovering ◄──► consuming        (an error pauses the worker; an answer of the queue resumes it)
 *                 └──► draining ──► closed ◄── (any)
 *
 * BullMQ's worker asks again at once after most errors and, on Postgres, remembers a failed first connection for good.
 * So a worker is only made when the queue answers, and takes no job from an error until the queue answers again.
 */
export class BullConsumer<Payload> implements JobConsumer {
  readonly #parts: ConsumerParts<Payload>;
  readonly #outage: Outage;
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #phase: "recovering" | "consuming" | "draining" | "closed" = "recovering";
  readonly #told = new Set<string>();
  #worker: OpenWorker | undefined;
  #retries = 0;
  #lastTrouble = 0;

  constructor(parts: ConsumerParts<Payload>) {
    this.#parts = parts;
    this.#outage = new Outage(parts.log, { queue: parts.place, name: parts.name, side: "consumer" });
  }

  /** Resolves when jobs are taken, or when the queue cannot be reached now and is tried again in the background. */
  async start(): Promise<void> {
    if (!(await this.#attached())) void this.#recover();
  }

  async drain(): Promise<void> {
    if (this.#phase === "closed") return;
    this.#phase = "draining";
    this.#stopped.abort();
    await this.#worker?.pause(true);
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    await this.#end(false, REPORT_MS);
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    await this.#end(true, CLOSE_MS);
  }

  async #end(force: boolean, limitMs: number): Promise<void> {
    this.#phase = "closed";
    this.#parts.onEnd();
    const worker = this.#worker;
    if (worker === undefined) return;
    // Without this a worker that waits on Postgres keeps the process alive for some seconds.
    if (force) void endsWithin(worker.getBackend().disconnectBlocking(true), limitMs);
    if (await endsWithin(worker.close(force), limitMs)) return;
    void endsWithin(worker.disconnect(), limitMs);
  }

  #onError(error: Error): void {
    if (isAboutOneJob(error)) {
      this.#tellOnce(error);
      return;
    }
    if (this.#phase !== "consuming") return;
    this.#phase = "recovering";
    this.#outage.began(error);
    void this.#worker?.pause(true);
    void this.#recover();
  }

  /** Each renewal of a lock that is lost fails, as long as the job lasts. */
  #tellOnce(error: Error): void {
    if (this.#told.has(error.message)) return;
    this.#told.add(error.message);
    this.#parts.log.warn({ queue: this.#parts.name, err: error }, "the queue no longer holds a job as it was taken");
  }

  async #recover(): Promise<void> {
    if (performance.now() - this.#lastTrouble > QUIET_MS) this.#retries = 0;
    do {
      await pause(Math.min(FIRST_RETRY_MS * 2 ** this.#retries, LONGEST_RETRY_MS), this.#stopped.signal);
      this.#retries = Math.min(this.#retries + 1, 10);
      this.#lastTrouble = performance.now();
    } while (this.#phase === "recovering" && !(await this.#attached()));
  }

  async #attached(): Promise<boolean> {
    try {
      await this.#parts.probe();
      this.#worker ??= await this.#opened();
    } catch (error) {
      this.#outage.began(error);
      return false;
    }
    if (this.#phase !== "recovering") return true;
    this.#phase = "consuming";
    this.#outage.ended();
    await this.#worker.resume();
    return true;
  }

  /** A worker whose connections are up; it runs from `resume` on. */
  async #opened(): Promise<OpenWorker> {
    const worker = this.#parts.open((job, token) => this.#process(job, token));
    worker.on("error", (error) => this.#onError(error));
    try {
      await withinTime(worker.waitUntilReady(), READY_MS, () => new Error("no connection"));
      return worker;
    } catch (error) {
      void endsWithin(worker.close(true), CLOSE_MS);
      throw error;
    }
  }

  async #process(job: Job, token: string | undefined): Promise<void> {
    if (this.#phase === "draining" || this.#phase === "closed") return putBack(job, token);
    const parsed = this.#parts.schema.safeParse(job.data);
    if (!parsed.success) {
      this.#parts.log.error({ jobId: job.id, queue: this.#parts.name, err: parsed.error }, "malformed job dropped");
      return;
    }
    await this.#handle(job, parsed.data);
  }

  async #handle(job: Job, payload: Payload): Promise<void> {
    const run = Promise.resolve(payload).then(this.#parts.handler);
    this.#running.add(run);
    try {
      await run;
    } catch (err) {
      this.#parts.log.error({ jobId: job.id, payload, err }, "job handler failed");
      throw err instanceof Error ? err : new Error(String(err));
    } finally {
      this.#running.delete(run);
      if (this.#running.size === 0) this.#told.clear();
    }
  }
}

/** A job that came in while the consumer stopped taking any goes back to where it was. */
async function putBack(job: Job, token: string | undefined): Promise<void> {
  await job.moveToWait(token);
  throw new WaitingError();
}

/**
 * BullMQ's errors about the state of one job carry a negative number as code, but for the one of its lock manager, which has
 * words alone; nothing is wrong with the connection then.
 */
function isAboutOneJob(error: Error): boolean {
  const { code } = error as { code?: unknown };
  return (typeof code === "number" && code < 0) || error.message.startsWith("could not renew lock for job ");
}
