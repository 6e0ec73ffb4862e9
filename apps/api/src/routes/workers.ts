import { Fault } from "@ascent/core";
import { z } from "zod";
import type { App } from "../app.ts";
import { linkNext, PageQuery, pageOfAll } from "../paging.ts";
import { IdempotencyHeader } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { problems, unchanged } from "../responses.ts";
import { WorkerListView, WorkerView } from "../schema/plan.ts";
import { NameText } from "../schema/run.ts";
import { workerView } from "../views.ts";

const WORKERS = { name: "workers", keyOf: ({ id }: { readonly id: string }) => id };

/** Who works for the service, and who is to take nothing new. */
export function registerWorkers(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/workers",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listWorkers",
        summary: "Workers and what they build",
        tags: ["service"],
        querystring: PageQuery,
        response: { 200: WorkerListView, ...unchanged },
      },
    },
    async (request, reply) => {
      const { items, next } = pageOfAll(await ports.ledger.workers(), request.query, WORKERS);
      linkNext(request, reply, next);
      const now = ports.clock.now();
      return { workers: items.map((worker) => workerView(worker, now)), ...(next === undefined ? {} : { next }) };
    },
  );
  registerDrain(app, ports, "drain");
  registerDrain(app, ports, "undrain");
}

function registerDrain(app: App, ports: ApiPorts, verb: "drain" | "undrain"): void {
  app.post(
    `/v1/workers/:id/${verb}`,
    {
      config: { role: "maintainer", action: `worker.${verb}`, repeats: "kept" },
      schema: {
        operationId: `${verb}Worker`,
        summary:
          verb === "drain"
            ? "Have a worker take nothing new; what it works on it finishes"
            : "Have a drained worker take work again",
        tags: ["service"],
        params: z.object({ id: NameText }),
        headers: IdempotencyHeader,
        response: { 200: WorkerView, ...problems("worker-unknown") },
      },
    },
    async ({ params: { id } }) => {
      const known = !id.includes("\0") && (await ports.ledger.drainWorker(id, verb === "drain"));
      const worker = known ? (await ports.ledger.workers()).find((one) => one.id === id) : undefined;
      if (worker !== undefined) return workerView(worker, ports.clock.now());
      throw new Fault("worker-unknown", `there is no worker ${id}`, {
        wayOut: "GET /v1/workers lists those there are.",
      });
    },
  );
}
