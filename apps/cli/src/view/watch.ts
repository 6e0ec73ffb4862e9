import type { Client, RunEventView, RunView } from "@ascent/client";
import { createLogUpdate } from "log-update";
import { eventLine, preparingText } from "./event-line.ts";
import { flightLines } from "./flight-view.ts";
import { missingWorkerLines } from "./missing-workers.ts";
import { overConnections } from "./over-connections.ts";
import { terminalPaint } from "./paint.ts";
import type { Picture } from "./picture.ts";

const REFRESH_MS = 400;

/** How progress is told: drawn over and over, line by line, or as NDJSON. */
export type Telling = "live" | "lines" | "json";

/** How stdout wants to be told. */
export function tellingFor(json: boolean): Telling {
  if (json) return "json";
  return process.stdout.isTTY ? "live" : "lines";
}

export interface WatchOptions {
  readonly telling: Telling;
  readonly signal: AbortSignal;
}

/** Follows a run to its end, telling what happens on stdout. Resolves with the run as it ended, or as it is on abort. */
export async function watchRun(client: Client, runId: string, options: WatchOptions): Promise<RunView> {
  const run = await client.run(runId);
  if (options.telling !== "live") await tellMissingWorkers(client, run, options.telling);
  const screen = options.telling === "live" ? liveScreen(client, runId) : undefined;
  try {
    for await (const event of followEvents(client, runId, options.signal)) {
      if (options.telling === "json") process.stdout.write(`${JSON.stringify(event)}\n`);
      if (options.telling === "lines") tellLine(event, run.createdAt);
      screen?.hear(event);
    }
  } finally {
    await screen?.close();
  }
  return client.run(runId);
}

/** The live view says so by itself, for as long as it is so. */
async function tellMissingWorkers(client: Client, run: RunView, telling: Telling): Promise<void> {
  if (run.finishedAt !== undefined) return;
  const { workers } = await client.workers();
  const stream = telling === "json" ? process.stderr : process.stdout;
  for (const line of missingWorkerLines(run.arches, workers)) stream.write(`· ${line}\n`);
}

function tellLine(event: RunEventView, startedAt: string): void {
  const line = eventLine(event, startedAt);
  if (line !== undefined) process.stdout.write(`${line}\n`);
}

/** Every event once and in order, over as many connections as it takes; ends when the run is over or on abort. */
function followEvents(client: Client, runId: string, signal: AbortSignal): AsyncGenerator<RunEventView> {
  const connect = (last: RunEventView | undefined) => client.events(runId, last?.sequence ?? 0, signal);
  const goesOn = async () => (await client.run(runId)).finishedAt === undefined;
  return overConnections(connect, goesOn, signal);
}

function liveScreen(client: Client, runId: string) {
  const update = createLogUpdate(process.stdout);
  let preparing: string | undefined;
  const draw = async () => {
    const picture = await takePicture(client, runId, preparing).catch(() => undefined);
    if (picture !== undefined) update(flightLines(picture, terminalPaint(process.stdout)).join("\n"));
  };
  let drawing: Promise<void> = draw();
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    drawing = draw().finally(() => {
      idle = true;
    });
  }, REFRESH_MS);
  return {
    hear(event: RunEventView) {
      preparing = preparingText(event) ?? preparing;
    },
    async close() {
      clearInterval(timer);
      await drawing;
      await draw();
      update.done();
    },
  };
}

export async function takePicture(client: Client, runId: string, preparing?: string): Promise<Picture> {
  const [run, { stages }, { builds }] = await Promise.all([
    client.run(runId),
    client.stages(runId),
    client.builds(runId),
  ]);
  return { run, stages, builds, ...(preparing === undefined ? {} : { preparing }), now: new Date() };
}
