import { BlueprintView, Problem, WorkerView } from "@ascent/client";
import { isFault } from "@ascent/core";
import { blueprintDigest, listFiles } from "@ascent/engine";
import { loadBlueprint, sha256 } from "@ascent/formats";
import { z } from "zod";
import type { App } from "../app.ts";
import type { Metrics } from "../metrics.ts";
import type { ApiPorts } from "../ports.ts";
import { workerView } from "../views.ts";

const Health = z.object({ status: z.enum(["ok", "failing"]), checks: z.record(z.string(), z.string()) });

async function check(ask: () => Promise<void>): Promise<string> {
  try {
    await ask();
    return "ok";
  } catch (error) {
    return isFault(error) ? `${error.code}: ${error.message}` : String(error);
  }
}

export function registerService(app: App, ports: ApiPorts, metrics: Metrics): void {
  app.get(
    "/healthz",
    { schema: { summary: "Is the process alive?", tags: ["service"], response: { 200: Health } } },
    async () => ({ status: "ok" as const, checks: {} }),
  );
  app.get(
    "/readyz",
    { schema: { summary: "Can it serve?", tags: ["service"], response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const checks = {
        database: await check(() => ports.ledger.ping()),
        queue: await check(() => ports.queue.ping()),
      };
      const ready = Object.values(checks).every((answer) => answer === "ok");
      return reply.code(ready ? 200 : 503).send({ status: ready ? "ok" : "failing", checks });
    },
  );
  app.get("/metrics", { schema: { summary: "Prometheus metrics", tags: ["service"] } }, async (_request, reply) =>
    reply.type("text/plain; version=0.0.4").send(await metrics.render()),
  );
  app.get(
    "/v1/workers",
    {
      schema: {
        summary: "Workers and what they build",
        tags: ["service"],
        response: { 200: z.object({ workers: z.array(WorkerView) }), 401: Problem },
      },
    },
    async () => ({ workers: (await ports.ledger.workers()).map(workerView) }),
  );
  registerBlueprints(app, ports);
}

function registerBlueprints(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/blueprints",
    {
      schema: {
        summary: "Blueprints that can be run",
        tags: ["runs"],
        response: { 200: z.object({ blueprints: z.array(BlueprintView) }), 401: Problem },
      },
    },
    async () => {
      const names = await ports.blueprints.list();
      const views = await Promise.all(names.map((name) => blueprintView(ports, name)));
      return { blueprints: views.flatMap((view) => view ?? []) };
    },
  );
}

/** Undefined for a blueprint with defects: starting a run of it lists them. */
async function blueprintView(ports: ApiPorts, name: string): Promise<BlueprintView | undefined> {
  const files = await ports.blueprints.read(name);
  const loaded = loadBlueprint(files, await ports.blueprints.pipelines(), sha256);
  if (!loaded.ok) return undefined;
  const { description, arches, stages, seeds } = loaded.value.blueprint;
  return {
    name,
    digest: blueprintDigest(listFiles(files)),
    description,
    arches: [...arches],
    stages: stages.map((stage) => ({ name: stage.name, inputs: stage.inputs.map((input) => input.value) })),
    seeds: seeds.map((seed) => ({ name: seed.name, type: seed.type, reason: seed.reason })),
  };
}
