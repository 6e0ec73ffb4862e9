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

/** What is known of a run's builds from their plan on: it changes only when another arch is planned. */
export interface PlanFacts {
  readonly earlier: ReadonlyMap<string, readonly number[]>;
  readonly waits: ReadonlyMap<string, readonly string[]>;
}

/** All that is known of a run as it stands, read once for whatever is told of it. */
export interface RunFacts extends PlanFacts {
  readonly stages: readonly StageRecord[];
  readonly flight: readonly FlightRecord[];
  /** Read where something is left to do alone, as is what waits for what. */
  readonly workers: readonly SeenWorker[];
}

const LEFT = ["waiting", "ready", "building"] as const;
/** A worker that was not heard of for this long is not counted on. */
const WORKER_SILENT_MS = 60_000;

/**
 * Reads it. Of thousands of builds each part takes a while, so they are asked for together; `known` are the plan's facts of
 * an earlier reading, for who has them still.
 */
export async function factsOfRun(
  ledger: FactsLedger,
  runId: string,
  known?: (stages: readonly StageRecord[]) => PlanFacts | undefined,
): Promise<RunFacts> {
  const stages = await ledger.stages(runId);
  const left = hasLeft(stages);
  const plan = known?.(stages);
  const [flight, earlier, waits, workers] = await Promise.all([
    ledger.flight(runId),
    plan?.earlier ?? ledger.earlierSeconds(runId),
    plan?.waits ?? (left ? ledger.links(runId).then(waitsOf) : new Map<string, readonly string[]>()),
    left ? ledger.workers() : [],
  ]);
  return { stages, flight, earlier, waits, workers };
}

/** When the rest of a run is likely to be done, as seen at `now`. Arches that have nothing left to do are left out. */
export function estimateRun(facts: RunFacts, now: Date): readonly ArchEstimate[] {
  const arches = new Set(facts.stages.map(({ arch }) => arch));
  return [...arches].flatMap((arch) => estimateArch(arch, { ...facts, now }));
}

/** Whether any build is still to be done, or is being done: only then is all of `RunFacts` read. */
export function hasLeft(stages: readonly StageRecord[]): boolean {
  return stages.some(({ counts }) => LEFT.some((state) => counts[state] > 0));
}

function isLeft({ state }: Pick<FlightRecord, "state">): boolean {
  return LEFT.some((left) => left === state);
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
