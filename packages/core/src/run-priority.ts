/** How urgent a run is among others: 0 to 10, larger goes first. */
export const RUN_PRIORITY = { least: 0, usual: 5, most: 10 } as const;

/** The queue's least urgent priority (queue port). */
export const LEAST_URGENT = 2 ** 21;

/** Priorities that the builds of one urgency share; more builds in a row than that are equally urgent. */
const BAND = Math.floor((LEAST_URGENT - 2) / (RUN_PRIORITY.most - RUN_PRIORITY.least + 1));

/**
 * A build's priority in the queue, where smaller goes first: every build of a more urgent run before all of a less urgent
 * one; within equally urgent runs the longer the `path` (builds one after another from this one to the end of its run) the
 * sooner. From 2 up to `LEAST_URGENT`: 1 is for what prepares a run.
 */
export function messagePriority(runPriority: number, path: number): number {
  const band = RUN_PRIORITY.most - Math.min(Math.max(runPriority, RUN_PRIORITY.least), RUN_PRIORITY.most);
  return 2 + band * BAND + (BAND - 1 - Math.min(Math.max(path, 0), BAND - 1));
}
