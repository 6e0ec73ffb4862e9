import type { LogPart } from "@ascent/engine";
import { z } from "zod";
import type { App } from "../app.ts";
import { knownBuild } from "../known-build.ts";
import { knownRun } from "../known-run.ts";
import { IdParams, MAX_INTEGER, Whole } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { eventStream, problems } from "../responses.ts";
import { RunEventView } from "../schema/run.ts";
import { type EventSink, pause, serveEvents } from "../sse.ts";
import { eventView } from "../views.ts";

const POLL_MS = 200;
const BATCH = 500;
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
      await serveEvents(request, reply, (sink) => streamEvents(ports, sink, { id, after }));
    },
  );
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

/** Everything recorded after `after`, then what comes; a run that is over ends the stream once all was sent. */
async function streamEvents(ports: ApiPorts, sink: EventSink, start: { id: string; after: number }): Promise<void> {
  let { after } = start;
  while (!sink.signal.aborted) {
    // Asked before the events are read: what is over by then has its last event among them.
    const over = await isOver(ports, start.id);
    const events = await ports.ledger.events(start.id, after, BATCH);
    for (const event of events) {
      await sink.send({ id: String(event.sequence), type: event.type, data: eventView(event) });
      after = event.sequence;
    }
    if (events.length === 0 && over) return;
    if (events.length === 0) await pause(POLL_MS, sink.signal);
  }
}

async function isOver(ports: ApiPorts, id: string): Promise<boolean> {
  const run = await ports.ledger.run(id);
  return run === undefined || run.finishedAt !== undefined;
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
