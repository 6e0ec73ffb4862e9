import { type Counts, SHOWN_STATES } from "../state/build-states.ts";

/** A worker's places as a bar shows them: taken ones build, free ones wait. */
export function loadCounts(worker: { readonly building: readonly string[]; readonly concurrency: number }): Counts {
  const none = Object.fromEntries(SHOWN_STATES.map((state) => [state, 0])) as Record<
    (typeof SHOWN_STATES)[number],
    number
  >;
  const building = worker.building.length;
  return { ...none, building, waiting: Math.max(0, worker.concurrency - building) };
}
