import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { STATE_LABELS, shownState } from "../state/build-states.ts";
import { cellLayout, placeAt } from "./cell-layout.ts";
import { drawCells } from "./draw-cells.ts";
import type { FlightBuild } from "./flight-model.ts";

interface BuildCellsProps {
  readonly builds: readonly FlightBuild[];
  readonly label: string;
}

/** Builds as cells of one picture: thousands of them cost one drawing. The table below has them for keyboard and ear. */
export function BuildCells({ builds, label }: BuildCellsProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme("light");
  const [, go] = useLocation();
  const [pointed, setPointed] = useState<FlightBuild>();
  const layout = useMemo(() => cellLayout(builds.length, width), [builds.length, width]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours depend on the scheme
  useEffect(() => {
    if (canvas.current !== null && width > 0) drawCells(canvas.current, builds, layout);
  }, [builds, layout, width, scheme]);
  const buildAt = ({ nativeEvent }: MouseEvent) => builds[placeAt(layout, nativeEvent.offsetX, nativeEvent.offsetY)];
  const open = (event: MouseEvent) => {
    const build = buildAt(event);
    if (build !== undefined) go(`/builds/${build.id}`);
  };
  return (
    <div ref={ref}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        title={pointed === undefined ? undefined : tell(pointed)}
        style={{
          display: "block",
          width: "100%",
          height: layout.height,
          cursor: pointed === undefined ? "default" : "pointer",
        }}
        onMouseMove={(event) => setPointed(buildAt(event))}
        onMouseLeave={() => setPointed(undefined)}
        onClick={open}
      />
    </div>
  );
}

function tell(build: FlightBuild): string {
  const why = build.blockedBy === undefined ? "" : ` by ${build.blockedBy}`;
  return `${build.name}-${build.version}: ${STATE_LABELS[shownState(build)]}${why}`;
}
