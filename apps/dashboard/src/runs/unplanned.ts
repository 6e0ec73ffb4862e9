import type { RunView } from "@ascent/client";
import type { Arch } from "@ascent/core";

/**
 * About how many builds a run is to have beyond those that are planned: an arch is planned when its seed is pinned. Its
 * stages are those of the other arches, so it counts as the largest of them. `planned` holds an arch per planned build.
 */
export function countUnplanned({ arches }: Pick<RunView, "arches">, planned: Iterable<Arch>): number {
  const counts = new Map<Arch, number>();
  for (const arch of planned) counts.set(arch, (counts.get(arch) ?? 0) + 1);
  const missing = arches.filter((arch) => !counts.has(arch)).length;
  return missing * Math.max(0, ...counts.values());
}
