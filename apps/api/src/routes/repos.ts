import { ARCHES, Fault, seedInput } from "@ascent/core";
import { apkFileName, type RepositoryRef, type RunRecord, repositoryIndex, signingKeyOf } from "@ascent/engine";
import { z } from "zod";
import type { App } from "../app.ts";
import { notModified, sameBytes } from "../etag.ts";
import { knownRun } from "../known-run.ts";
import type { ApiPorts } from "../ports.ts";
import { bytes, problems, unchanged } from "../responses.ts";
import { NameText } from "../schema/run.ts";
import { sendArtifact } from "../send-bytes.ts";

const InputParams = z.object({
  run: NameText.meta({
    description: "A run's id, or a blueprint's name: then its newest succeeded run",
    example: "tiny",
  }),
  input: NameText.meta({ description: "A stage, or `seed:NAME`", example: "final" }),
});
const Params = InputParams.extend({ arch: z.enum(ARCHES) });
const APK = "application/vnd.alpine.apk";

/** Repositories as a stock apk client expects them: `apk add -X http://apk:TOKEN@host/repos/tiny/final sed`. */
export function registerRepositories(app: App, ports: ApiPorts): void {
  registerIndex(app, ports);
  registerPackage(app, ports);
  registerKey(app, ports);
}

function registerIndex(app: App, ports: ApiPorts): void {
  app.get(
    "/repos/:run/:input/:arch/APKINDEX.tar.gz",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getIndex",
        summary: "Signed index",
        tags: ["repositories"],
        params: Params,
        response: {
          200: bytes("application/gzip", "The index"),
          ...unchanged,
          ...problems("run-unknown", "stage-unknown"),
        },
      },
    },
    async (request, reply) => {
      const ref = await repositoryRef(ports, request.params);
      const version = await ports.ledger.runVersion(ref.runId);
      // By a blueprint's name the same URL shows one run after another.
      if (notModified(request, reply, `${ref.runId}-${version}`)) return reply;
      return reply.type("application/gzip").send(Buffer.from(await repositoryIndex(ports, ref)));
    },
  );
}

function registerPackage(app: App, ports: ApiPorts): void {
  app.get(
    "/repos/:run/:input/:arch/:file",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getPackage",
        summary: "A package",
        tags: ["repositories"],
        params: Params.extend({ file: NameText.meta({ example: "make-4.4.1-r0.apk" }) }),
        response: {
          200: bytes(APK, "The package"),
          206: bytes(APK, "The range"),
          ...unchanged,
          ...problems("run-unknown", "stage-unknown", "package-unknown", "artifact-missing", "bad-range"),
        },
      },
    },
    async (request, reply) => {
      const { file } = request.params;
      const ref = await repositoryRef(ports, request.params);
      const packages = await ports.ledger.packages(ref.runId, ref.arch, ref.input);
      const digest = packages.find((published) => apkFileName(published) === file)?.fileDigest;
      const size = digest === undefined ? undefined : await ports.store.size(digest);
      if (digest === undefined || size === undefined) {
        throw new Fault("package-unknown", `${ref.input} of run ${ref.runId} has no ${file} for ${ref.arch}`);
      }
      const bytesReply = reply;
      // As with the index: a later run's package of the same name and version need not have the same bytes.
      if (sameBytes(request, bytesReply, digest)) return reply;
      return sendArtifact(ports, bytesReply, { digest, size, mediaType: APK });
    },
  );
}

function registerKey(app: App, ports: ApiPorts): void {
  app.get(
    "/repos/:run/:input/key",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getStageKey",
        summary: "The public key that signs this stage, for /etc/apk/keys",
        tags: ["repositories"],
        params: InputParams,
        response: {
          200: bytes("application/x-pem-file", "The key; its file name is in Content-Disposition"),
          ...problems("run-unknown", "stage-unknown"),
        },
      },
    },
    async ({ params }, reply) => {
      const { input } = await repositoryInput(ports, params);
      const key = await ports.keys.publicKeyOf(signingKeyOf(input));
      reply.header("content-disposition", `attachment; filename="${key.keyName}"`);
      return reply.type("application/x-pem-file").send(key.pem);
    },
  );
}

async function repositoryRef(ports: ApiPorts, params: z.infer<typeof Params>): Promise<RepositoryRef> {
  return { ...(await repositoryInput(ports, params)), arch: params.arch };
}

/** Only what the run really has: a key is made for whatever gets past here. Throws Fault "run-unknown", "stage-unknown". */
async function repositoryInput(ports: ApiPorts, params: z.infer<typeof InputParams>) {
  const { input } = params;
  const run = z.uuid().safeParse(params.run).success
    ? await knownRun(ports, params.run)
    : await newestRun(ports, params.run);
  const known = await inputsOf(ports, run);
  if (known.includes(input)) return { runId: run.id, input };
  throw new Fault("stage-unknown", `run ${run.id} has no stage and no seed "${input}"`, {
    wayOut: known.length === 0 ? "Its seed is still being brought in." : `It has: ${known.join(", ")}.`,
  });
}

async function inputsOf(ports: ApiPorts, run: RunRecord): Promise<readonly string[]> {
  const seeds = run.preparation.flatMap(({ seed }) => (seed === undefined ? [] : [seedInput(seed)]));
  const stages = (await ports.ledger.stages(run.id)).map(({ stage }) => stage);
  return [...new Set([...seeds, ...stages])];
}

async function newestRun(ports: ApiPorts, blueprint: string): Promise<RunRecord> {
  const run = await ports.ledger.latestSucceeded(blueprint);
  if (run !== undefined) return run;
  throw new Fault("run-unknown", `no run of a blueprint named "${blueprint}" has succeeded`, {
    wayOut: `Start one: ascent run --blueprint ${blueprint}`,
  });
}
