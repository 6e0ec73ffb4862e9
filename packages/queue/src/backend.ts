import type { Job, Queue, Telemetry, Worker, WorkerOptions } from "bullmq";

export type Processor = (job: Job, token: string | undefined) => Promise<void>;

/** What a worker is made with beside its connection. */
export type WorkerTuning = Pick<
  WorkerOptions,
  "autorun" | "concurrency" | "lockDuration" | "stalledInterval" | "maxStalledCount" | "drainDelay" | "runRetryDelay"
>;

interface Connected {
  on(event: "error", listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  disconnect(): Promise<void>;
}

/** Spans of BullMQ's own; `{}` where nobody traces. */
export type Traced = { readonly telemetry?: Telemetry };

/** What is used of BullMQ's Queue and Worker; their full types differ from backend to backend. */
export type OpenQueue = Connected &
  Pick<
    Queue,
    | "add"
    | "addBulk"
    | "close"
    | "getJob"
    | "getJobCounts"
    | "getJobSchedulers"
    | "removeJobScheduler"
    | "upsertJobScheduler"
  >;
export type OpenWorker = Connected &
  Pick<Worker, "close" | "pause" | "resume"> & { getBackend(): { disconnectBlocking(wait?: boolean): Promise<void> } };

/** Where BullMQ keeps its jobs. Queues and workers connect by themselves and report trouble as `error` events. */
export interface Backend {
  /** Host and port, without credentials: for messages. */
  readonly place: string;
  /** One sentence for a person who cannot reach it. */
  readonly wayOut: string;
  /** Prepares what must be there before the first queue. */
  prepare(): Promise<void>;
  openQueue(name: string): OpenQueue;
  openWorker(name: string, processor: Processor, tuning: WorkerTuning): OpenWorker;
}

/** Nobody reads BullMQ's own event stream here; it need not keep its usual 10,000 entries. */
export const FEW_EVENTS = { events: { maxLen: 100 } };
