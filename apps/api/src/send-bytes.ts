import { Readable } from "node:stream";
import type { Digest } from "@ascent/core";
import type { FastifyReply } from "fastify";
import { wantedRange } from "./etag.ts";
import type { ApiPorts } from "./ports.ts";
import { byteRange } from "./range.ts";

export interface Download {
  readonly digest: Digest;
  /** Of the whole, in bytes. */
  readonly size: number;
  readonly mediaType: string;
}

/**
 * Streams an artifact, or the part of it that is asked for (206); the version is named before, in the reply. Throws Fault "bad-range",
 * "artifact-missing".
 */
export async function sendArtifact(ports: ApiPorts, reply: FastifyReply, download: Download): Promise<FastifyReply> {
  const { digest, size, mediaType } = download;
  const range = rangeOf(reply, size);
  const stream = await ports.store.stream(digest, range);
  reply.type(mediaType).header("content-length", range === undefined ? size : range.end - range.start + 1);
  return reply.send(Readable.from(stream, { objectMode: false }));
}

/** The same with bytes that are at hand. */
export function sendBytes(reply: FastifyReply, bytes: Buffer, mediaType: string): FastifyReply {
  const range = rangeOf(reply, bytes.length);
  reply.type(mediaType);
  return reply.send(range === undefined ? bytes : bytes.subarray(range.start, range.end + 1));
}

function rangeOf(reply: FastifyReply, size: number) {
  reply.header("accept-ranges", "bytes").header("content-range", `bytes */${size}`);
  const range = byteRange(wantedRange(reply.request, reply), size);
  if (range === undefined) reply.removeHeader("content-range");
  else reply.code(206).header("content-range", `bytes ${range.start}-${range.end}/${size}`);
  return range;
}
