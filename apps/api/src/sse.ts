import type { FastifyReply, FastifyRequest } from "fastify";

const KEEP_ALIVE_MS = 15_000;

export interface EventSink {
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  send(event: { readonly id?: string; readonly type?: string; readonly data: unknown }): void;
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
  const gone = new AbortController();
  request.raw.once("close", () => gone.abort());
  reply.hijack();
  reply.raw.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  reply.raw.write("retry: 1000\n\n");
  const keepAlive = setInterval(() => reply.raw.write(": still here\n\n"), KEEP_ALIVE_MS);
  try {
    await produce({
      signal: gone.signal,
      send: ({ id, type, data }) => {
        const head = `${id === undefined ? "" : `id: ${id}\n`}${type === undefined ? "" : `event: ${type}\n`}`;
        reply.raw.write(`${head}data: ${JSON.stringify(data)}\n\n`);
      },
    });
  } catch (err) {
    // The headers are out: all that is left is to end, and the client comes back with its last id.
    request.log.warn({ err }, "event stream broke");
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
