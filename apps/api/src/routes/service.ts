import { isFault } from "@ascent/core";
import { knownBlueprint } from "@ascent/engine";
import { z } from "zod";
import type { App } from "../app.ts";
import type { Metrics } from "../metrics/register.ts";
import type { ApiPorts } from "../ports.ts";
import { bytes } from "../responses.ts";
import { BlueprintListView, type BlueprintView } from "../schema/plan.ts";
import { registerWorkers } from "./workers.ts";

const Health = z
  .object({ status: z.enum(["ok", "failing"]), checks: z.record(z.string(), z.string()) })
  .meta({ id: "Health" });

async function check(ask: () => Promise<void>): Promise<string> {
  try {
    await ask();
    return "ok";
  } catch (error) {
    return isFault(error) ? `${error.code}: ${error.message}` : String(error);
  }
}

/** How the service itself is, and what it could run. */
export function registerService(app: App, ports: ApiPorts, metrics: Metrics): void {
  registerHealth(app, ports);
  registerMetricsRoute(app, metrics);
  registerWorkers(app, ports);
  registerBlueprints(app, ports);
}

function registerHealth(app: App, ports: ApiPorts): void {
  app.get(
    "/healthz",
    {
      config: { role: "anyone" },
      schema: {
        operationId: "getHealth",
        summary: "Is the process alive?",
        tags: ["service"],
        response: { 200: Health },
      },
    },
    async () => ({ status: "ok" as const, checks: {} }),
  );
  app.get(
    "/readyz",
    {
      config: { role: "anyone" },
      schema: {
        operationId: "getReadiness",
        summary: "Can it serve?",
        tags: ["service"],
        response: { 200: Health, 503: Health },
      },
    },
    async (_request, reply) => {
      const checks = {
        database: await check(() => ports.ledger.ping()),
        queue: await check(() => ports.queue.ping()),
      };
      const ready = Object.values(checks).every((answer) => answer === "ok");
      return reply.code(ready ? 200 : 503).send({ status: ready ? "ok" : "failing", checks });
    },
  );
}

function registerMetricsRoute(app: App, metrics: Metrics): void {
  app.get(
    "/metrics",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getMetrics",
        summary: "Prometheus metrics",
        tags: ["service"],
        response: { 200: bytes("text/plain", "Prometheus text format 0.0.4") },
      },
    },
    async (_request, reply) => reply.type("text/plain; version=0.0.4; charset=utf-8").send(await metrics.render()),
  );
}

function registerBlueprints(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/blueprints",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listBlueprints",
        summary: "Blueprints that can be run",
        tags: ["runs"],
        response: { 200: BlueprintListView },
      },
    },
    async () => {
      const names = await ports.blueprints.list();
      const views = await Promise.all(names.map((name) => blueprintView(ports, name)));
      return { blueprints: views.flatMap((view) => view ?? []) };
    },
  );
}

/** Undefined for a blueprint that cannot be read or has defects: starting a run of it tells which. */
async function blueprintView(ports: ApiPorts, name: string): Promise<BlueprintView | undefined> {
  const known = await knownBlueprint(ports.blueprints, name).catch(readable);
  if (known === undefined) return undefined;
  const { description, arches, stages, seeds } = known.blueprint;
  return {
    name,
    digest: known.digest,
    description,
    arches: [...arches],
    stages: stages.map((stage) => ({ name: stage.name, inputs: stage.inputs.map((input) => input.value) })),
    seeds: seeds.map((seed) => ({ name: seed.name, type: seed.type, reason: seed.reason })),
  };
}

function readable(error: unknown): undefined {
  if (!isFault(error)) throw error;
}
