import { BuildView, RunView, SeedLockView, StageView, VerdictView } from "@ascent/client";
import { Fault } from "@ascent/core";
import { readSeedLock } from "@ascent/formats";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { App } from "../app.ts";
import { knownRun, runUnchanged } from "../known-run.ts";
import { IdParams, Whole } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { refusals, unchanged } from "../responses.ts";
import { buildView, runView, seedLockView } from "../views.ts";

/** What a run is and how far it has come. */
export function registerRuns(app: App, ports: ApiPorts): void {
  registerRunReads(app, ports);
  registerEvidence(app, ports);
  registerProgress(app, ports);
}

function registerRunReads(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/runs",
    {
      config: { role: "viewer" },
      schema: {
        summary: "Runs, newest first",
        tags: ["runs"],
        querystring: z.object({
          limit: Whole.pipe(z.int().min(1).max(100)).default(20),
          before: z.uuid().optional(),
        }),
        response: { 200: z.object({ runs: z.array(RunView) }), ...refusals },
      },
    },
    async ({ query: { limit, before } }) => {
      const runs = await ports.ledger.runs({ limit, ...(before === undefined ? {} : { before }) });
      return { runs: runs.map(runView) };
    },
  );
  app.get(
    "/v1/runs/:id",
    {
      config: { role: "viewer" },
      schema: {
        summary: "One run",
        tags: ["runs"],
        params: IdParams,
        response: { 200: RunView, ...unchanged, ...refusals },
      },
    },
    async (request, reply) => {
      if (await runUnchanged(ports, request, reply as unknown as FastifyReply)) return reply;
      return runView(await knownRun(ports, request.params.id));
    },
  );
}

function registerEvidence(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/runs/:id/verdict",
    {
      config: { role: "viewer" },
      schema: {
        summary: "The verdict",
        tags: ["runs"],
        params: IdParams,
        response: { 200: VerdictView, ...refusals },
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
        summary: "What the run's seeds hold, by digest",
        tags: ["runs"],
        params: IdParams,
        response: { 200: z.object({ locks: z.array(SeedLockView) }), ...refusals },
      },
    },
    async ({ params: { id } }) => {
      const { preparation } = await knownRun(ports, id);
      const digests = preparation.flatMap(({ lockDigest }) => lockDigest ?? []);
      const locks = digests.map(async (digest) => seedLockView(readSeedLock(await ports.store.read(digest)), digest));
      return { locks: await Promise.all(locks) };
    },
  );
}

function registerProgress(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/runs/:id/stages",
    {
      config: { role: "viewer" },
      schema: {
        summary: "Stages per arch, with counts: what a dashboard polls",
        tags: ["runs"],
        params: IdParams,
        response: { 200: z.object({ stages: z.array(StageView) }), ...unchanged, ...refusals },
      },
    },
    async (request, reply) => {
      if (await runUnchanged(ports, request, reply as unknown as FastifyReply)) return reply;
      return { stages: [...(await ports.ledger.stages(request.params.id))] };
    },
  );
  app.get(
    "/v1/runs/:id/builds",
    {
      config: { role: "viewer" },
      schema: {
        summary: "Every build of a run",
        tags: ["runs"],
        params: IdParams,
        response: { 200: z.object({ builds: z.array(BuildView) }), ...unchanged, ...refusals },
      },
    },
    async (request, reply) => {
      if (await runUnchanged(ports, request, reply as unknown as FastifyReply)) return reply;
      return { builds: (await ports.ledger.builds(request.params.id)).map(buildView) };
    },
  );
}
