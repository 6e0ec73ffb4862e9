import type { FlightRow, FlightView, RunEventView } from "@ascent/client";
import type { Arch, BuildState } from "@ascent/core";

/** A build as the pictures of a run need it. Times are milliseconds since 1970. */
export interface FlightBuild {
  readonly id: string;
  readonly arch: Arch;
  readonly stage: string;
  readonly name: string;
  readonly version: string;
  readonly state: BuildState;
  readonly cached: boolean;
  readonly attempt: number;
  readonly worker: string | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  /** Seconds that it is likely to take. */
  readonly expected: number;
  /** Name of the root cause. */
  readonly blockedBy: string | undefined;
  /** Stable code. */
  readonly failure: string | undefined;
  readonly step: string | undefined;
}

/** One run at one moment: everything up to the event of that number. */
export interface Flight {
  readonly sequence: number;
  readonly builds: readonly FlightBuild[];
}

export function readFlight(view: FlightView): Flight {
  return { sequence: view.version, builds: view.builds.map((row) => readRow(row, view.builds)) };
}

function readRow(row: FlightRow, all: readonly FlightRow[]): FlightBuild {
  const [id, arch, stage, name, version, state, cached, attempt, , worker, startedAt, finishedAt, ...rest] = row;
  const [expected, blockedBy, failure, step] = rest;
  return {
    ...{ id, arch, stage, name, version, state, cached, attempt, expected },
    worker: worker ?? undefined,
    startedAt: startedAt ?? undefined,
    finishedAt: finishedAt ?? undefined,
    blockedBy: blockedBy === null ? undefined : all[blockedBy]?.[3],
    failure: failure ?? undefined,
    step: step ?? undefined,
  };
}

/** What an event of a build tells; the rest stays as it was. */
type Patch = Partial<FlightBuild>;

const NOTHING: Patch = { failure: undefined, blockedBy: undefined, step: undefined };

const PATCHES: Readonly<Record<string, (data: EventData, at: number) => Patch>> = {
  "build.ready": () => ({ ...NOTHING, state: "ready", finishedAt: undefined }),
  "build.waiting": () => ({ ...NOTHING, state: "waiting", finishedAt: undefined }),
  "build.building": (data, at) => ({
    ...NOTHING,
    state: "building",
    worker: data.worker,
    startedAt: at,
    finishedAt: undefined,
  }),
  "build.step": (data) => ({ step: stepText(data.step) }),
  "build.done": (data, at) => ({ ...NOTHING, state: "done", cached: data.cached ?? false, finishedAt: at }),
  "build.failed": (data, at) => ({ ...NOTHING, state: "failed", failure: data.failure?.code, finishedAt: at }),
  "build.blocked": (data) => ({ ...NOTHING, state: "blocked", blockedBy: data.blockedBy }),
  "build.cancelled": (_data, at) => ({ ...NOTHING, state: "cancelled", finishedAt: at }),
};

interface EventData {
  readonly buildId?: string;
  readonly attempt?: number;
  readonly worker?: string;
  readonly cached?: boolean;
  readonly step?: { readonly index: number; readonly total: number; readonly label: string };
  readonly failure?: { readonly code: string };
  readonly blockedBy?: string;
}

function stepText(step: EventData["step"]): string | undefined {
  return step === undefined ? undefined : `${step.index}/${step.total} ${step.label}`;
}

/** The flight after some events, in their order. What is known already (by its number) changes nothing. */
export function applyEvents(flight: Flight, events: readonly RunEventView[]): Flight {
  const news = events.filter(({ sequence }) => sequence > flight.sequence);
  const last = news.at(-1);
  if (last === undefined) return flight;
  const builds = [...flight.builds];
  const places = new Map(builds.map(({ id }, place) => [id, place]));
  for (const event of news) {
    const data = event.data as EventData;
    const place = places.get(data.buildId ?? "");
    const build = place === undefined ? undefined : builds[place];
    const patch = PATCHES[event.type]?.(data, Date.parse(event.at));
    if (place === undefined || build === undefined || patch === undefined) continue;
    builds[place] = { ...build, ...patch, attempt: data.attempt ?? build.attempt };
  }
  return { sequence: last.sequence, builds };
}

/** What a stage of an arch comes to. */
export interface FlightStage {
  readonly stage: string;
  readonly arch: Arch;
  readonly builds: readonly FlightBuild[];
}

/** By arch, each with its stages in order: as the builds are. */
export function stagesOf(flight: Flight): ReadonlyMap<Arch, readonly FlightStage[]> {
  const arches = new Map<Arch, Map<string, FlightBuild[]>>();
  for (const build of flight.builds) {
    const stages = arches.get(build.arch) ?? new Map<string, FlightBuild[]>();
    arches.set(build.arch, stages);
    const builds = stages.get(build.stage);
    if (builds === undefined) stages.set(build.stage, [build]);
    else builds.push(build);
  }
  return new Map(
    [...arches].map(([arch, stages]) => [arch, [...stages].map(([stage, builds]) => ({ stage, arch, builds }))]),
  );
}
