import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Answers 304 when the caller has this version already. `version` must change with every change of what the URL shows.
 * True: the reply is sent and the handler is done.
 */
export function notModified(request: FastifyRequest, reply: FastifyReply, version: string): boolean {
  return answered(request, reply, { etag: `W/"${version}"`, cacheControl: REVALIDATE });
}

/** The same for bytes that never change: their digest is their version. */
export function neverModified(request: FastifyRequest, reply: FastifyReply, digest: string): boolean {
  return answered(request, reply, { etag: `"${digest}"`, cacheControl: "private, immutable, max-age=31536000" });
}

/** The same for bytes behind an address that may show others later. */
export function sameBytes(request: FastifyRequest, reply: FastifyReply, digest: string): boolean {
  return answered(request, reply, { etag: `"${digest}"`, cacheControl: REVALIDATE });
}

/**
 * The request's `Range`, unless it goes on with another version than the reply's (`If-Range`, RFC 9110, section 13.1.5):
 * then, or where the reply has no version, the whole is wanted.
 */
export function wantedRange(request: FastifyRequest, reply: FastifyReply): string | undefined {
  const { range, "if-range": version } = request.headers;
  return version === undefined || version === reply.getHeader("etag") ? range : undefined;
}

/** Names the version of an answer that is at hand, and tells whether the caller has it. */
export function hasVersion(request: FastifyRequest, reply: FastifyReply, version: string): boolean {
  return isKnown(request, reply, { etag: `W/"${version}"`, cacheControl: REVALIDATE });
}

const REVALIDATE = "private, no-cache";

interface Version {
  readonly etag: string;
  readonly cacheControl: string;
}

function answered(request: FastifyRequest, reply: FastifyReply, version: Version): boolean {
  if (!isKnown(request, reply, version)) return false;
  reply.code(304).send();
  return true;
}

/** RFC 9110, section 13.1.2: weak comparison, `*` matches whatever there is. */
function isKnown(request: FastifyRequest, reply: FastifyReply, { etag, cacheControl }: Version): boolean {
  reply.header("etag", etag).header("cache-control", cacheControl);
  const known = (request.headers["if-none-match"] ?? "").split(",").map((part) => part.trim().replace(/^W\//, ""));
  return known.includes("*") || known.includes(etag.replace(/^W\//, ""));
}
