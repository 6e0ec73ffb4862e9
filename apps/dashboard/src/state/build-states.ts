import { BUILD_STATES, type BuildState } from "@ascent/core";

/** What a cell or a badge shows: a build's state, and of the done ones whether the cache had it. */
export type ShownState = BuildState | "cached";

/** In the order in which a person looks for them: what is wrong, what is on, what is to come, what is over. */
export const SHOWN_STATES: readonly ShownState[] = [
  "failed",
  "blocked",
  "building",
  "ready",
  "waiting",
  "cancelled",
  "cached",
  "done",
];

export const STATE_LABELS: Readonly<Record<ShownState, string>> = {
  failed: "failed",
  blocked: "blocked",
  building: "building",
  ready: "ready",
  waiting: "waiting",
  cancelled: "cancelled",
  cached: "from cache",
  done: "done",
};

export function shownState(build: { readonly state: BuildState; readonly cached: boolean }): ShownState {
  return build.state === "done" && build.cached ? "cached" : build.state;
}

export function stateColor(state: ShownState): string {
  return `var(--state-${state})`;
}

export type Counts = Readonly<Record<ShownState, number>>;

/** A stage's counts as the API gives them, with the cached ones told apart. */
export function shownCounts(stage: {
  readonly counts: Partial<Record<BuildState, number>>;
  readonly cached: number;
}): Counts {
  const counts = Object.fromEntries(BUILD_STATES.map((state) => [state, stage.counts[state] ?? 0]));
  return {
    ...(counts as Record<BuildState, number>),
    done: (stage.counts.done ?? 0) - stage.cached,
    cached: stage.cached,
  };
}

export function addCounts(all: readonly Counts[]): Counts {
  const sum = (state: ShownState) => all.reduce((total, counts) => total + counts[state], 0);
  return Object.fromEntries(SHOWN_STATES.map((state) => [state, sum(state)])) as unknown as Counts;
}

export function totalOf(counts: Counts): number {
  return SHOWN_STATES.reduce((total, state) => total + counts[state], 0);
}

/** "3 failed, 12 building": those that there are, in words. */
export function tellCounts(counts: Counts): string {
  const parts = SHOWN_STATES.filter((state) => counts[state] > 0).map(
    (state) => `${counts[state]} ${STATE_LABELS[state]}`,
  );
  return parts.length === 0 ? "no builds" : parts.join(", ");
}
