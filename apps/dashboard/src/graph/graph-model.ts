import type { GraphView } from "@ascent/client";
import type { Arch } from "@ascent/core";

export interface GraphBuild {
  readonly id: string;
  readonly stage: string;
  readonly name: string;
  /** Rounds of its stage that come before it. */
  readonly wave: number;
  /** Seconds that it is likely to take. */
  readonly seconds: number;
}

/** What builds of one arch take from each other, by id. */
export interface ArchGraph {
  readonly arch: Arch;
  /** In order. */
  readonly stages: readonly string[];
  readonly builds: readonly GraphBuild[];
  readonly links: readonly GraphLink[];
  /** Ids, first to last. */
  readonly critical: readonly string[];
  readonly criticalSeconds: number;
}

export interface GraphLink {
  readonly from: string;
  readonly to: string;
  /** True: within a stage, it holds the other back. False: taken from an earlier stage. */
  readonly waits: boolean;
}

export function readGraph(view: GraphView): readonly ArchGraph[] {
  const arches = [...new Set(view.nodes.map(([, arch]) => arch))];
  return arches.map((arch) => archGraph(view, arch));
}

function archGraph({ nodes, edges, criticalPaths }: GraphView, arch: Arch): ArchGraph {
  const idAt = (place: number) => nodes[place]?.[0] ?? "";
  const own = nodes.filter((node) => node[1] === arch);
  const path = criticalPaths.find((candidate) => candidate.arch === arch);
  const links = new Map<string, GraphLink>();
  for (const [from, to, kind] of edges) {
    if (nodes[from]?.[1] !== arch) continue;
    links.set(`${from} ${to}`, { from: idAt(from), to: idAt(to), waits: kind === "waits" });
  }
  return {
    arch,
    stages: [...new Set(own.map(([, , stage]) => stage))],
    builds: own.map(([id, , stage, name, wave, seconds]) => ({ id, stage, name, wave, seconds })),
    links: [...links.values()],
    critical: (path?.builds ?? []).map(idAt),
    criticalSeconds: path?.seconds ?? 0,
  };
}
