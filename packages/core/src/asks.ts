import type { InputName } from "./package.ts";
import type { Edge, PlannedBuild } from "./plan.ts";

/** That a build takes something from another one, with one reason for it. */
export interface Ask {
  /** The stage of the build that gives: the own one, or an earlier. */
  readonly stage: InputName;
  /** Main package of the build that gives. */
  readonly build: string;
  /** The dependency that was asked for. */
  readonly name: string;
  /** Package whose run-time dependency it is; absent where the definition (or its stage) asks itself. */
  readonly askedBy?: string;
}

/**
 * The builds that a build takes from, each once and with the nearest reason: all that it waits for in its own stage, and of
 * the earlier stages those that its definition asks for itself (what these need at run time would be most of their stage).
 * In the plan's order of edges, which is canonical.
 */
export function asksOf(build: Pick<PlannedBuild, "stage" | "waitsFor" | "edges">): Ask[] {
  const awaited = new Set(build.waitsFor);
  const asks = new Map<string, Ask>();
  for (const edge of build.edges) {
    const ask = askOf(edge);
    if (ask === undefined || !isTold(ask, build.stage, awaited)) continue;
    const key = `${ask.stage} ${ask.build}`;
    const known = asks.get(key);
    if (known === undefined || (known.askedBy !== undefined && ask.askedBy === undefined)) asks.set(key, ask);
  }
  return [...asks.values()];
}

function askOf({ input, build, name, askedBy }: Edge): Ask | undefined {
  if (build === undefined) return undefined;
  return { stage: input, build, name, ...(askedBy === undefined ? {} : { askedBy }) };
}

function isTold(ask: Ask, stage: string, awaited: ReadonlySet<string>): boolean {
  return ask.stage === stage ? awaited.has(ask.build) : ask.askedBy === undefined;
}
