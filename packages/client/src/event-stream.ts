import { createParser, type EventSourceMessage } from "eventsource-parser";
import { ApiFault } from "./api-fault.ts";

/**
 * The server-sent events of an answer of the service at `url`, as they come; ends with the answer, or on abort. Throws ApiFault
 * "service-unreachable" when the connection breaks.
 */
export async function* messagesIn(
  response: Response,
  url: string,
  signal: AbortSignal,
): AsyncGenerator<EventSourceMessage> {
  const ready: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(event) });
  const decoder = new TextDecoder();
  for await (const chunk of chunksOf(response, url, signal)) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield* ready.splice(0);
  }
}

/**
 * Whoever aborts hears of it as an end; any other break of the connection is a fault. The reader is told of the abort itself:
 * nobody keeps the request while the answer comes, and with its memory the link from the signal to the connection is swept.
 */
async function* chunksOf(response: Response, url: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const leave = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", leave);
  try {
    for (let part = await reader.read(); !part.done && !signal.aborted; part = await reader.read()) yield part.value;
  } catch (cause) {
    if (signal.aborted) return;
    throw ApiFault.unreachable(url, cause);
  } finally {
    signal.removeEventListener("abort", leave);
    leave();
  }
}
