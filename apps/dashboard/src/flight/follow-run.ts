import type { Client, RunEventView } from "@ascent/client";
import { tellReach } from "../session/connection.ts";

const SOON_MS = 700;
const LATEST_MS = 8000;

interface Following {
  readonly runId: string;
  /** Number of the newest event that is known. */
  readonly after: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEventView) => void;
}

/** Listens to a run until the signal aborts: a stream that breaks or ends is taken up again behind its last event. */
export async function followRun(client: Client, { runId, signal, onEvent, ...start }: Following): Promise<void> {
  let { after } = start;
  let wait = SOON_MS;
  while (!signal.aborted) {
    try {
      for await (const event of client.events(runId, after, signal)) {
        after = event.sequence;
        wait = SOON_MS;
        tellReach("reached");
        onEvent(event);
      }
    } catch {
      if (!signal.aborted) tellReach("unreachable");
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, LATEST_MS);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
