import { RUN_STATES } from "@ascent/core";
import { z } from "zod";
import { pageOf } from "./page.ts";
import { ForecastView } from "./plan.ts";
import { DefectView } from "./problem.ts";
import { NameText, StartRun } from "./run.ts";

const Time = z.iso.datetime();

const CronText = z
  .string()
  .max(200)
  .meta({ example: "30 2 * * *", description: "Minute, hour, day of month, month, day of week; or a name: @daily" });
const ZoneText = z.string().max(100).meta({ example: "Europe/Vienna", description: "IANA name" });
const Overlap = z
  .enum(["skip", "start"])
  .meta({ description: "When the run that it started last still goes on: start none, or another" });
const ScheduleName = NameText.max(100).meta({ example: "nightly" });

export const FiringView = z
  .object({
    id: z.uuid(),
    scheduleId: z.uuid(),
    dueAt: Time.meta({ description: "The time it was for" }),
    firedAt: Time.meta({ description: "When it was decided: later than that when the service was not there" }),
    firedBy: z.string().optional().meta({ description: "Who fired it by hand; absent: the clock" }),
    outcome: z
      .enum(["starting", "started", "skipped", "refused"])
      .meta({ description: "`skipped`: the run before still went on; `refused`: no run could be started" }),
    runId: z.uuid().optional().meta({ description: "The run that it started; when skipped, the one in the way" }),
    runState: z.enum(RUN_STATES).optional(),
    failure: z
      .object({
        code: z.string().meta({ example: "blueprint-defects" }),
        message: z.string(),
        wayOut: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: "Firing" });
export type FiringView = z.infer<typeof FiringView>;

export const ScheduleView = z
  .object({
    id: z.uuid(),
    name: ScheduleName,
    request: StartRun,
    cron: CronText,
    timezone: ZoneText,
    overlap: Overlap,
    enabled: z.boolean(),
    createdBy: z.string(),
    createdAt: Time,
    changedAt: Time,
    nextAt: Time.optional().meta({ description: "When it fires next; absent while it is paused" }),
    last: FiringView.optional(),
  })
  .meta({ id: "Schedule" });
export type ScheduleView = z.infer<typeof ScheduleView>;

export const NewSchedule = z
  .strictObject({
    name: ScheduleName,
    request: StartRun,
    cron: CronText,
    timezone: ZoneText.default("UTC"),
    overlap: Overlap.default("skip"),
    enabled: z.boolean().default(true),
  })
  .meta({ id: "NewSchedule" });
export type NewSchedule = z.input<typeof NewSchedule>;

export const ScheduleChange = z
  .strictObject({
    name: ScheduleName,
    request: StartRun,
    cron: CronText,
    timezone: ZoneText,
    overlap: Overlap,
    enabled: z.boolean().meta({ description: "false pauses it; what is missed in a pause is not made up for" }),
  })
  .partial()
  .meta({ id: "ScheduleChange" });
export type ScheduleChange = z.infer<typeof ScheduleChange>;

/** A schedule that was made or changed, with what is odd about its blueprint. */
export const PlannedSchedule = z
  .object({ schedule: ScheduleView, warnings: z.array(DefectView) })
  .meta({ id: "PlannedSchedule" });
export type PlannedSchedule = z.infer<typeof PlannedSchedule>;

export const SchedulePlanView = z
  .object({
    firings: z
      .array(
        z.object({
          dueAt: Time.meta({ description: "The time it is for" }),
          outcome: z
            .enum(["start", "skip"])
            .meta({ description: "`skip`: the run before is likely to go on still, and two at once are not wanted" }),
        }),
      )
      .meta({ description: "The next ten; none while it is paused" }),
    seed: z.string().meta({ description: "The seed for which the run is planned" }),
    forecast: ForecastView.meta({
      description: "What such a run, started now, is likely to build, and how long it takes",
    }),
    warnings: z.array(DefectView),
  })
  .meta({ id: "SchedulePlan" });
export type SchedulePlanView = z.infer<typeof SchedulePlanView>;

export const Schedules = z.object({ schedules: z.array(ScheduleView) }).meta({ id: "ScheduleList" });
export const Firings = pageOf("FiringList", "firings", FiringView);
