import { Fault } from "@ascent/core";
import type { AttemptRecord } from "@ascent/engine";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { App } from "../app.ts";
import { knownBuild } from "../known-build.ts";
import { IdParams, Whole } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { bytes, problems, unchanged } from "../responses.ts";
import { RecipeView } from "../schema/recipe.ts";
import { BuildDetailView } from "../schema/run.ts";
import { sendArtifact, sendBytes } from "../send-bytes.ts";
import { buildDetailView } from "../views.ts";

const mediaType = "text/plain; charset=utf-8";

/** What a build used, did and made, with its log. */
export function registerBuilds(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/builds/:id",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getBuild",
        summary: "One build: attempts, environment by digest, outputs, what it blocks",
        tags: ["builds"],
        params: IdParams,
        response: { 200: BuildDetailView, ...unchanged, ...problems("build-unknown") },
      },
    },
    async ({ params: { id } }) => buildDetailView(await knownBuild(ports, id)),
  );
  app.get(
    "/v1/builds/:id/recipe",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getRecipe",
        summary: "What a build runs: its definition with variables, conditions and pipelines evaluated",
        tags: ["builds"],
        params: IdParams,
        response: { 200: RecipeView, ...unchanged, ...problems("build-unknown") },
      },
    },
    async ({ params: { id } }) => (await knownBuild(ports, id)).recipe,
  );
  app.get(
    "/v1/builds/:id/log",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getLog",
        summary: "The log of an attempt (the newest unless one is named) as text; `Range: bytes=` is honoured",
        tags: ["builds"],
        params: IdParams,
        querystring: z.object({ attempt: Whole.optional() }),
        response: {
          200: bytes("text/plain", "The whole"),
          206: bytes("text/plain", "The range"),
          ...problems("build-unknown", "attempt-unknown", "artifact-missing", "bad-range"),
        },
      },
    },
    async ({ params: { id }, query, headers }, reply) => {
      const { attempts } = await knownBuild(ports, id);
      const attempt = chosenAttempt(attempts, query.attempt);
      return sendLog(ports, reply as unknown as FastifyReply, { buildId: id, attempt, range: headers.range });
    },
  );
}

/** Undefined: none was named and there is none yet. Throws Fault "attempt-unknown". */
function chosenAttempt(attempts: readonly AttemptRecord[], wanted: number | undefined): AttemptRecord | undefined {
  if (wanted === undefined) return attempts.at(-1);
  const found = attempts.find(({ number }) => number === wanted);
  if (found !== undefined) return found;
  throw new Fault("attempt-unknown", `this build has no attempt ${wanted}`, {
    wayOut: `It has had ${attempts.length} so far.`,
  });
}

interface WantedLog {
  readonly buildId: string;
  readonly attempt: AttemptRecord | undefined;
  readonly range: string | undefined;
}

/** From the store once the attempt is over and its log is there, else from what the worker has sent so far. */
async function sendLog(ports: ApiPorts, reply: FastifyReply, wanted: WantedLog): Promise<FastifyReply> {
  const { buildId, attempt, range } = wanted;
  const digest = attempt?.logDigest;
  const size = digest === undefined ? undefined : await ports.store.size(digest);
  if (digest !== undefined && size !== undefined) return sendArtifact(ports, reply, { digest, size, mediaType, range });
  const text = attempt === undefined ? "" : await textSoFar(ports, buildId, attempt.number);
  return sendBytes(reply, Buffer.from(text, "utf8"), { mediaType, range });
}

async function textSoFar(ports: ApiPorts, buildId: string, attempt: number): Promise<string> {
  let text = "";
  let from = 0;
  for (;;) {
    const part = await ports.ledger.log(buildId, from, attempt);
    if (part === undefined || part.next === from) return text;
    text += part.text;
    from = part.next;
  }
}
