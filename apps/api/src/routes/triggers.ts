import { forecastPlan, planBlueprint, type StartRequest, startRun } from "@ascent/engine";
import { actorOf } from "../access/guard.ts";
import type { App } from "../app.ts";
import { IdempotencyHeader } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { DefectsFault } from "../problems.ts";
import { registerRepeats } from "../repeats.ts";
import { OF_BLUEPRINTS, problems } from "../responses.ts";
import { PlanView } from "../schema/plan.ts";
import { StartedRun, StartRun } from "../schema/run.ts";
import { planView, runView } from "../views.ts";

/** Starting and planning. To be called before the routes that change anything else: what all of them do with a key begins here. */
export function registerTriggers(app: App, ports: ApiPorts): void {
  registerRepeats(app, ports);
  registerStart(app, ports);
  registerPlans(app, ports);
}

function registerStart(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/runs",
    {
      config: { role: "maintainer", action: "run.start", repeats: "live" },
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
      const started = await startRun(ports, {
        ...wantedOf(request.body),
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

/** What was given, without what was not. */
function wantedOf({ blueprint, seeds, arches, priority }: StartRun): Omit<StartRequest, "requestedBy"> {
  return {
    blueprint,
    ...(seeds === undefined ? {} : { seeds }),
    ...(arches === undefined ? {} : { arches }),
    ...(priority === undefined ? {} : { priority }),
  };
}

function registerPlans(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/plans",
    {
      config: { role: "viewer", action: false },
      schema: {
        operationId: "planRun",
        summary: "Dry run: what `POST /v1/runs` with this body would do, without doing it",
        description:
          "Checked and refused as a run is that is started; planned for the first of the seeds. Nothing is written or queued.",
        tags: ["runs"],
        body: StartRun,
        response: { 200: PlanView, ...problems(...OF_BLUEPRINTS) },
      },
    },
    async ({ body }) => {
      const planned = await planBlueprint(ports.blueprints, body.blueprint, body);
      if (!planned.ok) throw new DefectsFault(planned.defects, planned.warnings);
      return planView(planned.value, await forecastPlan(ports, planned.value));
    },
  );
}
