import { useEffect, useState } from "react";
import type { ArchGraph } from "./graph-model.ts";
import type { StageLayout, StageShape } from "./layout-stage.ts";

/** Where the builds of the open stages go; undefined until that is known. */
export function useLayout(graph: ArchGraph, open: ReadonlySet<string>): ReadonlyMap<string, StageLayout> | undefined {
  const [layouts, setLayouts] = useState<ReadonlyMap<string, StageLayout>>();
  useEffect(() => {
    const worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<readonly StageLayout[]>) => {
      setLayouts(new Map(data.map((layout) => [layout.stage, layout])));
      worker.terminate();
    });
    worker.postMessage(graph.stages.filter((stage) => open.has(stage)).map((stage) => shapeOf(graph, stage)));
    return () => worker.terminate();
  }, [graph, open]);
  return layouts;
}

function shapeOf(graph: ArchGraph, stage: string): StageShape {
  const builds = graph.builds.filter((build) => build.stage === stage);
  const places = new Map(builds.map(({ id }, place) => [id, place]));
  const links = graph.links.flatMap(({ from, to, waits }) => {
    const ends = [places.get(from), places.get(to)] as const;
    return waits && ends[0] !== undefined && ends[1] !== undefined ? [[ends[0], ends[1]] as const] : [];
  });
  return { stage, waves: builds.map(({ wave }) => wave), links };
}
