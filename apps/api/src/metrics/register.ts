import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { App } from "../app.ts";
import type { ApiPorts } from "../ports.ts";
import { REQUEST_SECONDS } from "./catalog.ts";
import { ENDED_METRICS } from "./ended-metrics.ts";
import { fresh } from "./fresh.ts";
import { endedHistory } from "./history.ts";
import { registerRead } from "./ledger-metric.ts";
import { QUEUE_METRICS, queueDepths } from "./queue-metrics.ts";
import { REACHABLE_METRICS, STANDING_METRICS } from "./standing-metrics.ts";
import { ROOM_METRICS, STORED_METRICS } from "./stored-metrics.ts";

/** Scrapers that come at the same time are answered from one look at the ledger. */
const SCRAPE_MS = 2_000;
/** Counts every artifact: too much for each scrape, and it changes slowly. */
const STORED_MS = 300_000;

export interface Metrics {
  /** Prometheus text format 0.0.4. */
  render(): Promise<string>;
}

/** Numbers about this process and its requests, and about the ledger, the queues, the workers and the store. */
export function registerMetrics(app: App, ports: ApiPorts): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  registerRequests(app, register);
  registerRead(
    register,
    QUEUE_METRICS,
    fresh(() => queueDepths(ports.queue), ports.clock, SCRAPE_MS),
  );
  ports.webhookTries?.registerIn(register);
  registerLedger(register, ports);
  return { render: () => register.metrics() };
}

function registerRequests(app: App, register: Registry): void {
  const requests = new Histogram({
    name: REQUEST_SECONDS.name,
    help: REQUEST_SECONDS.help,
    labelNames: REQUEST_SECONDS.labels,
    registers: [register],
  });
  app.addHook("onResponse", (request, reply, done) => {
    const isStream = String(reply.raw.getHeader("content-type")).startsWith("text/event-stream");
    const route = request.routeOptions.url ?? "unknown";
    const labels = { method: request.method, route, status: reply.statusCode };
    if (!isStream) requests.observe(labels, reply.elapsedTime / 1000);
    done();
  });
}

function registerLedger(register: Registry, { ledger, operations, clock, storeRoom }: ApiPorts): void {
  if (operations === undefined) return;
  const standings = fresh(
    async () => {
      const now = clock.now();
      return { ...(await operations.standing(now)), workers: await ledger.workers(), now };
    },
    clock,
    SCRAPE_MS,
  );
  registerRead(register, REACHABLE_METRICS, async () => ({ reached: (await standings()) !== undefined }));
  registerRead(register, STANDING_METRICS, standings);
  registerRead(register, ENDED_METRICS, fresh(endedHistory(operations, clock), clock, SCRAPE_MS));
  registerRead(
    register,
    STORED_METRICS,
    fresh(() => operations.stored(), clock, STORED_MS),
  );
  if (storeRoom !== undefined) registerRead(register, ROOM_METRICS, fresh(storeRoom, clock, SCRAPE_MS));
}
