import {
  forecastOfSchedule,
  forecastSchedule,
  type ScheduledRequest,
  type ScheduleForecastAnswer,
} from "@ascent/engine";
import type { App } from "../app.ts";
import { IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { DefectsFault } from "../problems.ts";
import { OF_BLUEPRINTS, problems } from "../responses.ts";
import { NewSchedule, SchedulePlanView } from "../schema/schedules.ts";
import { schedulePlanView } from "../views.ts";

const tags = ["schedules"];

/** What schedules would do, without their doing it. */
export function registerSchedulePlans(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/schedule-plans",
    {
      config: { role: "viewer", action: false },
      schema: {
        operationId: "planSchedule",
        summary:
          "Dry run: when the schedule that `POST /v1/schedules` with this body makes would fire, and what it would start",
        description: "Refused as the schedule is. Nothing is written or queued.",
        tags,
        body: NewSchedule,
        response: {
          200: SchedulePlanView,
          ...problems(...OF_BLUEPRINTS, "schedule-name-taken", "bad-cron", "timezone-unknown"),
        },
      },
    },
    async ({ body }) => {
      // Zod leaves no member that is undefined, which its types do not know.
      const wanted = { ...body, request: body.request as ScheduledRequest };
      return viewOf(await forecastSchedule(ports, wanted));
    },
  );
  app.get(
    "/v1/schedules/:id/plan",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getSchedulePlan",
        summary: "When a schedule fires next, and what it would start now; refused as that run would be",
        tags,
        params: IdParams,
        response: { 200: SchedulePlanView, ...problems(...OF_BLUEPRINTS, "schedule-unknown") },
      },
    },
    async ({ params: { id } }) => viewOf(await forecastOfSchedule(ports, id)),
  );
}

function viewOf(answer: ScheduleForecastAnswer): SchedulePlanView {
  if (!answer.ok) throw new DefectsFault(answer.defects, answer.warnings);
  return schedulePlanView(answer.value);
}
