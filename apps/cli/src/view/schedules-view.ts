import type { FiringView, ScheduleView } from "@ascent/client";
import { minute, type Paint } from "./picture.ts";

/** Two lines per schedule: what it starts and when, then what came of it the last time. */
export function scheduleLines(schedules: readonly ScheduleView[], paint: Paint): string[] {
  const width = Math.max(...schedules.map(({ name }) => name.length));
  return schedules.flatMap((schedule) => {
    const { name, cron, timezone, request, nextAt, last } = schedule;
    const next = nextAt === undefined ? paint.faint("paused") : `next ${minute(nextAt)}`;
    const head = `${paint.bold(name.padEnd(width))}  ${request.blueprint}  ${cron} (${timezone})  ${next}`;
    return [head, `    ${last === undefined ? paint.faint("has not fired yet") : firingText(last, paint)}`];
  });
}

/** `2026-01-31 02:30Z started run 3f2a…, succeeded`. */
export function firingText(firing: FiringView, paint: Paint): string {
  return `${minute(firing.firedAt)} ${outcomeText(firing, paint)}`;
}

function outcomeText({ outcome, runId, runState, failure }: FiringView, paint: Paint): string {
  if (outcome === "refused") return paint.bad(`refused: ${failure?.code}: ${failure?.message}`);
  if (outcome === "skipped") return `skipped, because run ${runId} still went on`;
  if (outcome === "starting") return "starting a run";
  const state = runState === "failed" ? paint.bad(runState) : paint.good(runState ?? "");
  return `started run ${runId}, ${state}`;
}
