import { ARCHES, type Arch } from "@ascent/core";
import type { JobQueue } from "@ascent/engine";
import type { ReadMetric } from "./ledger-metric.ts";

interface Depth {
  readonly arch: Arch;
  readonly waiting: number;
  readonly active: number;
}

/** Of every arch whose queue answers. */
export async function queueDepths(queue: Pick<JobQueue, "depth">): Promise<readonly Depth[]> {
  const depths = await Promise.all(
    ARCHES.map(async (arch) => {
      const depth = await queue.depth(arch).catch(() => undefined);
      return depth === undefined ? [] : [{ arch, ...depth }];
    }),
  );
  return depths.flat();
}

export const QUEUE_METRICS: readonly ReadMetric<readonly Depth[]>[] = [
  {
    name: "ascent_queue_jobs",
    help: "Jobs in the queue of an arch, by state; missing while the queue cannot be reached",
    type: "gauge",
    labels: ["arch", "state"],
    read: (depths) =>
      depths.flatMap(({ arch, waiting, active }) => [
        { labels: { arch, state: "waiting" }, value: waiting },
        { labels: { arch, state: "active" }, value: active },
      ]),
  },
];
