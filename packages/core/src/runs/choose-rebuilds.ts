import type { BuildState } from "../build-state.ts";
import { Fault } from "../fault.ts";
import type { Arch } from "../package.ts";
import { compareText } from "../text.ts";

export interface RebuildWish {
  /** Id of the run. */
  readonly of: string;
  readonly with: "recorded" | "final";
  /** Main packages of the last stage; all when absent. */
  readonly packages?: readonly string[];
}

/** The last stage of an arch. */
export interface EndStage<B> {
  readonly arch: Arch;
  readonly builds: readonly B[];
}

interface Ended {
  readonly stage: string;
  readonly name: string;
  readonly state: BuildState;
}

/**
 * What of a bootstrap's last stages is to be built again, in the order that was given. `arches`: those of the run. Throws
 * Fault "package-unknown", and "run-unfinished" where not all that it needs is done.
 */
export function chooseRebuilds<B extends Ended, T extends object>(
  wish: RebuildWish,
  { arches, stages }: { readonly arches: readonly Arch[]; readonly stages: readonly (T & EndStage<B>)[] },
): readonly (T & EndStage<B>)[] {
  if (stages.length < arches.length) throw unfinished(wish, "not every arch of it has been planned");
  refuseStrange(wish, new Set(stages.flatMap(({ builds }) => builds.map(({ name }) => name))));
  const chosen = stages.map((stage) => {
    return { ...stage, builds: stage.builds.filter(({ name }) => wish.packages?.includes(name) ?? true) };
  });
  // With the final packages as the only input, all of them must be there, whatever is to be built.
  const needed: readonly EndStage<B>[] = wish.with === "final" ? stages : chosen;
  const missing = needed.flatMap(({ builds }) => builds).find(({ state }) => state !== "done");
  if (missing !== undefined) throw unfinished(wish, `${missing.stage}/${missing.name} is ${missing.state}`);
  return chosen;
}

function refuseStrange({ of, packages = [] }: RebuildWish, known: ReadonlySet<string>): void {
  const strange = packages.filter((name) => !known.has(name));
  if (strange.length === 0) return;
  throw new Fault("package-unknown", `run ${of} has no ${strange.join(", ")} in its last stage`, {
    wayOut: `Its last stage builds ${[...known].sort(compareText).join(", ")}.`,
  });
}

function unfinished({ of }: RebuildWish, why: string): Fault {
  return new Fault("run-unfinished", `run ${of} cannot be rebuilt yet: ${why}`, {
    wayOut: "Rebuild it when it has succeeded; `ascent status` shows how far it is.",
  });
}

/** What is built again is a bootstrap, never a rebuild of one. `of`: what the run itself rebuilds. */
export function isRebuildItself(runId: string, of: string): Fault {
  return new Fault("run-is-rebuild", `run ${runId} is itself a rebuild`, {
    wayOut: `Name the bootstrap that it rebuilds: ${of}.`,
  });
}
