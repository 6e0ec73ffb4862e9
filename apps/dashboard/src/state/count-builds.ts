import { type Counts, SHOWN_STATES, shownState } from "./build-states.ts";

/** How many builds are in which state. */
export function countBuilds(builds: readonly Parameters<typeof shownState>[0][]): Counts {
  const counts = Object.fromEntries(SHOWN_STATES.map((state) => [state, 0])) as Record<
    (typeof SHOWN_STATES)[number],
    number
  >;
  for (const build of builds) counts[shownState(build)] += 1;
  return counts;
}
