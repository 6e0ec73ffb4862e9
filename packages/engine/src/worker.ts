import type { Arch } from "@ascent/core";
import type { JobPayload } from "@ascent/formats";
import { concludeRuns } from "./conclude.ts";
import { dispatchDue } from "./dispatch.ts";
import { executeBuild } from "./execute-build.ts";
import type {
  ArtifactStore,
  BlueprintSource,
  Builder,
  Clock,
  JobQueue,
  Ledger,
  LedgerReader,
  Log,
  SeedProvider,
  SourceProvider,
  StageKeys,
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
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when this worker is to stop: what it works on goes back to the queue at once. */
  readonly stopping: AbortSignal;
}

/** Does what a message asks for, then sends and concludes what that made possible. */
export async function handleJob(ports: WorkerPorts, payload: JobPayload): Promise<void> {
  if (ports.stopping.aborted) return;
  if (payload.kind === "seed") await prepareSeed(ports, payload);
  else await executeBuild(ports, payload);
  await dispatchDue(ports);
  await concludeRuns(ports);
}

export interface RunningWorker {
  /** Takes no new job, waits for those that run, says goodbye. Abort `stopping` first to have them handed back. */
  drain(): Promise<void>;
}

/** Takes jobs of one arch until drained, with a heartbeat in the ledger. */
export async function startWorker(ports: WorkerPorts): Promise<RunningWorker> {
  const startedAt = ports.clock.now();
  const beat = async () => {
    const { worker: id, arch, host, jobs: concurrency } = ports;
    try {
      await ports.ledger.heartbeat({ id, arch, host, concurrency, startedAt, seenAt: ports.clock.now() });
    } catch (err) {
      ports.log.warn({ err }, "heartbeat not stored");
    }
  };
  await beat();
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  const consumer = await ports.queue.consume(ports.arch, ports.jobs, (payload) => handleJob(ports, payload));
  return {
    async drain() {
      clearInterval(timer);
      await consumer.drain();
      await ports.ledger.workerGone(ports.worker);
    },
  };
}
