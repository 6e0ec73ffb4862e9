import { sha256 } from "@ascent/formats";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { App } from "../app.ts";
import { sameBytes } from "../etag.ts";
import { knownBuild } from "../known-build.ts";
import { type AttemptLog, chosenAttempt, logText, storedLog } from "../log/attempt-log.ts";
import { findLines } from "../log/find-lines.ts";
import { IdParams, Whole, whole } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { bytes, problems, unchanged } from "../responses.ts";
import { LogLines } from "../schema/log.ts";
import { NameText } from "../schema/run.ts";
import { sendArtifact, sendBytes } from "../send-bytes.ts";

const mediaType = "text/plain; charset=utf-8";
const MOST_LINES = 1000;
const MOST_CONTEXT = 20;

const WantedAttempt = z.object({ attempt: Whole.optional().meta({ description: "The newest unless it is named" }) });
const WantedLines = WantedAttempt.extend({
  from: whole({ minimum: 1 }).default(1).meta({ description: "The first line to look at" }),
  limit: whole({ minimum: 1, maximum: MOST_LINES }).default(200).meta({ description: "At most so many lines" }),
  search: NameText.max(200)
    .optional()
    .meta({ description: "Only lines that hold this text, colours left out", example: "error:" }),
  case: z.enum(["ignore", "match"]).default("ignore").meta({ description: "Of what is searched for" }),
  context: whole({ maximum: MOST_CONTEXT })
    .default(0)
    .meta({ description: "So many lines before and after each that holds it" }),
});

/** What a build wrote, as text or line by line. */
export function registerLogs(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/builds/:id/log",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getLog",
        summary: "The log of an attempt (the newest unless one is named) as text; `Range: bytes=` is honoured",
        tags: ["builds"],
        params: IdParams,
        querystring: WantedAttempt,
        response: {
          200: bytes("text/plain", "The whole"),
          206: bytes("text/plain", "The range"),
          ...unchanged,
          ...problems("build-unknown", "attempt-unknown", "artifact-missing", "bad-range"),
        },
      },
    },
    async ({ params: { id }, query }, reply) => sendLog(ports, reply, await knownLog(ports, id, query.attempt)),
  );
  app.get(
    "/v1/builds/:id/log/lines",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getLogLines",
        summary: "Lines of a log from one on; with `search` those that hold a text",
        tags: ["builds"],
        params: IdParams,
        querystring: WantedLines,
        response: {
          200: LogLines,
          ...unchanged,
          ...problems("build-unknown", "attempt-unknown", "artifact-missing"),
        },
      },
    },
    async ({ params: { id }, query }) => {
      const log = await knownLog(ports, id, query.attempt);
      const wanted = { ...query, isCaseSensitive: query.case === "match" };
      const { lines, next } = await findLines(logText(ports, log), wanted);
      return { attempt: log.attempt?.number, lines: [...lines], next };
    },
  );
}

/** Throws Fault "build-unknown", "attempt-unknown". */
async function knownLog(ports: ApiPorts, buildId: string, attempt: number | undefined): Promise<AttemptLog> {
  const { attempts } = await knownBuild(ports, buildId);
  return { buildId, attempt: chosenAttempt(attempts, attempt) };
}

async function sendLog(ports: ApiPorts, reply: FastifyReply, wanted: AttemptLog): Promise<FastifyReply> {
  const stored = await storedLog(ports, wanted.attempt);
  if (stored !== undefined) {
    if (sameBytes(reply.request, reply, stored.digest)) return reply;
    return sendArtifact(ports, reply, { ...stored, mediaType });
  }
  const parts: string[] = [];
  for await (const part of logText(ports, wanted)) parts.push(part);
  const text = Buffer.from(parts.join(""), "utf8");
  return sameBytes(reply.request, reply, sha256(text)) ? reply : sendBytes(reply, text, mediaType);
}
