import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Answers 304 when the caller has this version already. `version` must grow with every change of what the route shows.
 * True: the reply is sent and the handler is done.
 */
export function notModified(request: FastifyRequest, reply: FastifyReply, version: string): boolean {
  const etag = `W/"${version}"`;
  reply.header("etag", etag).header("cache-control", "private, no-cache");
  const known = (request.headers["if-none-match"] ?? "").split(",").map((part) => part.trim());
  if (!known.includes(etag)) return false;
  reply.code(304).send();
  return true;
}
