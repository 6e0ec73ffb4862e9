import { ApiFault } from "@ascent/client";

const RECONNECT_MS = 500;

/**
 * All that `connect` streams, over as many connections as it takes: each goes on behind what was given last. Ends when a
 * connection ended and nothing more is to come, or on abort. Throws ApiFault when the service refuses (4xx).
 */
export async function* overConnections<T>(
  connect: (last: T | undefined) => AsyncIterable<T>,
  goesOn: (last: T | undefined) => Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  let last: T | undefined;
  while (!signal.aborted) {
    try {
      for await (const part of connect(last)) {
        last = part;
        yield part;
      }
      // A service that is stopped ends its streams as those do that are over.
      if (signal.aborted || !(await goesOn(last))) return;
    } catch (error) {
      refuseRefusal(error);
    }
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

/** A broken connection is worth another try, a refusal (4xx) is not. */
function refuseRefusal(error: unknown): void {
  if (error instanceof ApiFault && error.status !== undefined && error.status < 500) throw error;
}
