import type { BuildDetailView, Client, LogPart } from "@ascent/client";
import { overConnections } from "./over-connections.ts";

const TO_COME: ReadonlySet<BuildDetailView["state"]> = new Set(["waiting", "ready", "building"]);

type LogClient = Pick<Client, "build" | "logParts">;

/**
 * The log text of a build as it is written, each part once, over as many connections as it takes; ends with the attempt that
 * it began with, or on abort. Throws ApiFault when the service refuses (4xx).
 */
export async function* followLog(client: LogClient, buildId: string, signal: AbortSignal): AsyncGenerator<string> {
  const connect = (last: LogPart | undefined) => client.logParts(buildId, last?.id, signal);
  const goesOn = (last: LogPart | undefined) => writesOn(client, buildId, last);
  for await (const { text } of overConnections(connect, goesOn, signal)) yield text;
}

/** Whether the attempt that wrote the part `last`, or the first one, may write more. */
async function writesOn(client: LogClient, buildId: string, last: LogPart | undefined): Promise<boolean> {
  const { state, attempt } = await client.build(buildId);
  return TO_COME.has(state) && (last === undefined || last.id.startsWith(`${attempt}.`));
}
