import type { Arch } from "@ascent/core";
import type { JobPayload } from "@ascent/formats";
import { concludeSoon } from "./conclude.ts";
import { dispatchSoon } from "./dispatch.ts";
import { executeBuild } from "./execute-build.ts";
import type {
  ArtifactStore,
  Attester,
  BlueprintSource,
  Builder,
  Clock,
  JobConsumer,
  JobQueue,
  Ledger,
  LedgerReader,
  Log,
  SeedProvider,
  SourceProvider,
  StageKeys,
  Tracer,
} from "./ports.ts";
import { prepareSeed } from "./prepare-seed.ts";

const HEARTBEAT_MS = 5_000;

export interface WorkerPorts {
  /** Unique among all workers that ever lived. */
  readonly worker: string;
  readonly host: string;
  readonly arch: Arch;
  /** Builds at once. */
  readonly jobs: number;
  /** For `-j` inside each build. */
  readonly parallelism: number;
  readonly ledger: Ledger & LedgerReader;
  readonly queue: JobQueue;
  readonly store: ArtifactStore;
  readonly blueprints: BlueprintSource;
  readonly seeds: SeedProvider;
  readonly sources: SourceProvider;
  readonly builder: Builder;
  readonly keys: StageKeys;
  readonly attester: Attester;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when this worker is to stop: what it works on goes back to the queue at once. */
  readonly stopping: AbortSignal;
  /** Absent: nobody traces. */
  readonly tracer?: Tracer;
}

/**
 * Does what a message asks for, then sends and concludes what that made possible. A message that a stopping worker passes
 * over is sent again after a while.
 */
export async function handleJob(ports: WorkerPorts, payload: JobPayload): Promise<void> {
  if (ports.stopping.aborted) return;
  if (payload.kind === "seed") await prepareSeed(ports, payload);
  else await executeBuild(ports, payload);
  await dispatchSoon(ports);
  await concludeSoon(ports);
}

export interface RunningWorker {
  /** Takes no new job, waits for those that run, says goodbye. Abort `stopping` first to have them handed back. */
  drain(): Promise<void>;
}

/** Takes jobs of one arch until drained, with a heartbeat in the ledger. Throws Fault "queue-unreachable". */
export async function startWorker(ports: WorkerPorts): Promise<RunningWorker> {
  const intake = new Intake(ports);
  const heart = startHeart(ports, (draining) => intake.want(!draining));
  await heart.beat();
  await intake.open();
  return {
    async drain() {
      await intake.close();
      await heart.stop();
    },
  };
}

/** Takes jobs, or none while the worker is drained. What runs goes on either way; the ledger gives a drained one no work. */
class Intake {
  readonly #ports: WorkerPorts;
  #consumer: JobConsumer | undefined;
  #wanted = true;
  #turning: Promise<void> = Promise.resolve();

  constructor(ports: WorkerPorts) {
    this.#ports = ports;
  }

  /** Throws Fault "queue-unreachable". */
  async open(): Promise<void> {
    const { queue, arch, jobs } = this.#ports;
    if (this.#wanted) this.#consumer = await queue.consume(arch, jobs, (payload) => handleJob(this.#ports, payload));
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#ports.log.info({ draining: !wanted }, "worker drained or undrained");
    this.#turning = this.#turning
      .then(() => (wanted ? this.open() : this.#shut()))
      .catch((err: unknown) => this.#ports.log.error({ err }, "worker cannot be drained or undrained"));
  }

  /** Takes no new job and waits for those that run. */
  async close(): Promise<void> {
    await this.#turning;
    await this.#shut();
  }

  async #shut(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    await consumer?.drain();
  }
}

function startHeart(ports: WorkerPorts, onBeat: (draining: boolean) => void) {
  const { worker: id, arch, host, jobs: concurrency, ledger, log } = ports;
  const startedAt = ports.clock.now();
  const beat = async () => {
    try {
      const { draining } = await ledger.heartbeat({
        ...{ id, arch, host, concurrency, startedAt },
        seenAt: ports.clock.now(),
      });
      onBeat(draining);
    } catch (err) {
      log.warn({ err }, "heartbeat not stored");
    }
  };
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beat();
  }, HEARTBEAT_MS);
  return {
    beat,
    /** The last beat is waited for: it must not bring back a worker that has said goodbye. */
    async stop() {
      clearInterval(timer);
      await beating;
      await ledger.workerGone(id).catch((err: unknown) => log.warn({ err }, "goodbye not stored"));
    },
  };
}
