import { concludeSoon, dispatchSoon, planBlueprint, startRun } from "@ascent/engine";
import { actorOf } from "../access/guard.ts";
import type { App } from "../app.ts";
import { knownRun, runUnknown } from "../known-run.ts";
import { IdempotencyHeader, IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { DefectsFault } from "../problems.ts";
import { OF_BLUEPRINTS, problems } from "../responses.ts";
import { PlanView } from "../schema/plan.ts";
import { RetriedView, RetryRun, RunView, StartedRun, StartRun } from "../schema/run.ts";
import { planView, runView } from "../views.ts";

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
      config: { role: "maintainer", action: "run.start" },
      schema: {
        operationId: "startRun",
        summary: "Start a run",
        tags: ["runs"],
        headers: IdempotencyHeader,
        body: StartRun,
        response: { 200: StartedRun, 201: StartedRun, ...problems(...OF_BLUEPRINTS, "idempotency-conflict") },
      },
    },
    async (request, reply) => {
      const key = request.headers["idempotency-key"];
      const { blueprint, seeds, arches } = request.body;
      const started = await startRun(ports, {
        blueprint,
        ...(seeds === undefined ? {} : { seeds }),
        ...(arches === undefined ? {} : { arches }),
        requestedBy: actorOf(request).name,
        ...(key === undefined ? {} : { idempotencyKey: key }),
      });
      if (!started.ok) throw new DefectsFault(started.defects, started.warnings);
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
      config: { role: "viewer", action: false },
      schema: {
        operationId: "planRun",
        summary: "Plan without building, for the first of the seeds",
        tags: ["runs"],
        body: StartRun,
        response: { 200: PlanView, ...problems(...OF_BLUEPRINTS) },
      },
    },
    async ({ body }) => {
      const choice = { ...(body.seeds?.[0] && { seed: body.seeds[0] }), ...(body.arches && { arches: body.arches }) };
      const planned = await planBlueprint(ports.blueprints, body.blueprint, choice);
      if (!planned.ok) throw new DefectsFault(planned.defects, planned.warnings);
      return planView(planned.value);
    },
  );
}

function registerControl(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/runs/:id/cancel",
    {
      config: { role: "maintainer", action: "run.cancel" },
      schema: {
        operationId: "cancelRun",
        summary: "Cancel",
        tags: ["runs"],
        params: IdParams,
        response: { 200: RunView, ...problems("run-unknown") },
      },
    },
    async ({ params: { id } }) => {
      if ((await ports.ledger.cancelRun(id, ports.clock.now())) === undefined) throw runUnknown(id);
      // Where nothing was running there is nobody left to wait for.
      await concludeSoon(ports);
      return runView(await knownRun(ports, id));
    },
  );
  app.post(
    "/v1/runs/:id/retry",
    {
      config: { role: "maintainer", action: "run.retry" },
      schema: {
        operationId: "retryRun",
        summary: "Try failed and cancelled builds again",
        tags: ["runs"],
        params: IdParams,
        body: RetryRun.nullish(),
        response: { 200: RetriedView, ...problems("run-unknown") },
      },
    },
    async ({ params: { id }, body }) => {
      const retried = await ports.ledger.retryRun(id, ports.clock.now(), body?.package);
      if (retried === undefined) throw runUnknown(id);
      await dispatchSoon(ports);
      return retried;
    },
  );
}
