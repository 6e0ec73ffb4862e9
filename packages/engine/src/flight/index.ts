export { type ArchEstimate, type EstimatePorts, estimateRun } from "./estimate-run.ts";
export {
  type CriticalPath,
  expectationsOf,
  type GraphNode,
  graphOfRun,
  type RunGraph,
} from "./run-graph.ts";
