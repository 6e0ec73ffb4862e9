import { type Digest, Fault } from "@ascent/core";
import { readSeedLock } from "@ascent/formats";
import type { App } from "../app.ts";
import { BuildsQuery, pageOfBuilds } from "../builds-query.ts";
import { estimatesOf, stageViews } from "../estimate-views.ts";
import { knownRun } from "../known-run.ts";
import { linkNext, PageQuery, pageOfAll } from "../paging.ts";
import { IdParams } from "../parameters.ts";
import type { PolledRuns } from "../polled-runs.ts";
import type { ApiPorts } from "../ports.ts";
import { problems, unchanged } from "../responses.ts";
import type { Estimated } from "../run-estimates.ts";
import { pageOfRuns, RunsQuery } from "../runs-query.ts";
import { SeedLockListView } from "../schema/plan.ts";
import { BuildListView, RunListView, RunView, StageListView, VerdictView } from "../schema/run.ts";
import { buildView, listedRunView, runView, seedLockView } from "../views.ts";

const SEED_LOCKS = { name: "seed-locks", keyOf: (digest: Digest) => digest };

/** What a run is and how far it has come. */
export function registerRuns(app: App, ports: ApiPorts, polled: PolledRuns): void {
  registerRunReads(app, ports, polled);
  registerEvidence(app, ports);
  registerProgress(app, ports, polled);
}

function registerRunReads(app: App, ports: ApiPorts, polled: PolledRuns): void {
  app.get(
    "/v1/runs",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listRuns",
        summary: "Runs, newest first",
        tags: ["runs"],
        querystring: RunsQuery,
        response: { 200: RunListView, ...unchanged },
      },
    },
    async (request, reply) => {
      const { items, next } = await pageOfRuns(ports.ledger, request.query);
      linkNext(request, reply, next);
      return { runs: items.map(listedRunView), ...(next === undefined ? {} : { next }) };
    },
  );
  app.get(
    "/v1/runs/:id",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getRun",
        summary: "One run",
        tags: ["runs"],
        params: IdParams,
        response: { 200: RunView, ...unchanged, ...problems("run-unknown") },
      },
    },
    (request, reply) => {
      const { id } = request.params;
      return polled.answer(request, reply, (version) => readRun(ports, id, () => polled.estimates.of(id, version)));
    },
  );
}

async function readRun(ports: ApiPorts, id: string, estimated: () => Promise<Estimated>) {
  const run = await knownRun(ports, id);
  if (run.finishedAt !== undefined) return runView(run);
  return { ...runView(run), ...estimatesOf((await estimated()).estimates) };
}

function registerEvidence(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/runs/:id/verdict",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getVerdict",
        summary: "The verdict",
        tags: ["runs"],
        params: IdParams,
        response: { 200: VerdictView, ...unchanged, ...problems("run-unknown", "artifact-unknown") },
      },
    },
    async ({ params: { id } }) => {
      const { verdict, state } = runView(await knownRun(ports, id));
      if (verdict !== undefined) return verdict;
      throw new Fault("artifact-unknown", `run ${id} has no verdict; it is ${state}`, {
        wayOut: "A verdict comes with the last build of a run that succeeds.",
      });
    },
  );
  app.get(
    "/v1/runs/:id/seed-locks",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listSeedLocks",
        summary: "What the run's seeds hold, by digest",
        tags: ["runs"],
        params: IdParams,
        querystring: PageQuery,
        response: { 200: SeedLockListView, ...unchanged, ...problems("run-unknown", "artifact-missing") },
      },
    },
    async (request, reply) => {
      const { preparation } = await knownRun(ports, request.params.id);
      const digests = preparation.flatMap(({ lockDigest }) => lockDigest ?? []);
      const { items, next } = pageOfAll([...new Set(digests)], request.query, SEED_LOCKS);
      linkNext(request, reply, next);
      const locks = items.map(async (digest) => seedLockView(readSeedLock(await ports.store.read(digest)), digest));
      return { locks: await Promise.all(locks), ...(next === undefined ? {} : { next }) };
    },
  );
}

function registerProgress(app: App, ports: ApiPorts, polled: PolledRuns): void {
  app.get(
    "/v1/runs/:id/stages",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listStages",
        summary: "Stages per arch, with counts: what a dashboard polls",
        tags: ["runs"],
        params: IdParams,
        response: { 200: StageListView, ...unchanged, ...problems("run-unknown") },
      },
    },
    (request, reply) =>
      polled.answer(request, reply, async (version) => {
        const { stages, estimates } = await polled.estimates.of(request.params.id, version);
        return { stages: stageViews(stages, estimates) };
      }),
  );
  app.get(
    "/v1/runs/:id/builds",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listBuilds",
        summary: "Builds of a run, page by page; `/flight` has all at once",
        tags: ["runs"],
        params: IdParams,
        querystring: BuildsQuery,
        response: { 200: BuildListView, ...unchanged, ...problems("run-unknown") },
      },
    },
    async (request, reply) => {
      if (await polled.unchanged(request, reply)) return reply;
      const { items, next } = await pageOfBuilds(ports.ledger, request.params.id, request.query);
      linkNext(request, reply, next);
      return { builds: items.map(buildView), ...(next === undefined ? {} : { next }) };
    },
  );
}
