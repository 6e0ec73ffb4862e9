export {
  type ArchEstimate,
  estimateRun,
  type FactsLedger,
  factsOfRun,
  hasLeft,
  type PlanFacts,
  type RunFacts,
} from "./estimate-run.ts";
export {
  type ArchForecast,
  type Forecast,
  type ForecastPorts,
  forecastPlan,
  type StageForecast,
} from "./forecast-plan.ts";
export {
  type CriticalPath,
  expectationsOf,
  type GraphNode,
  graphOfRun,
  type RunGraph,
} from "./run-graph.ts";
