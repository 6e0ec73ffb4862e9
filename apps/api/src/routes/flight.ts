import { expectationsOf, graphOfRun } from "@ascent/engine";
import type { App } from "../app.ts";
import { stageViews } from "../estimate-views.ts";
import { notModified } from "../etag.ts";
import { flightView, graphView } from "../flight-views.ts";
import { IdParams } from "../parameters.ts";
import type { PolledRuns } from "../polled-runs.ts";
import type { ApiPorts } from "../ports.ts";
import { problems, unchanged } from "../responses.ts";
import type { RunEstimates } from "../run-estimates.ts";
import { FlightView, GraphView } from "../schema/flight.ts";

/** All builds of a run at once, for pictures of it. */
export function registerFlight(app: App, ports: ApiPorts, polled: PolledRuns): void {
  app.get(
    "/v1/runs/:id/flight",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getFlight",
        summary: "Stages and every build of a run in compact rows: what a picture of a whole run polls",
        tags: ["runs"],
        params: IdParams,
        response: { 200: FlightView, ...unchanged, ...problems("run-unknown") },
      },
    },
    (request, reply) =>
      polled.answer(request, reply, (version) => readFlight(polled.estimates, request.params.id, version)),
  );
  app.get(
    "/v1/runs/:id/graph",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getGraph",
        summary: "What the builds of a run take from each other and why, with the critical path",
        tags: ["runs"],
        params: IdParams,
        response: { 200: GraphView, ...unchanged, ...problems("run-unknown") },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const planned = await ports.ledger.stages(id);
      if (planned.length === 0) await polled.version(id);
      // The graph grows by an arch at a time, and is the same ever after.
      if (notModified(request, reply, `graph-${planned.length}`)) return reply;
      return graphView(await graphOfRun(ports.ledger, id));
    },
  );
}

async function readFlight(known: RunEstimates, id: string, version: number): Promise<FlightView> {
  const { flight: builds, earlier, estimates, ...facts } = await known.of(id, version);
  const stages = stageViews(facts.stages, estimates);
  return flightView({ version, stages, builds, expected: expectationsOf(builds, earlier), estimates });
}
