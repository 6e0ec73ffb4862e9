import type { Client, RunEventView } from "@ascent/client";
import { tellReach } from "../session/connection.ts";
import { isUnreachable } from "../session/query-client.ts";

const SOON_MS = 700;
const LATEST_MS = 8000;

interface Following {
  readonly runId: string;
  /** Number of the newest event that is known. */
  readonly after: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEventView) => void;
  /** The stream broke: what it would have told may be asked for as well. */
  readonly onBreak: () => void;
}

/** Listens to a run until the signal aborts: a stream that breaks or ends is taken up again behind its last event. */
export async function followRun(client: Client, following: Following): Promise<void> {
  const { signal, onBreak } = following;
  let { after } = following;
  let wait = SOON_MS;
  const heard = ({ sequence }: RunEventView) => {
    after = sequence;
    wait = SOON_MS;
  };
  while (!signal.aborted) {
    try {
      await listen(client, { ...following, after }, heard);
    } catch (error) {
      if (isUnreachable(error) && !signal.aborted) tellReach("unreachable");
      onBreak();
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, LATEST_MS);
  }
}

/** One stream, to its end. */
async function listen(client: Client, following: Following, heard: (event: RunEventView) => void): Promise<void> {
  const { runId, after, signal, onEvent } = following;
  for await (const event of client.events(runId, after, signal)) {
    heard(event);
    tellReach("reached");
    onEvent(event);
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
