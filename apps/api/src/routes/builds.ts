import { Readable } from "node:stream";
import { BuildDetailView, Problem } from "@ascent/client";
import { type Digest, Fault, isDigest } from "@ascent/core";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { App } from "../app.ts";
import type { ApiPorts } from "../ports.ts";
import { byteRange } from "../range.ts";
import { buildDetailView } from "../views.ts";

const BuildParams = z.object({ id: z.uuid() });
/** Bytes have no JSON schema; what they are is in the summary. */
const Bytes = z.unknown();
const refusals = { 400: Problem, 401: Problem, 404: Problem };

async function knownBuild(ports: ApiPorts, id: string) {
  const build = await ports.ledger.build(id);
  if (build !== undefined) return build;
  throw new Fault("build-unknown", `there is no build ${id}`, {
    wayOut: "`ascent status RUN` lists the builds of a run.",
  });
}

export function registerBuilds(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/builds/:id",
    {
      schema: {
        summary: "One build: attempts, environment by digest, outputs, what it blocks",
        tags: ["builds"],
        params: BuildParams,
        response: { 200: BuildDetailView, ...refusals },
      },
    },
    async ({ params: { id } }) => buildDetailView(await knownBuild(ports, id)),
  );
  app.get(
    "/v1/builds/:id/log",
    {
      schema: {
        summary: "The log of an attempt as text; `Range: bytes=` is honoured",
        tags: ["builds"],
        params: BuildParams,
        querystring: z.object({ attempt: z.coerce.number().int().positive().optional() }),
        response: { 200: Bytes, 206: Bytes, ...refusals, 416: Problem },
      },
    },
    async ({ params: { id }, query, headers }, reply) => {
      await knownBuild(ports, id);
      const bytes = Buffer.from(await wholeLog(ports, id, query.attempt), "utf8");
      const range = byteRange(headers.range, bytes.length);
      reply.type("text/plain; charset=utf-8").header("accept-ranges", "bytes");
      if (range === undefined) return reply.send(bytes);
      reply.code(206).header("content-range", `bytes ${range.start}-${range.end}/${bytes.length}`);
      return reply.send(bytes.subarray(range.start, range.end + 1));
    },
  );
  registerArtifacts(app, ports);
}

async function wholeLog(ports: ApiPorts, buildId: string, attempt: number | undefined): Promise<string> {
  let text = "";
  let from = 0;
  for (;;) {
    const part = await ports.ledger.log(buildId, from, attempt);
    if (part === undefined || part.text === "") return text;
    text += part.text;
    from = part.next;
  }
}

function registerArtifacts(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/artifacts/:digest",
    {
      schema: {
        summary: "The bytes of an artifact: a package, source, log, SBOM or seed lock",
        tags: ["artifacts"],
        params: z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hex digits") }),
        response: { 200: Bytes, 206: Bytes, 304: Bytes, ...refusals, 416: Problem },
      },
    },
    async ({ params, headers }, reply) => {
      const digest = params.digest;
      if (!isDigest(digest)) throw unknownArtifact(digest);
      const size = await ports.store.size(digest);
      if (size === undefined) throw unknownArtifact(digest);
      reply.header("etag", `"${digest}"`).header("cache-control", "private, immutable, max-age=31536000");
      if (headers["if-none-match"] === `"${digest}"`) return reply.code(304).send();
      return sendBytes(ports, reply as unknown as FastifyReply, {
        digest,
        size,
        range: byteRange(headers.range, size),
      });
    },
  );
}

interface Download {
  readonly digest: Digest;
  readonly size: number;
  readonly range: { readonly start: number; readonly end: number } | undefined;
}

async function sendBytes(ports: ApiPorts, reply: FastifyReply, download: Download): Promise<FastifyReply> {
  const { digest, size, range } = download;
  reply.type("application/octet-stream").header("accept-ranges", "bytes");
  if (range !== undefined) reply.code(206).header("content-range", `bytes ${range.start}-${range.end}/${size}`);
  reply.header("content-length", range === undefined ? size : range.end - range.start + 1);
  return reply.send(Readable.from(await ports.store.stream(digest, range)));
}

function unknownArtifact(digest: string): Fault {
  return new Fault("artifact-unknown", `there is no artifact ${digest}`);
}
