import { ARCHES, BUILD_STATES } from "@ascent/core";
import { LEASE_MS, type LedgerReader, type Standing } from "@ascent/engine";
import type { ReadMetric, Sample } from "./ledger-metric.ts";

type Workers = Awaited<ReturnType<LedgerReader["workers"]>>;

/** How things stand, with who works, at one moment. */
export interface Standings extends Standing {
  readonly workers: Workers;
  readonly now: Date;
}

const KINDS = ["build", "seed"] as const;
const WORKER_STATES = ["idle", "building", "draining", "drained", "silent"] as const;

/** Those that take new work. */
const TAKING: ReadonlySet<(typeof WORKER_STATES)[number]> = new Set(["idle", "building"]);

/** Every arch and kind has a sample, also 0: a series that comes and goes cannot be alerted on. */
function readyWork(standings: Standings, value: (work: Standing["ready"][number]) => number): readonly Sample[] {
  return ARCHES.flatMap((arch) =>
    KINDS.map((kind) => {
      const work = standings.ready.find((ready) => ready.arch === arch && ready.kind === kind);
      return { labels: { arch, kind }, value: work === undefined ? 0 : value(work) };
    }),
  );
}

function age(now: Date, since: Date | undefined): number {
  return since === undefined ? 0 : Math.max(0, (now.getTime() - since.getTime()) / 1000);
}

/** A worker beats every few seconds; one that has been silent for as long as a lease lasts is taken for dead. */
function stateOf(worker: Workers[number], now: Date): (typeof WORKER_STATES)[number] {
  if (now.getTime() - worker.seenAt.getTime() > LEASE_MS) return "silent";
  if (worker.draining) return worker.building.length > 0 ? "draining" : "drained";
  return worker.building.length > 0 ? "building" : "idle";
}

/** Gauges of the ledger at this moment. */
export const STANDING_METRICS: readonly ReadMetric<Standings>[] = [
  {
    name: "ascent_ready_oldest_seconds",
    help: "Queue age: seconds since the oldest work that no worker has taken could have been started",
    type: "gauge",
    labels: ["arch", "kind"],
    read: (standings) => readyWork(standings, ({ oldest }) => age(standings.now, oldest)),
  },
  {
    name: "ascent_ready_work",
    help: "Builds and seeds that could start now and that no worker has taken",
    type: "gauge",
    labels: ["arch", "kind"],
    read: (standings) => readyWork(standings, ({ count }) => count),
  },
  {
    name: "ascent_builds",
    help: "Builds of runs that are not over, by state; those that are done are left out",
    type: "gauge",
    labels: ["arch", "state"],
    read: ({ builds }) =>
      ARCHES.flatMap((arch) =>
        BUILD_STATES.filter((state) => state !== "done").map((state) => {
          const value = builds.find((known) => known.arch === arch && known.state === state)?.count ?? 0;
          return { labels: { arch, state }, value };
        }),
      ),
  },
  {
    name: "ascent_runs",
    help: "Runs that are not over, by state",
    type: "gauge",
    labels: ["state"],
    read: ({ runs }) =>
      (["preparing", "running"] as const).map((state) => {
        return { labels: { state }, value: runs.find((known) => known.state === state)?.count ?? 0 };
      }),
  },
  {
    name: "ascent_outbox_unsent",
    help: "Messages that are due and have not been sent to the queue",
    type: "gauge",
    labels: [],
    read: ({ unsent }) => [{ labels: {}, value: unsent.count }],
  },
  {
    name: "ascent_outbox_lag_seconds",
    help: "Seconds since the oldest unsent message became due",
    type: "gauge",
    labels: [],
    read: ({ unsent, now }) => [{ labels: {}, value: age(now, unsent.oldest) }],
  },
  {
    name: "ascent_webhook_undelivered",
    help: "Messages to webhooks that are neither delivered nor given up",
    type: "gauge",
    labels: [],
    read: ({ undelivered }) => [{ labels: {}, value: undelivered.count }],
  },
  {
    name: "ascent_webhook_undelivered_oldest_seconds",
    help: "Seconds since the oldest of the messages to webhooks that are neither delivered nor given up came to be",
    type: "gauge",
    labels: [],
    read: ({ undelivered, now }) => [{ labels: {}, value: age(now, undelivered.oldest) }],
  },
  {
    name: "ascent_workers",
    help: "Workers, by state: building, idle, draining (told to take nothing new, and still building), drained, or silent (no sign of life for 15 seconds; forgotten after a day)",
    type: "gauge",
    labels: ["arch", "state"],
    read: ({ workers, now }) =>
      ARCHES.flatMap((arch) =>
        WORKER_STATES.map((state) => {
          const value = workers.filter((worker) => worker.arch === arch && stateOf(worker, now) === state).length;
          return { labels: { arch, state }, value };
        }),
      ),
  },
  {
    name: "ascent_worker_slots",
    help: "Builds that the workers that live and are not being drained can do at once",
    type: "gauge",
    labels: ["arch"],
    read: ({ workers, now }) =>
      ARCHES.map((arch) => {
        const living = workers.filter((worker) => worker.arch === arch && TAKING.has(stateOf(worker, now)));
        return { labels: { arch }, value: living.reduce((sum, { concurrency }) => sum + concurrency, 0) };
      }),
  },
];

/** Whether the ledger can be asked at all. */
export const REACHABLE_METRICS: readonly ReadMetric<{ readonly reached: boolean }>[] = [
  {
    name: "ascent_ledger_up",
    help: "1 when the ledger in Postgres answered for this scrape; while it does not, what is read from it is missing",
    type: "gauge",
    labels: [],
    read: ({ reached }) => [{ labels: {}, value: reached ? 1 : 0 }],
  },
];
