import { type Defect, Fault, type Plan } from "@ascent/core";
import { nextTime, readTimetable } from "@ascent/formats";
import { type Forecast, type ForecastPorts, forecastPlan } from "../flight/forecast-plan.ts";
import { planBlueprint } from "../plan-blueprint.ts";
import type { BlueprintSource, Firing, ScheduleLedger, SchedulePlan, ScheduleRecord } from "../ports.ts";
import type { Refusal } from "../preflight.ts";
import { scheduleUnknown } from "./plan-schedule.ts";

export interface ScheduleForecastPorts extends ForecastPorts {
  readonly ledger: ForecastPorts["ledger"] & Pick<ScheduleLedger, "schedule" | "schedules">;
  readonly blueprints: BlueprintSource;
}

export interface ForeseenFiring {
  readonly dueAt: Date;
  /** `skip`: the run before is likely to go on still, and two at once are not wanted. */
  readonly outcome: "start" | "skip";
}

export interface ScheduleForecast {
  /** The next ones; none while it is paused. */
  readonly firings: readonly ForeseenFiring[];
  /** Of the run that each starts, as it would be planned now. */
  readonly plan: Plan;
  readonly forecast: Forecast;
}

export type ScheduleForecastAnswer =
  | { readonly ok: true; readonly value: ScheduleForecast; readonly warnings: readonly Defect[] }
  | Refusal;

/** How many times are told. */
const FIRINGS = 10;

/** What a schedule would do, without making it. Refused as `createSchedule` is, and throws as it does. */
export async function forecastSchedule(
  ports: ScheduleForecastPorts,
  wanted: SchedulePlan,
): Promise<ScheduleForecastAnswer> {
  const plan = { ...wanted, ...readTimetable(wanted) };
  const taken = (await ports.ledger.schedules()).some(({ name }) => name === wanted.name);
  if (taken) throw new Fault("schedule-name-taken", `there is a schedule named "${wanted.name}" already`);
  return foresee(ports, plan);
}

/** The same of one that is there. Throws Fault "schedule-unknown", and what starting its run would. */
export async function forecastOfSchedule(ports: ScheduleForecastPorts, id: string): Promise<ScheduleForecastAnswer> {
  const schedule = await ports.ledger.schedule(id);
  if (schedule === undefined) throw scheduleUnknown(id);
  return foresee(ports, schedule);
}

type Foreseen = SchedulePlan & Pick<ScheduleRecord, "last">;

async function foresee(ports: ScheduleForecastPorts, schedule: Foreseen): Promise<ScheduleForecastAnswer> {
  const { request } = schedule;
  const planned = await planBlueprint(ports.blueprints, request.blueprint, request);
  if (!planned.ok) return planned;
  const forecast = await forecastPlan(ports, planned.value);
  // Arches are built side by side.
  const seconds = Math.max(0, ...forecast.arches.map((arch) => arch.seconds));
  const firings = schedule.enabled ? firingsOf(schedule, { from: ports.clock.now(), seconds }) : [];
  return { ok: true, value: { firings, plan: planned.value, forecast }, warnings: planned.warnings };
}

/** Each with what is likely to come of it, when a run lasts so many seconds. */
function firingsOf(schedule: Foreseen, { from, seconds }: { readonly from: Date; readonly seconds: number }) {
  const firings: ForeseenFiring[] = [];
  let busyUntil = isUnderWay(schedule.last) ? schedule.last.firedAt.getTime() + seconds * 1000 : from.getTime();
  let dueAt = nextTime(schedule, from);
  while (dueAt !== undefined && firings.length < FIRINGS) {
    const outcome = schedule.overlap === "skip" && dueAt.getTime() < busyUntil ? "skip" : "start";
    if (outcome === "start") busyUntil = dueAt.getTime() + seconds * 1000;
    firings.push({ dueAt, outcome });
    dueAt = nextTime(schedule, dueAt);
  }
  return firings;
}

function isUnderWay(last: Firing | undefined): last is Firing {
  return last?.outcome === "started" && (last.runState === "preparing" || last.runState === "running");
}
