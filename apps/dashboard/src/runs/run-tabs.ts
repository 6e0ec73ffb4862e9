import type { RunView } from "@ascent/client";
import { onDemand } from "../shell/on-demand.tsx";

export interface RunTabProps {
  readonly run: RunView;
}

/** The ways to look at a run, by what their addresses call them. */
export const RUN_TABS = {
  flight: onDemand(() => import("../flight/flight-tab.tsx")),
  graph: onDemand(() => import("../graph/graph-tab.tsx")),
  verdict: onDemand(() => import("../verdict/verdict-tab.tsx")),
  lineage: onDemand(() => import("../lineage/lineage-tab.tsx")),
  compare: onDemand(() => import("../compare/compare-tab.tsx")),
} as const;

export type RunTab = keyof typeof RUN_TABS;

/** The flight, unless the address names another. */
export function runTabOf(name = ""): RunTab {
  return Object.hasOwn(RUN_TABS, name) ? (name as RunTab) : "flight";
}
