import { canonicalJson, type Evidence } from "@ascent/core";
import { compareRuns, diffOfRuns, forecastRebuild, startRebuild } from "@ascent/engine";
import { sha256 } from "@ascent/formats";
import { z } from "zod";
import { actorOf } from "../access/guard.ts";
import type { App } from "../app.ts";
import { knownRun, runUnknown } from "../known-run.ts";
import { linkNext, PageQuery, pageOfAll } from "../paging.ts";
import { IdempotencyHeader, IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { problems, unchanged } from "../responses.ts";
import {
  ComparisonView,
  EvidenceListView,
  RebuildPlanView,
  RunDiffView,
  StartComparison,
  StartedRebuild,
  StartRebuild,
} from "../schema/proof.ts";
import { RunListView } from "../schema/run.ts";
import { comparisonView, listedRunView, rebuildPlanView, runDiffView, runView } from "../views.ts";

const REBUILDS = { name: "rebuilds", keyOf: ({ id }: { readonly id: string }) => id };
/** The same evidence is there once, so that its own contents name it. */
const EVIDENCE = { name: "evidence", keyOf: (one: Evidence) => sha256(canonicalJson(one)) };

/** What climbs the ladder: rebuilds, comparisons of runs, and what came of them. */
export function registerRebuilds(app: App, ports: ApiPorts): void {
  registerRebuild(app, ports);
  registerRebuildPlans(app, ports);
  registerRebuildReads(app, ports);
  registerComparison(app, ports);
}

function registerRebuild(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/runs/:id/rebuilds",
    {
      config: { role: "maintainer", action: "rebuild.start", repeats: "live" },
      schema: {
        operationId: "startRebuild",
        summary: "Build final packages again and compare the bits: a run of its own, whose end is judged on the first",
        tags: ["proof"],
        params: IdParams,
        headers: IdempotencyHeader,
        body: StartRebuild,
        response: {
          200: StartedRebuild,
          201: StartedRebuild,
          ...problems("run-unknown", "package-unknown", "run-is-rebuild", "run-unfinished", "idempotency-conflict"),
        },
      },
    },
    async (request, reply) => {
      const key = request.headers["idempotency-key"];
      const { packages } = request.body;
      const started = await startRebuild(ports, {
        of: request.params.id,
        with: request.body.with,
        ...(packages === undefined ? {} : { packages }),
        requestedBy: actorOf(request).name,
        ...(key === undefined ? {} : { idempotencyKey: key }),
      });
      if (started === undefined) throw runUnknown(request.params.id);
      const { run, created } = started;
      return reply
        .code(created ? 201 : 200)
        .header("location", `/v1/runs/${run.id}`)
        .send({ run: runView(run), created });
    },
  );
}

/** Who asks whether something would go well may not find out by doing it. */
function registerRebuildPlans(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/runs/:id/rebuild-plans",
    {
      config: { role: "viewer", action: false },
      schema: {
        operationId: "planRebuild",
        summary:
          "Dry run: what `POST /v1/runs/{id}/rebuilds` with this body would do, and whether all that it needs is there",
        description: "Refused as the rebuild is. Nothing is written or queued.",
        tags: ["proof"],
        params: IdParams,
        body: StartRebuild,
        response: {
          200: RebuildPlanView,
          ...problems("run-unknown", "package-unknown", "run-is-rebuild", "run-unfinished"),
        },
      },
    },
    async ({ params: { id }, body }) => {
      const { packages } = body;
      const wish = { of: id, with: body.with, ...(packages === undefined ? {} : { packages }) };
      const forecast = await forecastRebuild(ports, wish);
      if (forecast === undefined) throw runUnknown(id);
      return rebuildPlanView(forecast);
    },
  );
}

function registerRebuildReads(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/runs/:id/rebuilds",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listRebuilds",
        summary: "Rebuilds of a run, oldest first",
        tags: ["proof"],
        params: IdParams,
        querystring: PageQuery,
        response: { 200: RunListView, ...unchanged, ...problems("run-unknown") },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await knownRun(ports, id);
      const { items, next } = pageOfAll(await ports.ledger.rebuilds(id), request.query, REBUILDS);
      linkNext(request, reply, next);
      return { runs: items.map(listedRunView), ...(next === undefined ? {} : { next }) };
    },
  );
  app.get(
    "/v1/runs/:id/evidence",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listEvidence",
        summary: "Everything that was looked at about results of a run's builds, whichever run it came from",
        tags: ["proof"],
        params: IdParams,
        querystring: PageQuery,
        response: { 200: EvidenceListView, ...unchanged, ...problems("run-unknown") },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { arches } = await knownRun(ports, id);
      const evidence = await Promise.all(arches.map((arch) => ports.ledger.evidence(id, arch)));
      const { items, next } = pageOfAll(evidence.flat(), request.query, EVIDENCE);
      linkNext(request, reply, next);
      return { evidence: [...items], ...(next === undefined ? {} : { next }) };
    },
  );
}

const OtherParams = IdParams.extend({ other: z.uuid() });

function registerComparison(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/runs/:id/comparisons",
    {
      config: { role: "maintainer", action: "runs.compare", repeats: "kept" },
      schema: {
        operationId: "compareRuns",
        summary: "Compare the final packages of two bootstraps; where the seeds differ, both are judged by it",
        tags: ["proof"],
        params: IdParams,
        headers: IdempotencyHeader,
        body: StartComparison,
        response: {
          200: ComparisonView,
          ...problems("run-unknown", "run-is-rebuild", "run-unfinished", "runs-incomparable"),
        },
      },
    },
    async ({ params: { id }, body }) => comparisonView(await compareRuns(ports, { first: id, second: body.with })),
  );
  app.get(
    "/v1/runs/:id/diff/:other",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "diffRuns",
        summary: "Packages, versions, sources, environments and bits that changed, and the first cause of each",
        tags: ["proof"],
        params: OtherParams,
        response: { 200: RunDiffView, ...problems("run-unknown") },
      },
    },
    async ({ params: { id, other } }) => runDiffView(await diffOfRuns(ports, { first: id, second: other })),
  );
}
