import type { LogPart } from "@ascent/engine";
import { z } from "zod";
import type { App } from "../app.ts";
import { knownBuild } from "../known-build.ts";
import { knownRun } from "../known-run.ts";
import { IdParams, MAX_INTEGER, Whole } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { eventStream, problems } from "../responses.ts";
import { type Frame, RunFeeds } from "../run-feed.ts";
import { RunEventView } from "../schema/run.ts";
import { type EventSink, pause, serveEvents } from "../sse.ts";

const POLL_MS = 200;
const AfterEvent = z.object({ "last-event-id": Whole.optional() });
const AfterBatch = z.object({
  "last-event-id": z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}$/, "must be what an earlier event of this log gave as its id")
    .optional()
    .meta({ example: "1.3" }),
});
const SETTLED: ReadonlySet<string> = new Set(["done", "failed", "blocked", "cancelled"]);

/** What happens, as it happens. */
export function registerLive(app: App, ports: ApiPorts): void {
  registerEvents(app, ports);
  registerLiveLog(app, ports);
}

function registerEvents(app: App, ports: ApiPorts): void {
  const feeds = new RunFeeds(ports.ledger);
  app.get(
    "/v1/runs/:id/events",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "followRun",
        summary: "Events of a run as server-sent events; resumes after `Last-Event-ID`; ends with the run",
        tags: ["runs"],
        params: IdParams,
        headers: AfterEvent,
        response: { 200: eventStream("One event of the run per event", RunEventView), ...problems("run-unknown") },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await knownRun(ports, id);
      const after = request.headers["last-event-id"] ?? 0;
      await serveEvents(request, reply, (sink) => streamEvents(feeds, sink, { runId: id, after }));
    },
  );
  app.get(
    "/v1/builds/:id/events",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "followBuild",
        summary: "Events of one build, numbered as its run's; resumes after `Last-Event-ID`; ends with the run",
        tags: ["builds"],
        params: IdParams,
        headers: AfterEvent,
        response: { 200: eventStream("One event of the build per event", RunEventView), ...problems("build-unknown") },
      },
    },
    async (request, reply) => {
      const { id: buildId } = request.params;
      const { runId } = await knownBuild(ports, buildId);
      const after = request.headers["last-event-id"] ?? 0;
      await serveEvents(request, reply, (sink) => streamEvents(feeds, sink, { runId, after, buildId }));
    },
  );
}

function registerLiveLog(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/builds/:id/log/live",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "followLog",
        summary: "The newest attempt's log as server-sent events; resumes after `Last-Event-ID`; ends with the attempt",
        tags: ["builds"],
        params: IdParams,
        headers: AfterBatch,
        response: {
          200: eventStream(
            "The next part of the text per event, as a JSON string",
            z.string().meta({ example: "checking for gcc... gcc\n" }),
          ),
          ...problems("build-unknown"),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await knownBuild(ports, id);
      const start = { id, ...positionOf(request.headers["last-event-id"]) };
      await serveEvents(request, reply, (sink) => streamLog(ports, sink, start));
    },
  );
}

interface Watched {
  readonly runId: string;
  readonly after: number;
  /** Events of this build alone. */
  readonly buildId?: string;
}

/** Everything recorded after `after`, then what comes; a run that is over ends the stream once all was sent. */
function streamEvents(feeds: RunFeeds, sink: EventSink, { runId, after: start, buildId }: Watched): Promise<void> {
  return feeds.watch(runId, async (feed) => {
    let after = start;
    while (!sink.signal.aborted) {
      const frames = await feed.after(after);
      await sendFrames(sink, buildId === undefined ? frames : frames.filter((frame) => frame.buildId === buildId));
      after = frames.at(-1)?.sequence ?? after;
      if (feed.isEnd(after)) return;
      await feed.changed(after, sink.signal);
    }
  });
}

async function sendFrames(sink: EventSink, frames: readonly Frame[]): Promise<void> {
  for (const { bytes } of frames) await sink.write(bytes);
}

interface LogPosition {
  /** Undefined: the newest, as soon as there is one. */
  readonly attempt: number | undefined;
  readonly from: number;
}

/** An event's id is `ATTEMPT.BATCH`, the batch being the one to go on with. */
function positionOf(eventId: string | undefined): LogPosition {
  const [attempt, from] = (eventId ?? "").split(".").map((part) => Math.min(Number(part), MAX_INTEGER));
  return eventId === undefined ? { attempt: undefined, from: 0 } : { attempt, from: from ?? 0 };
}

/** Stays with the attempt that it began with: the next attempt's log begins anew. */
async function streamLog(ports: ApiPorts, sink: EventSink, start: LogPosition & { id: string }): Promise<void> {
  let position: LogPosition = start;
  while (!sink.signal.aborted) {
    const part = await ports.ledger.log(start.id, position.from, position.attempt);
    if (await isEnd(ports, start, part)) return;
    if (part?.text) await sink.send({ id: `${part.attempt}.${part.next}`, data: part.text });
    else await pause(POLL_MS, sink.signal);
    if (part !== undefined) position = { attempt: part.attempt, from: part.next };
  }
}

async function isEnd(ports: ApiPorts, start: LogPosition & { id: string }, part: LogPart | undefined) {
  if (part !== undefined) return part.ended && part.text === "";
  // No attempt yet: is one still to come?
  const build = await ports.ledger.build(start.id);
  return start.attempt !== undefined || build === undefined || SETTLED.has(build.state);
}
