import { Readable } from "node:stream";
import { Problem } from "@ascent/client";
import { ARCHES, Fault, isSeedInput } from "@ascent/core";
import { apkFileName, type RepositoryRef, repositoryIndex } from "@ascent/engine";
import { z } from "zod";
import type { App } from "../app.ts";
import { notModified } from "../etag.ts";
import { knownRun } from "../known-run.ts";
import type { ApiPorts } from "../ports.ts";

const Params = z.object({
  /** A run's id, or a blueprint's name: then its newest succeeded run. */
  run: z.string().min(1),
  /** A stage, or `seed:NAME`. */
  input: z.string().min(1),
  arch: z.enum(ARCHES),
});
/** Bytes have no JSON schema; what they are is in the summary. */
const Bytes = z.unknown();
const refusals = { 400: Problem, 401: Problem, 404: Problem };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function repositoryRef(ports: ApiPorts, params: z.infer<typeof Params>): Promise<RepositoryRef> {
  const run = UUID.test(params.run) ? await knownRun(ports, params.run) : await newestRun(ports, params.run);
  const stages = await ports.ledger.stages(run.id);
  const known = isSeedInput(params.input) || stages.some((stage) => stage.stage === params.input);
  if (known) return { runId: run.id, arch: params.arch, input: params.input };
  throw new Fault("stage-unknown", `run ${run.id} has no stage "${params.input}"`, {
    wayOut: `Its stages: ${[...new Set(stages.map((stage) => stage.stage))].join(", ")}.`,
  });
}

async function newestRun(ports: ApiPorts, blueprint: string) {
  const run = await ports.ledger.latestSucceeded(blueprint);
  if (run !== undefined) return run;
  throw new Fault("run-unknown", `no run of a blueprint named "${blueprint}" has succeeded`, {
    wayOut: `Start one: ascent run --blueprint ${blueprint}`,
  });
}

/** Repositories as a stock apk client expects them: `apk add -X http://apk:TOKEN@host/repos/tiny/final sed`. */
export function registerRepositories(app: App, ports: ApiPorts): void {
  app.get(
    "/repos/:run/:input/:arch/APKINDEX.tar.gz",
    {
      schema: {
        summary: "Signed index",
        tags: ["repositories"],
        params: Params,
        response: { 200: Bytes, ...refusals },
      },
    },
    async (request, reply) => {
      const ref = await repositoryRef(ports, request.params);
      const version = await ports.ledger.runVersion(ref.runId);
      if (notModified(request, reply, `${version}`)) return reply;
      return reply.type("application/gzip").send(Buffer.from(await repositoryIndex(ports, ref)));
    },
  );
  app.get(
    "/repos/:run/:input/:arch/:file",
    {
      schema: {
        summary: "A package",
        tags: ["repositories"],
        params: Params.extend({ file: z.string().endsWith(".apk") }),
        response: { 200: Bytes, ...refusals },
      },
    },
    async (request, reply) => {
      const { file } = request.params;
      const ref = await repositoryRef(ports, request.params);
      const packages = await ports.ledger.packages(ref.runId, ref.arch, ref.input);
      const found = packages.find((published) => apkFileName(published) === file);
      if (found === undefined) throw new Fault("package-unknown", `${ref.input} of run ${ref.runId} has no ${file}`);
      reply.type("application/vnd.alpine.apk").header("content-length", found.record.size);
      return reply.send(Readable.from(await ports.store.stream(found.fileDigest)));
    },
  );
  registerKey(app, ports);
}

function registerKey(app: App, ports: ApiPorts): void {
  app.get(
    "/repos/:run/:input/key",
    {
      schema: {
        summary: "The public key that signs this stage, for /etc/apk/keys",
        tags: ["repositories"],
        params: Params.omit({ arch: true }),
        response: { 200: Bytes, ...refusals },
      },
    },
    async ({ params: { input } }, reply) => {
      const key = await ports.keys.publicKeyOf(input.replace(":", "-"));
      reply.header("content-disposition", `attachment; filename="${key.keyName}"`);
      return reply.type("application/x-pem-file").send(key.pem);
    },
  );
}
