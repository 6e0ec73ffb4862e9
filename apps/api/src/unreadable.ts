import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { problemOf } from "./problems.ts";
import { REQUEST_ID_HEADER, requestIdOf } from "./request-id.ts";

/** By the code of Node's HTTP parser or server; any other is a 400. */
const STATUS: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

const SAID: Readonly<Record<number, string>> = {
  400: "this is no HTTP request that can be read",
  408: "the request did not come to its end in time",
  431: "the request's headers are too large",
};

/**
 * Answers what is no request yet, so that neither hooks nor error handlers see it, with a problem document like any other,
 * and closes the connection: where the next request would begin is not known. Fits Fastify's `clientErrorHandler`.
 */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (socket.writable) socket.write(answerTo(error));
  socket.destroy(error);
}

function answerTo({ code = "" }: NodeJS.ErrnoException): string {
  const statusCode = STATUS[code] ?? 400;
  const requestId = requestIdOf({ headers: {} });
  const body = JSON.stringify({ ...problemOf({ statusCode, message: SAID[statusCode] }), requestId });
  const headers = {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    connection: "close",
    [REQUEST_ID_HEADER]: requestId,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\n${lines.join("")}\r\n${body}`;
}
