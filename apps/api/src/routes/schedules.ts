import {
  changeSchedule,
  createSchedule,
  fireByHand,
  keepClocksSoon,
  type ScheduleAnswer,
  type ScheduledRequest,
  scheduleUnknown,
} from "@ascent/engine";
import { z } from "zod";
import { actorOf } from "../access/guard.ts";
import type { App } from "../app.ts";
import { linkNext, olderPage, PageQuery } from "../paging.ts";
import { IdempotencyHeader, IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { DefectsFault } from "../problems.ts";
import { OF_BLUEPRINTS, problems, unchanged } from "../responses.ts";
import type { StartRun } from "../schema/run.ts";
import {
  Firings,
  FiringView,
  NewSchedule,
  PlannedSchedule,
  ScheduleChange,
  Schedules,
  ScheduleView,
} from "../schema/schedules.ts";
import { firingView, scheduleView } from "../views.ts";
import { registerSchedulePlans } from "./schedule-plans.ts";

const tags = ["schedules"];

/** Runs that start by themselves. */
export function registerSchedules(app: App, ports: ApiPorts): void {
  registerReads(app, ports);
  registerFirings(app, ports);
  registerCreate(app, ports);
  registerChange(app, ports);
  registerFire(app, ports);
  registerSchedulePlans(app, ports);
}

function registerReads(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/schedules",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listSchedules",
        summary: "Schedules, by name",
        tags,
        response: { 200: Schedules, ...unchanged },
      },
    },
    async () => ({ schedules: (await ports.ledger.schedules()).map(scheduleView) }),
  );
  app.get(
    "/v1/schedules/:id",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getSchedule",
        summary: "One schedule",
        tags,
        params: IdParams,
        response: { 200: ScheduleView, ...problems("schedule-unknown") },
      },
    },
    async ({ params: { id } }) => {
      const schedule = await ports.ledger.schedule(id);
      if (schedule === undefined) throw scheduleUnknown(id);
      return scheduleView(schedule);
    },
  );
}

function registerFirings(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/schedules/:id/firings",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listFirings",
        summary: "When it fired and what came of it, newest first",
        tags,
        params: IdParams,
        querystring: PageQuery,
        response: { 200: Firings, ...problems("schedule-unknown") },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if ((await ports.ledger.schedule(id)) === undefined) throw scheduleUnknown(id);
      const { items, next } = await olderPage("firings", request.query, (page) => ports.ledger.firings(id, page));
      linkNext(request, reply, next);
      return { firings: items.map(firingView), ...(next === undefined ? {} : { next }) };
    },
  );
}

function registerCreate(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/schedules",
    {
      config: { role: "maintainer", action: "schedule.create", repeats: "kept" },
      schema: {
        operationId: "createSchedule",
        summary: "Make a schedule; what could not be started now is refused",
        tags,
        headers: IdempotencyHeader,
        body: NewSchedule,
        response: {
          201: PlannedSchedule,
          ...problems(...OF_BLUEPRINTS, "schedule-name-taken", "bad-cron", "timezone-unknown"),
        },
      },
    },
    async (request, reply) => {
      const plan = { ...request.body, request: scheduled(request.body.request) };
      const answer = await createSchedule(ports, { ...plan, createdBy: actorOf(request).name });
      const planned = await kept(ports, answer);
      return reply.code(201).header("location", `/v1/schedules/${planned.schedule.id}`).send(planned);
    },
  );
}

function registerChange(app: App, ports: ApiPorts): void {
  app.patch(
    "/v1/schedules/:id",
    {
      config: { role: "maintainer", action: "schedule.change" },
      schema: {
        operationId: "changeSchedule",
        summary: "Change a schedule; `enabled` pauses and resumes it",
        tags,
        params: IdParams,
        body: ScheduleChange,
        response: {
          200: PlannedSchedule,
          ...problems(...OF_BLUEPRINTS, "schedule-unknown", "schedule-name-taken", "bad-cron", "timezone-unknown"),
        },
      },
    },
    async ({ params: { id }, body }) => {
      const request = body.request === undefined ? undefined : scheduled(body.request);
      return kept(ports, await changeSchedule(ports, id, { ...body, request }));
    },
  );
  app.delete(
    "/v1/schedules/:id",
    {
      config: { role: "maintainer", action: "schedule.remove" },
      schema: {
        operationId: "removeSchedule",
        summary: "Remove a schedule; its runs stay",
        tags,
        params: IdParams,
        response: { 204: z.void(), ...problems("schedule-unknown") },
      },
    },
    async ({ params: { id } }, reply) => {
      if (!(await ports.ledger.removeSchedule(id))) throw scheduleUnknown(id);
      await keepClocksSoon(ports);
      return reply.code(204).send();
    },
  );
}

function registerFire(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/schedules/:id/fire",
    {
      config: { role: "maintainer", action: "schedule.fire", repeats: "live" },
      schema: {
        operationId: "fireSchedule",
        summary: "Fire now, also a paused one; the outcome says whether a run was started",
        tags,
        params: IdParams,
        headers: IdempotencyHeader,
        response: { 200: FiringView, ...problems("schedule-unknown") },
      },
    },
    async (request) => {
      const asked = { by: actorOf(request).name, key: request.headers["idempotency-key"] };
      return firingView(await fireByHand(ports, request.params.id, asked));
    },
  );
}

/** Zod leaves no member that is undefined, which its types do not know. */
function scheduled(request: StartRun): ScheduledRequest {
  return request as ScheduledRequest;
}

/** What was asked for is recorded: the queue's clocks follow. */
async function kept(ports: ApiPorts, answer: ScheduleAnswer) {
  if (!answer.ok) throw new DefectsFault(answer.defects, answer.warnings);
  await keepClocksSoon(ports);
  return { schedule: scheduleView(answer.value), warnings: [...answer.warnings] };
}
