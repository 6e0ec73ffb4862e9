import { ApiFault, type BuildDetailView, type Client } from "@ascent/client";

const RECONNECT_MS = 500;

const TO_COME: ReadonlySet<BuildDetailView["state"]> = new Set(["waiting", "ready", "building"]);

type LogClient = Pick<Client, "build" | "logParts">;

/**
 * The log text of a build as it is written, each part once, over as many connections as it takes; ends with the attempt that
 * it began with, or on abort. Throws ApiFault when the service refuses (4xx).
 */
export async function* followLog(client: LogClient, buildId: string, signal: AbortSignal): AsyncGenerator<string> {
  let after: string | undefined;
  while (!signal.aborted) {
    try {
      for await (const part of client.logParts(buildId, after, signal)) {
        after = part.id;
        yield part.text;
      }
      // A service that is stopped ends its streams as an attempt's end does.
      if (signal.aborted || !(await goesOn(client, buildId, after))) return;
    } catch (error) {
      refuseRefusal(error);
    }
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

/** Whether the attempt that wrote the part `after`, or the first one, may write more. */
async function goesOn(client: LogClient, buildId: string, after: string | undefined): Promise<boolean> {
  const { state, attempt } = await client.build(buildId);
  return TO_COME.has(state) && (after === undefined || after.startsWith(`${attempt}.`));
}

/** A broken connection is worth another try, a refusal (4xx) is not. */
export function refuseRefusal(error: unknown): void {
  if (error instanceof ApiFault && error.status !== undefined && error.status < 500) throw error;
}
