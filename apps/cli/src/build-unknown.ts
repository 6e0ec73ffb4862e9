import type { BuildView, RunView } from "@ascent/client";
import { Fault } from "@ascent/core";

/** Fault "build-unknown": that run has no build of that package (`sed`, or `sed in stage2`), but those that it tells. */
export function buildUnknown(run: RunView, builds: readonly BuildView[], what: string): Fault {
  const names = [...new Set(builds.map(({ name }) => name))].join(", ");
  return new Fault("build-unknown", `run ${run.id.slice(0, 8)} builds no ${what}`, {
    wayOut: `It builds: ${builds.length === 0 ? `nothing yet, it is ${run.state}` : names}.`,
  });
}
