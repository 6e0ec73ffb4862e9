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
 * build triggers and what the reconciler finds is the same function.
 */
export function settle(flight: Flight): FlightChanges {
  const stages = stageStates(flight);
  const roots = rootCauses(flight);
  const done = new Set(flight.builds.filter((build) => build.state === "done").map((build) => build.id));
  const ready: string[] = [];
  const blocked: { id: string; root: string }[] = [];
  for (const build of flight.builds) {
    if (build.state !== "waiting") continue;
    const root = roots.get(build.id);
    if (root !== undefined) blocked.push({ id: build.id, root });
    else if (stages.get(build.stage) === "open" && build.waitsFor.every((id) => done.has(id))) ready.push(build.id);
  }
  return { ready, blocked };
}

/** For every build that cannot be done any more: the build whose failure (or cancelling) is why. */
function rootCauses(flight: Flight): Map<string, string> {
  const builds = new Map(flight.builds.map((build) => [build.id, build]));
  const roots = new Map<string, string | undefined>();
  const visit = (build: FlightBuild): string | undefined => {
    if (roots.has(build.id)) return roots.get(build.id);
    roots.set(build.id, undefined);
    const root = isRoot(build)
      ? build.id
      : firstRoot(
          build.waitsFor.flatMap((id) => builds.get(id) ?? []),
          visit,
        );
    roots.set(build.id, root);
    return root;
  };
  let before: string | undefined;
  for (const stage of byStage(flight).values()) {
    const inStage = stage.map((build) => ({ build, root: visit(build) ?? before }));
    for (const { build, root } of inStage) roots.set(build.id, root);
    before ??= inStage.find(({ root }) => root !== undefined)?.root;
  }
  return new Map([...roots].flatMap(([id, root]) => (root === undefined ? [] : [[id, root] as const])));
}

function isRoot(build: FlightBuild): boolean {
  return build.state === "failed" || build.state === "cancelled";
}

function firstRoot(
  builds: readonly FlightBuild[],
  visit: (build: FlightBuild) => string | undefined,
): string | undefined {
  for (const build of builds) {
    const root = visit(build);
    if (root !== undefined) return root;
  }
  return undefined;
}

/** A flight is over when every build is settled. */
export function flightState(flight: Flight): FlightState {
  if (flight.builds.some((build) => !settledStates.has(build.state))) return "flying";
  if (flight.builds.every((build) => build.state === "done")) return "succeeded";
  return flight.builds.some((build) => build.state === "failed") ? "failed" : "cancelled";
}
