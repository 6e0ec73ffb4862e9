import {
  type Arch,
  buildKey,
  expectSeconds,
  type InputName,
  type LockedPackage,
  type Plan,
  type PlannedBuild,
  type PlannedStage,
  remainingTime,
} from "@ascent/core";
import { sha256 } from "@ascent/formats";
import type { Builder, BuildInputs, Clock, FlightRecord, LedgerReader, RunRecord, SeenWorker } from "../ports.ts";
import { slotsOf } from "./estimate-run.ts";

export interface ForecastPorts {
  readonly ledger: Pick<LedgerReader, "latestSucceeded" | "inputsOf" | "flight" | "earlierSeconds" | "workers">;
  readonly builder: Pick<Builder, "version">;
  readonly clock: Clock;
}

export interface StageForecast {
  readonly stage: string;
  readonly arch: Arch;
  readonly builds: number;
  /** Names of those that are likely to come from the cache, in build order. */
  readonly cached: readonly string[];
  readonly waves: number;
  /** Seconds after the start until it is done; absent where nothing of it is to be built. */
  readonly seconds?: number;
}

export interface ArchForecast {
  readonly arch: Arch;
  /** Seconds until all is done, once the seed is there. */
  readonly seconds: number;
  /** Were everything done one after the other, and those of the longest chain. */
  readonly workSeconds: number;
  readonly pathSeconds: number;
  /** Builds that the arch's workers do at once; 0: none is there, and one is assumed. */
  readonly slots: number;
  /** Of the builds that are to be done: how many were never done before, so that their times are guesses. */
  readonly guessed: number;
  readonly stages: readonly StageForecast[];
}

export interface Forecast {
  /** Id of the newest succeeded bootstrap of the blueprint, which the plan is held against; absent where there is none. */
  readonly against?: string;
  readonly arches: readonly ArchForecast[];
}

/**
 * What a run of this plan is likely to build, to take from the cache, and to last, by the newest bootstrap of the blueprint
 * that succeeded: a build with the same key in the same environment is taken from the cache. The seed is taken to hold
 * what it held then; what comes out unchanged and so ends a wave of rebuilds is not foreseen.
 */
export async function forecastPlan(ports: ForecastPorts, plan: Plan): Promise<Forecast> {
  const run = await ports.ledger.latestSucceeded(plan.blueprint);
  const arches = [...new Set(plan.stages.map(({ arch }) => arch))];
  const past = await pastOf(ports, run);
  const forecasts: ArchForecast[] = [];
  for (const arch of arches) {
    const earlier = run === undefined ? [] : await earlierOf(ports, { run, arch, seed: plan.seed });
    const stages = plan.stages.filter((stage) => stage.arch === arch);
    const cached = cachedBuilds(stages, { earlier, builderVersion: ports.builder.version });
    const slots = slotsOf(arch, { workers: past.workers, now: ports.clock.now() });
    forecasts.push(forecastArch({ arch, stages, slots }, { cached, seconds: past.seconds }));
  }
  return { ...(run === undefined ? {} : { against: run.id }), arches: forecasts };
}

interface Past {
  readonly workers: readonly SeenWorker[];
  /** By arch, stage and name: what it took, newest first. */
  readonly seconds: ReadonlyMap<string, readonly number[]>;
}

async function pastOf({ ledger }: ForecastPorts, run: RunRecord | undefined): Promise<Past> {
  const workers = await ledger.workers();
  if (run === undefined) return { workers, seconds: new Map() };
  const before = await ledger.earlierSeconds(run.id);
  const flight = await ledger.flight(run.id);
  const seconds = flight.map(
    (build) => [keyOf(build), [...ownSeconds(build), ...(before.get(build.id) ?? [])]] as const,
  );
  return { workers, seconds: new Map(seconds) };
}

function ownSeconds({ cached, startedAt, finishedAt }: FlightRecord): number[] {
  if (cached || startedAt === undefined || finishedAt === undefined) return [];
  return [(finishedAt.getTime() - startedAt.getTime()) / 1000];
}

interface Earlier {
  readonly run: RunRecord;
  readonly arch: Arch;
  readonly seed: string;
}

/** From another seed every environment is another. */
async function earlierOf({ ledger }: ForecastPorts, { run, arch, seed }: Earlier): Promise<readonly BuildInputs[]> {
  const used = run.preparation.find((prepared) => prepared.arch === arch)?.seed;
  return used === seed ? ledger.inputsOf(run.id, arch) : [];
}

interface Compared {
  readonly earlier: readonly BuildInputs[];
  readonly builderVersion: string;
}

/** Keys of the builds of which nothing that is known goes into another key than before. */
function cachedBuilds(stages: readonly PlannedStage[], { earlier, builderVersion }: Compared): ReadonlySet<string> {
  const known = new Map(earlier.map((build) => [placeOf(build.stage, build.name), build]));
  const makers = new Map(
    earlier.flatMap(({ stage, name, outputs }) => outputs.map(({ record }) => [placeOf(stage, record.name), name])),
  );
  const cached = new Set<string>();
  const isKept = ({ input, name }: LockedPackage): boolean => {
    const maker = makers.get(placeOf(input, name));
    return maker === undefined || cached.has(placeOf(input, maker));
  };
  const isCached = (build: PlannedBuild): boolean => {
    const before = known.get(placeOf(build.stage, build.name));
    if (before?.key === undefined || !before.environment.every(isKept)) return false;
    return buildKey({ recipe: build.recipe, environment: before.environment, builderVersion }, sha256) === before.key;
  };
  // In build order: what a build takes was looked at before.
  for (const build of stages.flatMap(({ builds }) => builds))
    if (isCached(build)) cached.add(placeOf(build.stage, build.name));
  return cached;
}

function placeOf(input: InputName, name: string): string {
  return `${input} ${name}`;
}

function keyOf({ arch, stage, name }: Pick<PlannedBuild, "arch" | "stage" | "name">): string {
  return `${arch} ${stage} ${name}`;
}

interface Asked {
  readonly arch: Arch;
  readonly stages: readonly PlannedStage[];
  readonly slots: number;
}

interface Found {
  readonly cached: ReadonlySet<string>;
  readonly seconds: Past["seconds"];
}

function forecastArch({ arch, stages, slots }: Asked, { cached, seconds }: Found): ArchForecast {
  const builds = stages.flatMap((stage) => stage.builds);
  const expected = expectSeconds(
    builds.map((build) => ({ ...build, id: keyOf(build), earlier: seconds.get(keyOf(build)) ?? [] })),
  );
  const isCached = (build: PlannedBuild) => cached.has(placeOf(build.stage, build.name));
  const time = remainingTime({
    stages: stages.map(({ stage }) => stage),
    slots,
    builds: builds.map((build) => ({
      id: keyOf(build),
      stage: build.stage,
      state: isCached(build) ? "done" : "waiting",
      waitsFor: build.waitsFor.map((name) => keyOf({ ...build, name })),
      seconds: expected.get(keyOf(build))?.seconds ?? 0,
    })),
  });
  return {
    arch,
    ...{ seconds: time.seconds, workSeconds: time.work, pathSeconds: time.path.seconds, slots },
    guessed: builds.filter((build) => !isCached(build) && expected.get(keyOf(build))?.from !== "history").length,
    stages: stages.map((stage) => {
      const end = time.stages.get(stage.stage);
      return {
        ...{ stage: stage.stage, arch, builds: stage.builds.length },
        cached: stage.builds.filter(isCached).map(({ name }) => name),
        waves: stage.builds.reduce((most, { wave }) => Math.max(most, wave + 1), 0),
        ...(end === undefined ? {} : { seconds: end }),
      };
    }),
  };
}
