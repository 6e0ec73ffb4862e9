import { ARCHES } from "@ascent/core";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { App } from "./app.ts";
import type { ApiPorts } from "./ports.ts";

export interface Metrics {
  /** Prometheus text format 0.0.4. */
  render(): Promise<string>;
}

/** Numbers about this process, its requests, the queues and the workers. */
export function registerMetrics(app: App, ports: ApiPorts): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: "ascent_http_request_seconds",
    help: "Seconds per request, by route and status",
    labelNames: ["method", "route", "status"],
    registers,
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  registerGauges(ports, registers);
  return { render: () => register.metrics() };
}

/** Gauges of what is elsewhere are empty while it cannot be asked: the process's own numbers matter most then. */
function registerGauges(ports: ApiPorts, registers: Registry[]): void {
  new Gauge({
    name: "ascent_queue_jobs",
    help: "Jobs in the queue of an arch, by state",
    labelNames: ["arch", "state"],
    registers,
    async collect() {
      this.reset();
      for (const arch of ARCHES) {
        const depth = await ports.queue.depth(arch).catch(() => undefined);
        if (depth === undefined) continue;
        this.set({ arch, state: "waiting" }, depth.waiting);
        this.set({ arch, state: "active" }, depth.active);
      }
    },
  });
  new Gauge({
    name: "ascent_workers",
    help: "Workers that gave a sign of life, by arch",
    labelNames: ["arch"],
    registers,
    async collect() {
      this.reset();
      const workers = await ports.ledger.workers().catch(() => undefined);
      if (workers === undefined) return;
      for (const arch of ARCHES) this.set({ arch }, workers.filter((worker) => worker.arch === arch).length);
    },
  });
}
