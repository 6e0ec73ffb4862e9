import { once } from "node:events";
import type { FastifyReply, FastifyRequest } from "fastify";

const KEEP_ALIVE_MS = 15_000;

export interface EventSink {
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** Resolves when the client has room for more: a slow reader must not fill the server's memory. */
  send(event: SentEvent): Promise<void>;
  /** The same for events that are bytes already. */
  write(bytes: Buffer): Promise<void>;
}

export interface SentEvent {
  readonly id?: string;
  readonly type?: string;
  readonly data: unknown;
}

/** An event as it goes over the wire. */
export function eventFrame({ id, type, data }: SentEvent): Buffer {
  const head = `${id === undefined ? "" : `id: ${id}\n`}${type === undefined ? "" : `event: ${type}\n`}`;
  return Buffer.from(`${head}data: ${JSON.stringify(data)}\n\n`, "utf8");
}

/** Aborts when the client goes away before it has its answer. */
export function clientGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // The request's own "close" only says that its body was read.
  reply.raw.once("close", () => gone.abort());
  if (reply.raw.destroyed) gone.abort();
  return gone.signal;
}

/**
 * Server-sent events (WHATWG HTML, section 9.2): runs `produce` until it returns or the client leaves. Comments keep
 * proxies from closing a quiet stream.
 */
export async function serveEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  produce: (sink: EventSink) => Promise<void>,
): Promise<void> {
  const signal = clientGone(reply);
  reply.hijack();
  // Past Fastify go the bytes, not the headers that hooks have set or would set.
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...reply.server.browserHeaders }))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  reply.raw.write("retry: 1000\n\n");
  const keepAlive = setInterval(() => reply.raw.write(": still here\n\n"), KEEP_ALIVE_MS);
  const write = async (bytes: Buffer) => {
    const room = reply.raw.write(bytes);
    if (!room && !signal.aborted) await once(reply.raw, "drain", { signal });
  };
  try {
    await produce({ signal, write, send: (event) => write(eventFrame(event)) });
  } catch (err) {
    // The headers are out: all that is left is to end, and the client comes back with its last id.
    if (!signal.aborted) request.log.warn({ err }, "event stream broke");
  } finally {
    clearInterval(keepAlive);
    reply.raw.end();
  }
}

/** Waits, or not when the client is gone. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
