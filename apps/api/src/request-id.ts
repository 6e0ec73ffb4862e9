import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";

export const REQUEST_ID_HEADER = "x-request-id";

/** What a proxy or a caller may name a request: it goes into logs and headers as it is. */
const CALLERS_ID = /^[\w.:+/=-]{1,128}$/;

/** The id that the caller gave the request, when it is a sane one; a new one otherwise. */
export function requestIdOf(request: Pick<IncomingMessage, "headers">): string {
  const given = request.headers[REQUEST_ID_HEADER];
  return typeof given === "string" && CALLERS_ID.test(given) ? given : randomUUID();
}

/** Every answer says which request it answers, also those whose bytes are written past Fastify. */
export function registerRequestIds(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id);
    done();
  });
}
