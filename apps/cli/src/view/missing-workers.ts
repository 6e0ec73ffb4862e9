import type { WorkerView } from "@ascent/client";
import type { Arch } from "@ascent/core";

/** A line for each arch of the run that no worker takes builds of now, with the way out: the run waits until one does. */
export function missingWorkerLines(arches: readonly Arch[], workers: readonly WorkerView[]): string[] {
  return arches.flatMap((arch) => {
    const own = workers.filter((worker) => worker.arch === arch);
    if (own.some(({ state }) => state === "idle" || state === "working")) return [];
    const drained = own.some(({ state }) => state === "draining" || state === "drained");
    return [`no worker takes builds for ${arch} now, so the run waits: ${drained ? TAKE_BACK : START}`];
  });
}

const TAKE_BACK = "let a drained one go on (the dashboard's Workers page)";
const START = "start one on a host of that arch (`ascent worker --help`)";
