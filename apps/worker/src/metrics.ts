import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { JobQueue } from "@ascent/engine";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface WorkerMetrics {
  /** The same queue; its jobs are counted. */
  counting(queue: JobQueue): JobQueue;
  /** Prometheus text format 0.0.4. */
  render(): Promise<string>;
}

/** How this process is. What it builds is in the ledger, and the API tells it. */
export function createWorkerMetrics(): WorkerMetrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const running = new Gauge({
    name: "ascent_worker_jobs_running",
    help: "Jobs that this worker has in hand, by kind",
    labelNames: ["kind"],
    registers,
  });
  const seconds = new Histogram({
    name: "ascent_worker_job_seconds",
    help: "Seconds that this worker had a job in hand, by kind and how it went; a failed build is handled well",
    labelNames: ["kind", "outcome"],
    buckets: [0.1, 1, 5, 30, 60, 300, 900, 3600, 14_400],
    registers,
  });
  const count = async (kind: string, handle: () => Promise<void>): Promise<void> => {
    running.inc({ kind });
    const end = seconds.startTimer({ kind });
    let outcome = "error";
    try {
      await handle();
      outcome = "handled";
    } finally {
      running.dec({ kind });
      end({ outcome });
    }
  };
  return {
    counting: (queue) => ({
      send: (messages) => queue.send(messages),
      consume: (arch, concurrency, handler) =>
        queue.consume(arch, concurrency, (payload) => count(payload.kind, () => handler(payload))),
      reprioritize: (messages) => queue.reprioritize(messages),
      depth: (arch) => queue.depth(arch),
      ping: () => queue.ping(),
      close: () => queue.close(),
    }),
    render: () => register.metrics(),
  };
}

/** Serves GET /metrics at `host:port` and nothing else; resolves to the URL. Throws what listening throws. */
export async function serveMetrics(
  metrics: WorkerMetrics,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    metrics.render().then(
      (text) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  // Scrapes must not keep a worker alive that is done.
  server.unref();
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}/metrics`,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}
