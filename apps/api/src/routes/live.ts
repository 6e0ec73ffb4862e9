import { Problem } from "@ascent/client";
import type { RunEvent } from "@ascent/engine";
import { z } from "zod";
import type { App } from "../app.ts";
import { knownRun } from "../known-run.ts";
import type { ApiPorts } from "../ports.ts";
import { type EventSink, pause, serveEvents } from "../sse.ts";
import { eventView } from "../views.ts";

const POLL_MS = 200;
const BATCH = 500;
const Params = z.object({ id: z.uuid() });
const LastEventId = z.object({ "last-event-id": z.coerce.number().int().min(0).optional() });
const refusals = { 400: Problem, 401: Problem, 404: Problem };
const OVER: ReadonlySet<string> = new Set(["run.succeeded", "run.failed", "run.cancelled"]);

export function registerLive(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/runs/:id/events",
    {
      schema: {
        summary: "Events of a run as server-sent events; resumes after `Last-Event-ID`; ends with the run",
        tags: ["runs"],
        params: Params,
        headers: LastEventId,
        response: refusals,
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
      schema: {
        summary: "The newest attempt's log as server-sent events; resumes after `Last-Event-ID`; ends with the attempt",
        tags: ["builds"],
        params: Params,
        headers: LastEventId,
        response: refusals,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const from = request.headers["last-event-id"] ?? 0;
      await serveEvents(request, reply, (sink) => streamLog(ports, sink, { id, from }));
    },
  );
}

/** Everything recorded after `after`, then what comes; a run that is over ends the stream once all was sent. */
async function streamEvents(ports: ApiPorts, sink: EventSink, start: { id: string; after: number }): Promise<void> {
  let { after } = start;
  while (!sink.signal.aborted) {
    const events = await ports.ledger.events(start.id, after, BATCH);
    for (const event of events) sink.send({ id: String(event.sequence), type: event.type, data: eventView(event) });
    after = events.at(-1)?.sequence ?? after;
    if (await isLast(ports, start.id, events)) return;
    if (events.length < BATCH) await pause(POLL_MS, sink.signal);
  }
}

async function isLast(ports: ApiPorts, id: string, events: readonly RunEvent[]): Promise<boolean> {
  if (events.length > 0) return OVER.has(events.at(-1)?.type ?? "");
  return isOver(ports, id);
}

async function isOver(ports: ApiPorts, id: string): Promise<boolean> {
  const run = await ports.ledger.run(id);
  return run === undefined || run.finishedAt !== undefined;
}

/** A batch of log text carries the number of the batch after it, so that a client resumes exactly there. */
async function streamLog(ports: ApiPorts, sink: EventSink, start: { id: string; from: number }): Promise<void> {
  let { from } = start;
  while (!sink.signal.aborted) {
    const part = await ports.ledger.log(start.id, from);
    if (part === undefined) return;
    if (part.text !== "") sink.send({ id: String(part.next), data: part.text });
    else if (part.ended) return;
    from = part.next;
    await pause(POLL_MS, sink.signal);
  }
}
