import { type Arch, type RemainingBuild, remainingTime } from "@ascent/core";
import type { FlightRecord, LedgerReader, SeenWorker, StageRecord } from "../ports.ts";
import { expectationIn, expectationsOf, waitsOf } from "./run-graph.ts";

export interface ArchEstimate {
  readonly arch: Arch;
  /** When the last build that can still be done is likely to be done. */
  readonly finishAt: Date;
  /** When each stage that has such builds is. */
  readonly stages: readonly { readonly stage: string; readonly finishAt: Date }[];
  /** Seconds of work that is left, and those of the longest chain in it. */
  readonly workSeconds: number;
  readonly pathSeconds: number;
  /** Build ids of that chain, first to last. */
  readonly path: readonly string[];
  /** Builds that the arch's workers do at once, all runs together; 0: none is there, and one is assumed. */
  readonly slots: number;
  /** Builds that are left, and how many of them were never built before: their times are guesses. */
  readonly left: number;
  readonly guessed: number;
}

export type FactsLedger = Pick<LedgerReader, "flight" | "links" | "earlierSeconds" | "stages" | "workers">;

/** All that is known of a run as it stands, read once for whatever is told of it. */
export interface RunFacts {
  readonly stages: readonly StageRecord[];
  readonly flight: readonly FlightRecord[];
  readonly earlier: ReadonlyMap<string, readonly number[]>;
  /** The next two are read where something is left to do alone. */
  readonly waits: ReadonlyMap<string, readonly string[]>;
  readonly workers: readonly SeenWorker[];
}

/** A worker that was not heard of for this long is not counted on. */
const WORKER_SILENT_MS = 60_000;

export async function factsOfRun(ledger: FactsLedger, runId: string): Promise<RunFacts> {
  const stages = await ledger.stages(runId);
  const flight = await ledger.flight(runId);
  const earlier = await ledger.earlierSeconds(runId);
  if (!flight.some(isLeft)) return { stages, flight, earlier, waits: new Map(), workers: [] };
  return { stages, flight, earlier, waits: waitsOf(await ledger.links(runId)), workers: await ledger.workers() };
}

/** When the rest of a run is likely to be done, as seen at `now`. Arches that have nothing left to do are left out. */
export function estimateRun(facts: RunFacts, now: Date): readonly ArchEstimate[] {
  const arches = new Set(facts.stages.map(({ arch }) => arch));
  return [...arches].flatMap((arch) => estimateArch(arch, { ...facts, now }));
}

function isLeft({ state }: Pick<FlightRecord, "state">): boolean {
  return state === "waiting" || state === "ready" || state === "building";
}

interface Known extends RunFacts {
  readonly now: Date;
}

function estimateArch(arch: Arch, known: Known): ArchEstimate[] {
  const { now, waits } = known;
  const flight = known.flight.filter((build) => build.arch === arch);
  if (!flight.some(isLeft)) return [];
  const expected = expectationsOf(flight, known.earlier);
  const builds = flight.map(({ id, stage, state, startedAt }): RemainingBuild => {
    const elapsed = startedAt === undefined ? 0 : Math.max(0, (now.getTime() - startedAt.getTime()) / 1000);
    return { id, stage, state, elapsed, waitsFor: waits.get(id) ?? [], seconds: expectationIn(expected, id).seconds };
  });
  const left = builds.filter(isLeft);
  const slots = slotsOf(arch, known);
  const stages = known.stages.filter((stage) => stage.arch === arch).map(({ stage }) => stage);
  const time = remainingTime({ stages, builds, slots });
  const at = (seconds: number) => new Date(now.getTime() + Math.round(seconds * 1000));
  return [
    {
      arch,
      finishAt: at(time.seconds),
      stages: [...time.stages].map(([stage, seconds]) => ({ stage, finishAt: at(seconds) })),
      workSeconds: time.work,
      pathSeconds: time.path.seconds,
      path: time.path.ids,
      slots,
      left: left.length,
      guessed: left.filter(({ id }) => expectationIn(expected, id).from !== "history").length,
    },
  ];
}

/** Builds of an arch that its workers do at once, without those that are silent or drained. */
export function slotsOf(arch: Arch, { workers, now }: Pick<Known, "workers" | "now">): number {
  return workers
    .filter(
      (worker) =>
        worker.arch === arch && !worker.draining && now.getTime() - worker.seenAt.getTime() < WORKER_SILENT_MS,
    )
    .reduce((sum, { concurrency }) => sum + concurrency, 0);
}
