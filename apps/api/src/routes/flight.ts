import { estimateRun, expectationsOf, graphOfRun } from "@ascent/engine";
import type { App } from "../app.ts";
import { stageViews } from "../estimate-views.ts";
import { notModified } from "../etag.ts";
import { flightView, graphView } from "../flight-views.ts";
import { runUnknown, runVersion } from "../known-run.ts";
import { IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { problems, unchanged } from "../responses.ts";
import { FlightView, GraphView } from "../schema/flight.ts";

/** All builds of a run at once, for pictures of it. */
export function registerFlight(app: App, ports: ApiPorts): void {
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
    async (request, reply) => {
      const { id } = request.params;
      // Asked first: what is sent may be newer than its version but never older.
      const version = await runVersion(ports, id);
      if (notModified(request, reply, String(version))) return reply;
      return readFlight(ports, id, version);
    },
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
      if (planned.length === 0 && (await ports.ledger.runVersion(id)) === undefined) throw runUnknown(id);
      // The graph grows by an arch at a time, and is the same ever after.
      if (notModified(request, reply, `graph-${planned.length}`)) return reply;
      return graphView(await graphOfRun(ports.ledger, id));
    },
  );
}

async function readFlight(ports: ApiPorts, id: string, version: number): Promise<FlightView> {
  const { ledger } = ports;
  const stages = await ledger.stages(id);
  const builds = await ledger.flight(id);
  const expected = expectationsOf(builds, await ledger.earlierSeconds(id));
  const estimates = await estimateRun(ports, id);
  return flightView({ version, stages: stageViews(stages, estimates), builds, expected, estimates });
}
