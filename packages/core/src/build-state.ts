import { compareText } from "./text.ts";

/**
 * waiting ──► ready ──► building ──► done
 *    │          ▲          │  ├────► failed      (its root cause is its own)
 *    │          └── lost ──┘  └────► cancelled
 *    ├────────────────────────────► blocked     (something it needs has failed; names that build)
 *    └────────────────────────────► cancelled
 *
 * retry: failed ─► ready, blocked ─► waiting, cancelled ─► waiting
 */
export const BUILD_STATES = ["waiting", "ready", "building", "done", "failed", "blocked", "cancelled"] as const;
export type BuildState = (typeof BUILD_STATES)[number];

/** What a person wants to see first: what failed, what happens, what comes, what cannot, and last what is over. */
export const BY_URGENCY: readonly BuildState[] = [
  ...(["failed", "building", "ready", "waiting"] as const),
  ...(["blocked", "cancelled", "done"] as const),
];

export const RUN_STATES = ["preparing", "running", "succeeded", "failed", "cancelled"] as const;
export type RunState = (typeof RUN_STATES)[number];

export const ATTEMPT_STATES = ["queued", "building", "succeeded", "failed", "lost", "cancelled"] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

export interface FlightBuild {
  readonly id: string;
  readonly stage: string;
  readonly name: string;
  readonly state: BuildState;
  /** Ids of own-stage builds that come first. */
  readonly waitsFor: readonly string[];
}

/** One arch of a run: what is known of its builds at one moment. */
export interface Flight {
  /** In order. */
  readonly stages: readonly string[];
  readonly builds: readonly FlightBuild[];
}

/** What must change so that a flight agrees with its own rules; empty when it does. */
export interface FlightChanges {
  readonly ready: readonly string[];
  /** Each with the failed (or cancelled) build that is the root cause. */
  readonly blocked: readonly { readonly id: string; readonly root: string }[];
}

export type StageState = "waiting" | "open" | "complete" | "failed";
export type FlightState = "flying" | "succeeded" | "failed" | "cancelled";

const settledStates: ReadonlySet<BuildState> = new Set(["done", "failed", "blocked", "cancelled"]);

/** The builds of each stage, in the flight's order of stages. */
function byStage(flight: Flight): Map<string, FlightBuild[]> {
  const stages = new Map<string, FlightBuild[]>(flight.stages.map((name) => [name, []]));
  for (const build of flight.builds) stages.get(build.stage)?.push(build);
  return stages;
}

/** A stage is open when every build of the stages before it is done; complete when all of its own are. */
export function stageStates(flight: Flight): Map<string, StageState> {
  const states = new Map<string, StageState>();
  let open = true;
  for (const [name, builds] of byStage(flight)) {
    const state: StageState = open ? openStageState(builds) : "waiting";
    states.set(name, state);
    open = state === "complete";
  }
  return states;
}

function openStageState(builds: readonly FlightBuild[]): StageState {
  if (builds.every((build) => build.state === "done")) return "complete";
  return builds.every((build) => settledStates.has(build.state)) ? "failed" : "open";
}

/**
 * Derives, from the states alone, which waiting builds may go and which cannot any more. Idempotent: what a finished
 * build triggers and what the reconciler finds is the same function. Both lists are in canonical order (stage, name,
 * id), whatever order the flight's builds are in.
 */
export function settle(flight: Flight): FlightChanges {
  const stages = stageStates(flight);
  const roots = rootCauses(flight);
  const done = new Set(flight.builds.filter((build) => build.state === "done").map((build) => build.id));
  const ready: string[] = [];
  const blocked: { id: string; root: string }[] = [];
  for (const build of canonical(flight)) {
    if (build.state !== "waiting") continue;
    const root = roots.get(build.id);
    if (root !== undefined) blocked.push({ id: build.id, root });
    else if (stages.get(build.stage) === "open" && build.waitsFor.every((id) => done.has(id))) ready.push(build.id);
  }
  return { ready, blocked };
}

/** By stage, name, id. Builds of a stage that the flight does not have are left out: nothing would open it. */
function canonical(flight: Flight): FlightBuild[] {
  return [...byStage(flight).values()].flatMap((builds) =>
    [...builds].sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id)),
  );
}

/**
 * For every build that cannot be done any more: the one build whose failure (or cancelling) is why. In its own stage
 * that is the first, in canonical order and failures before cancelled ones, that it waits for directly or through others;
 * else the first of the earliest stage that has any, since no later stage will open.
 */
function rootCauses(flight: Flight): Map<string, string> {
  const builds = canonical(flight);
  const roots = new Map<string, string>();
  const dependents = dependentsOf(builds);
  const ofState = (state: BuildState) => builds.filter((build) => build.state === state);
  const causes = [...ofState("failed"), ...ofState("cancelled")];
  for (const cause of causes) roots.set(cause.id, cause.id);
  for (const cause of causes) spread(cause, dependents, roots);
  blockLaterStages(flight, causes, roots);
  return roots;
}

function dependentsOf(builds: readonly FlightBuild[]): Map<string, FlightBuild[]> {
  const dependents = new Map<string, FlightBuild[]>(builds.map((build) => [build.id, []]));
  for (const build of builds) for (const id of build.waitsFor) dependents.get(id)?.push(build);
  return dependents;
}

/** Gives a cause to all that wait for it and have none yet. A loop: a chain may be as long as a stage. */
function spread(
  cause: FlightBuild,
  dependents: ReadonlyMap<string, readonly FlightBuild[]>,
  roots: Map<string, string>,
): void {
  const queue = [cause];
  for (const build of queue) {
    for (const dependent of dependents.get(build.id) ?? []) {
      if (dependent.state === "done" || roots.has(dependent.id)) continue;
      roots.set(dependent.id, cause.id);
      queue.push(dependent);
    }
  }
}

function blockLaterStages(flight: Flight, causes: readonly FlightBuild[], roots: Map<string, string>): void {
  let before: string | undefined;
  for (const [stage, builds] of byStage(flight)) {
    for (const build of builds) {
      if (before !== undefined && build.state !== "done" && !roots.has(build.id)) roots.set(build.id, before);
    }
    before ??= causes.find((cause) => cause.stage === stage)?.id;
  }
}

/** A flight is over when every build is settled. */
export function flightState(flight: Flight): FlightState {
  if (flight.builds.some((build) => !settledStates.has(build.state))) return "flying";
  if (flight.builds.every((build) => build.state === "done")) return "succeeded";
  return flight.builds.some((build) => build.state === "failed") ? "failed" : "cancelled";
}
