import type { BuildState } from "../build-state.ts";
import { Heap } from "./heap.ts";
import { type ChainLink, longestChain, tailsOf } from "./longest-chain.ts";

export interface RemainingBuild extends ChainLink {
  readonly state: BuildState;
  /** Of a build that runs: seconds since it began. */
  readonly elapsed?: number;
}

/** One arch of a run at one moment. `seconds` of a build is how long the whole of it is likely to take. */
export interface RemainingRequest {
  /** In order. */
  readonly stages: readonly string[];
  readonly builds: readonly RemainingBuild[];
  /** Builds that the workers of the arch do at once. */
  readonly slots: number;
}

export interface RemainingTime {
  /** Until the last build that still can be done is done. */
  readonly seconds: number;
  /** Until each stage that has such builds is done. */
  readonly stages: ReadonlyMap<string, number>;
  /** All that is left to do, were it done one after the other. */
  readonly work: number;
  /** The longest chain of what is left: no number of workers is faster. */
  readonly path: { readonly ids: readonly string[]; readonly seconds: number };
}

/** Of a build that takes longer than expected: this share of what it took so far is taken to be left. */
const OVERDUE_SHARE = 0.1;
const OPEN: ReadonlySet<BuildState> = new Set(["waiting", "ready", "building"]);

/**
 * Plays the rest of an arch through: stage after stage, a free worker takes the ready build with the longest chain behind
 * it. What failed, is blocked or cancelled takes no time. With no worker at all one is assumed. Never less than the
 * longest chain, nor than the work shared by all workers; with one worker exactly the work.
 */
export function remainingTime({ stages, builds, slots }: RemainingRequest): RemainingTime {
  const left = builds
    .filter(({ state }) => OPEN.has(state))
    .map((build): RemainingBuild => ({ ...build, seconds: leftOf(build) }));
  const ends = new Map<string, number>();
  let now = 0;
  for (const stage of stages) {
    const own = left.filter((build) => build.stage === stage);
    if (own.length === 0) continue;
    now += stageTime(own, slots);
    ends.set(stage, now);
  }
  const work = left.reduce((sum, { seconds }) => sum + seconds, 0);
  return { seconds: now, stages: ends, work, path: longestChain(stages, left) };
}

function leftOf({ state, seconds, elapsed = 0 }: RemainingBuild): number {
  return state === "building" ? Math.max(seconds - elapsed, elapsed * OVERDUE_SHARE) : seconds;
}

/** Seconds that a stage takes. Builds that wait for each other would never begin; they are not counted. */
function stageTime(builds: readonly RemainingBuild[], slots: number): number {
  const tails = tailsOf(builds);
  const waits = new Waits(builds);
  const crew: Crew = {
    ready: new Heap((a, b) => (tails.get(b.id)?.seconds ?? 0) - (tails.get(a.id)?.seconds ?? 0)),
    running: new Heap((a, b) => a.until - b.until),
  };
  for (const build of builds) {
    if (build.state === "building") crew.running.push({ build, until: build.seconds });
    else if (waits.isFree(build)) crew.ready.push(build);
  }
  const free = Math.max(1, slots, crew.running.size);
  let now = 0;
  for (;;) {
    startMore(crew, { free, now });
    const next = crew.running.pop();
    if (next === undefined) return now;
    now = next.until;
    for (const freed of waits.done(next.build)) crew.ready.push(freed);
  }
}

interface Crew {
  readonly ready: Heap<RemainingBuild>;
  readonly running: Heap<{ readonly build: RemainingBuild; readonly until: number }>;
}

/** Gives every free worker a build, as long as there are any. */
function startMore({ ready, running }: Crew, { free, now }: { readonly free: number; readonly now: number }): void {
  while (running.size < free) {
    const build = ready.pop();
    if (build === undefined) return;
    running.push({ build, until: now + build.seconds });
  }
}

/** How many builds each one still waits for; what is not among them is done already, or will never be. */
class Waits {
  readonly #open = new Map<string, number>();
  readonly #behind = new Map<string, RemainingBuild[]>();

  constructor(builds: readonly RemainingBuild[]) {
    for (const { id } of builds) this.#behind.set(id, []);
    for (const build of builds) {
      const known = [...new Set(build.waitsFor)].filter((id) => this.#behind.has(id));
      for (const id of known) this.#behind.get(id)?.push(build);
      this.#open.set(build.id, known.length);
    }
  }

  isFree({ id }: RemainingBuild): boolean {
    return this.#open.get(id) === 0;
  }

  /** What may go now that this one is done. */
  done({ id }: RemainingBuild): RemainingBuild[] {
    const freed: RemainingBuild[] = [];
    for (const build of this.#behind.get(id) ?? []) {
      const left = (this.#open.get(build.id) ?? 0) - 1;
      this.#open.set(build.id, left);
      if (left === 0 && build.state !== "building") freed.push(build);
    }
    return freed;
  }
}
