import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "./app.ts";
import { hasVersion } from "./etag.ts";

/**
 * Gives every JSON answer to a GET that has no ETag yet one over its bytes, and answers 304 when the caller has them. What
 * knows its version without being read (a run) says so itself, which saves the reading as well.
 */
export function registerHashes(app: App): void {
  // biome-ignore lint/complexity/useMaxParams: as Fastify calls it; a promise instead of `done` would hold up every answer
  app.addHook("onSend", (request, reply, payload, done) => {
    if (typeof payload === "string" && isHashed(request, reply) && callerHas(request, reply, payload)) {
      reply.code(304).removeHeader("content-type");
      return done(null, null);
    }
    done(null, payload);
  });
}

function isHashed(request: FastifyRequest, reply: FastifyReply): boolean {
  if (request.method !== "GET" || reply.statusCode !== 200 || reply.hasHeader("etag")) return false;
  return String(reply.getHeader("content-type") ?? "").startsWith("application/json");
}

function callerHas(request: FastifyRequest, reply: FastifyReply, payload: string): boolean {
  return hasVersion(request, reply, createHash("sha1").update(payload).digest("base64url"));
}
