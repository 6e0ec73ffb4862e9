import { PlanView, Problem, RunView, StartedRun, StartRun } from "@ascent/client";
import { dispatchDue, planBlueprint, startRun } from "@ascent/engine";
import { z } from "zod";
import type { App } from "../app.ts";
import { runUnknown } from "../known-run.ts";
import type { ApiPorts } from "../ports.ts";
import { DefectsFault } from "../problems.ts";
import { planView, runView } from "../views.ts";

const RunParams = z.object({ id: z.uuid() });
const refusals = { 400: Problem, 401: Problem, 404: Problem };
const IdempotencyHeader = z.object({ "idempotency-key": z.string().min(1).max(200).optional() });

/** What changes something: start, plan, cancel, retry. */
export function registerTriggers(app: App, ports: ApiPorts): void {
  registerStart(app, ports);
  registerPlans(app, ports);
  registerControl(app, ports);
}

function registerStart(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/runs",
    {
      schema: {
        summary: "Start a run",
        tags: ["runs"],
        headers: IdempotencyHeader,
        body: StartRun,
        response: { 200: StartedRun, 201: StartedRun, ...refusals, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const key = request.headers["idempotency-key"];
      const { blueprint, seeds, arches } = request.body;
      const started = await startRun(ports, {
        blueprint,
        ...(seeds === undefined ? {} : { seeds }),
        ...(arches === undefined ? {} : { arches }),
        requestedBy: "token",
        ...(key === undefined ? {} : { idempotencyKey: key }),
      });
      if (!started.ok) throw new DefectsFault(started.defects);
      const { run, created } = started.value;
      return reply
        .code(created ? 201 : 200)
        .header("location", `/v1/runs/${run.id}`)
        .send({ run: runView(run), created, warnings: [...started.warnings] });
    },
  );
}

function registerPlans(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/plans",
    {
      schema: {
        summary: "Plan without building",
        tags: ["runs"],
        body: StartRun,
        response: { 200: PlanView, ...refusals, 422: Problem },
      },
    },
    async ({ body }) => {
      const choice = { ...(body.seeds?.[0] && { seed: body.seeds[0] }), ...(body.arches && { arches: body.arches }) };
      const planned = await planBlueprint(ports.blueprints, body.blueprint, choice);
      if (!planned.ok) throw new DefectsFault(planned.defects);
      return planView(planned.value);
    },
  );
}

function registerControl(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/runs/:id/cancel",
    { schema: { summary: "Cancel", tags: ["runs"], params: RunParams, response: { 200: RunView, ...refusals } } },
    async ({ params: { id } }) => {
      const run = await ports.ledger.cancelRun(id, ports.clock.now());
      if (run === undefined) throw runUnknown(id);
      return runView(run);
    },
  );
  app.post(
    "/v1/runs/:id/retry",
    {
      schema: {
        summary: "Try failed and cancelled builds again",
        tags: ["runs"],
        params: RunParams,
        body: z.strictObject({ package: z.string().min(1).optional() }).default({}),
        response: { 200: z.object({ retried: z.int() }), ...refusals },
      },
    },
    async ({ params: { id }, body }) => {
      const retried = await ports.ledger.retryRun(id, ports.clock.now(), body.package);
      if (retried === undefined) throw runUnknown(id);
      await dispatchDue(ports);
      return retried;
    },
  );
}
