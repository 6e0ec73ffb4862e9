import { type Defect, Fault } from "@ascent/core";
import { nextTime, readTimetable } from "@ascent/formats";
import type { BlueprintSource, Clock, Ids, ScheduleLedger, SchedulePlan, ScheduleRecord } from "../ports.ts";
import { preflight, type Refusal } from "../preflight.ts";

export interface PlanSchedulePorts {
  readonly ledger: ScheduleLedger;
  readonly blueprints: BlueprintSource;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A schedule with warnings about its blueprint, or why there is none. */
export type ScheduleAnswer =
  | { readonly ok: true; readonly value: ScheduleRecord; readonly warnings: readonly Defect[] }
  | Refusal;

/**
 * Records a schedule. What could not be started now is not scheduled: throws what `startRun` throws for it, and Fault
 * "bad-cron", "timezone-unknown", "schedule-name-taken".
 */
export async function createSchedule(
  ports: PlanSchedulePorts,
  given: SchedulePlan & { readonly createdBy: string },
): Promise<ScheduleAnswer> {
  const { createdBy, ...wanted } = given;
  const checked = await check(ports, wanted);
  if (!checked.ok) return checked;
  const at = ports.clock.now();
  const times = next(checked.plan, at);
  const value = await ports.ledger.createSchedule({ ...checked.plan, ...times, id: ports.ids.uuid(), createdBy, at });
  return { ok: true, value, warnings: checked.warnings };
}

/**
 * Changes some of a schedule; it fires next by its new times, counted from now. Throws as `createSchedule`, and Fault
 * "schedule-unknown". What only pauses or renames it does not look at its blueprint.
 */
export async function changeSchedule(
  ports: PlanSchedulePorts,
  id: string,
  change: { readonly [Key in keyof SchedulePlan]?: SchedulePlan[Key] | undefined },
): Promise<ScheduleAnswer> {
  const schedule = (await ports.ledger.schedule(id)) ?? unknown(id);
  const wanted = withChange(schedule, change);
  const checked = change.request === undefined ? timed(wanted) : await check(ports, wanted);
  if (!checked.ok) return checked;
  const at = ports.clock.now();
  const value = await ports.ledger.changeSchedule(id, { plan: checked.plan, ...next(checked.plan, at), at });
  return { ok: true, value: value ?? unknown(id), warnings: checked.warnings };
}

/** Throws Fault "schedule-unknown". */
export function scheduleUnknown(id: string): Fault {
  return new Fault("schedule-unknown", `there is no schedule ${id}`, { wayOut: "`ascent schedules` lists them." });
}

function unknown(id: string): never {
  throw scheduleUnknown(id);
}

type Checked = { readonly ok: true; readonly plan: SchedulePlan; readonly warnings: readonly Defect[] };

async function check(ports: PlanSchedulePorts, wanted: SchedulePlan): Promise<Checked | Refusal> {
  const read = timed(wanted);
  const files = await ports.blueprints.read(wanted.request.blueprint);
  const flight = preflight({ files, pipelines: await ports.blueprints.pipelines(), wanted: wanted.request });
  return flight.ok ? { ...read, warnings: flight.warnings } : flight;
}

function timed(wanted: SchedulePlan): Checked {
  return { ok: true, plan: { ...wanted, ...readTimetable(wanted) }, warnings: [] };
}

/** Nothing is next while it is paused. Counted from now: what was missed in a pause is not made up for. */
function next(plan: SchedulePlan, at: Date): { readonly nextAt?: Date } {
  const nextAt = plan.enabled ? nextTime(plan, at) : undefined;
  return nextAt === undefined ? {} : { nextAt };
}

function withChange(
  { name, request, cron, timezone, overlap, enabled }: SchedulePlan,
  change: Parameters<typeof changeSchedule>[2],
): SchedulePlan {
  return {
    name: change.name ?? name,
    request: change.request ?? request,
    cron: change.cron ?? cron,
    timezone: change.timezone ?? timezone,
    overlap: change.overlap ?? overlap,
    enabled: change.enabled ?? enabled,
  };
}
