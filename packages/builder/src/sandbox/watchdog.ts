import { isHostDiskFull, usedBytes } from "./disk.ts";
import { measureTree } from "./processes.ts";

/** Sums over all processes of one sandbox. */
export interface WatchLimits {
  /** Milliseconds from now. */
  readonly milliseconds: number;
  readonly memoryBytes: number;
  readonly processes: number;
  /** What the build may take below `directory`. */
  readonly disk: { readonly directory: string; readonly bytes: number };
}

export type Excess = "timeout" | "out-of-memory" | "too-many-processes" | "disk-limit" | "disk-full";

const PROCESS_INTERVAL_MS = 250;
const DISK_INTERVAL_MS = 1000;
/** Measuring the disk may take this share of the time at most; big trees are measured less often. */
const DISK_SHARE = 1 / 20;

/** Two tasks of every sandbox are bwrap's own: the monitor outside and the init of the pid namespace. */
const OWN_TASKS = 2;

/**
 * Calls `onExcess` once when the tree below `pid` takes more than it may. Returns a function that ends the watch; after
 * it, `onExcess` is never called.
 */
export function watchTree(pid: number, limits: WatchLimits, onExcess: (excess: Excess) => void): () => void {
  const stop = new AbortController();
  const report = (excess: Excess | undefined): void => {
    if (excess === undefined || stop.signal.aborted) return;
    stop.abort();
    onExcess(excess);
  };
  const deadline = setTimeout(() => report("timeout"), Math.min(limits.milliseconds, MAX_TIMER_MS));
  const ticker = setInterval(() => report(excessOfTree(pid, limits)), PROCESS_INTERVAL_MS);
  let diskTimer: NodeJS.Timeout | undefined;
  const watchDisk = (delay: number): void => {
    diskTimer = setTimeout(() => {
      const startedAt = performance.now();
      void excessOfDisk(limits).then((excess) => {
        report(excess);
        if (!stop.signal.aborted) watchDisk(nextDiskDelay(performance.now() - startedAt));
      });
    }, delay);
  };
  watchDisk(DISK_INTERVAL_MS);
  stop.signal.addEventListener("abort", () => {
    clearTimeout(deadline);
    clearInterval(ticker);
    clearTimeout(diskTimer);
  });
  return () => stop.abort();
}

/** Timers hold 31 bits of milliseconds; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function excessOfTree(pid: number, limits: WatchLimits): Excess | undefined {
  const use = measureTree(pid);
  if (use.memoryBytes > limits.memoryBytes) return "out-of-memory";
  return use.tasks - OWN_TASKS > limits.processes ? "too-many-processes" : undefined;
}

async function excessOfDisk(limits: WatchLimits): Promise<Excess | undefined> {
  try {
    if (await isHostDiskFull(limits.disk.directory)) return "disk-full";
    return (await usedBytes(limits.disk.directory)) > limits.disk.bytes ? "disk-limit" : undefined;
  } catch {
    // A measurement that fails (a host short of processes, say) says nothing about the build; the next one comes.
    return undefined;
  }
}

function nextDiskDelay(tookMs: number): number {
  return Math.max(DISK_INTERVAL_MS, tookMs / DISK_SHARE);
}
