import { ENDED_METRICS } from "./ended-metrics.ts";
import type { ReadMetric } from "./ledger-metric.ts";
import { QUEUE_METRICS } from "./queue-metrics.ts";
import { REACHABLE_METRICS, STANDING_METRICS } from "./standing-metrics.ts";
import { ROOM_METRICS, STORED_METRICS } from "./stored-metrics.ts";
import { WEBHOOK_TRIES } from "./webhook-metrics.ts";

export type MetricEntry = Pick<ReadMetric<never>, "name" | "help" | "type" | "labels">;

/** Counted by this process itself, as are the tries of webhooks, unlike all others. */
export const REQUEST_SECONDS = {
  name: "ascent_http_request_seconds",
  help: "Seconds per request, by route and status; event streams, which last as long as someone watches, are left out",
  type: "histogram",
  labels: ["method", "route", "status"],
} as const;

/** Every metric of Ascent's own that the API's /metrics can have. Beside them are prom-client's, of the process. */
export const CATALOG: readonly MetricEntry[] = [
  ...REACHABLE_METRICS,
  ...STANDING_METRICS,
  ...ENDED_METRICS,
  ...STORED_METRICS,
  ...ROOM_METRICS,
  ...QUEUE_METRICS,
  WEBHOOK_TRIES,
  REQUEST_SECONDS,
];
