export { type CriticalPath, expectationsOf, type GraphNode, graphOfRun, type RunGraph } from "./run-graph.ts";
