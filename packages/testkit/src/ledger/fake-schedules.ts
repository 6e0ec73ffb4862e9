import { compareText, Fault } from "@ascent/core";
import type { Firing, FiringClaim, ScheduleLedger, ScheduleRecord } from "@ascent/engine";
import { type FakeState, isOver } from "./fake-state.ts";

interface FakeFiring {
  readonly scheduleId: string;
  readonly cause: string;
  firing: Firing;
}

/** Schedules and what came of them; in the order in which they fired. */
export interface FakeSchedules {
  readonly schedules: Map<string, Omit<ScheduleRecord, "last">>;
  readonly firings: FakeFiring[];
}

export function scheduleMethods(state: FakeState): ScheduleLedger {
  const { schedules, firings } = state.timetables;
  const told = (firing: Firing): Firing => {
    const run = firing.runId === undefined ? undefined : state.runs.get(firing.runId);
    return run === undefined ? firing : { ...firing, runState: run.state };
  };
  const of = (scheduleId: string) =>
    firings
      .filter((one) => one.scheduleId === scheduleId)
      .map(({ firing }) => told(firing))
      .sort((a, b) => b.firedAt.getTime() - a.firedAt.getTime() || compareText(b.id, a.id));
  const record = (schedule: Omit<ScheduleRecord, "last">): ScheduleRecord => {
    const [last] = of(schedule.id);
    return { ...schedule, ...(last === undefined ? {} : { last }) };
  };
  const refuseTaken = (name: string, id: string) => {
    if (![...schedules.values()].some((other) => other.name === name && other.id !== id)) return;
    throw new Fault("schedule-name-taken", `there is a schedule named "${name}" already`, {
      wayOut: "Choose another.",
    });
  };
  const list = () => [...schedules.values()].sort((a, b) => compareText(a.name, b.name)).map(record);
  const goesOn = ({ firing }: FakeFiring): boolean => {
    const run = firing.runId === undefined ? undefined : state.runs.get(firing.runId);
    return firing.outcome === "starting" || (firing.outcome === "started" && run !== undefined && !isOver(run.state));
  };
  return {
    async createSchedule({ at, ...given }) {
      refuseTaken(given.name, given.id);
      schedules.set(given.id, { ...given, createdAt: at, changedAt: at });
      return record(schedules.get(given.id)!);
    },
    schedules: async () => list(),
    async schedule(id) {
      const found = schedules.get(id);
      return found === undefined ? undefined : record(found);
    },
    async changeSchedule(id, { plan, nextAt, at }) {
      refuseTaken(plan.name, id);
      const found = schedules.get(id);
      if (found === undefined) return undefined;
      const { nextAt: _, ...rest } = found;
      schedules.set(id, { ...rest, ...plan, changedAt: at, ...(nextAt === undefined ? {} : { nextAt }) });
      return record(schedules.get(id)!);
    },
    async removeSchedule(id) {
      for (let index = firings.length - 1; index >= 0; index--) {
        if (firings[index]?.scheduleId === id) firings.splice(index, 1);
      }
      return schedules.delete(id);
    },
    async claimFiring(scheduleId, claim) {
      const schedule = schedules.get(scheduleId);
      if (schedule === undefined || !isDue(schedule, claim)) return undefined;
      const cause = causeOf(claim);
      const earlier = firings.find((one) => one.scheduleId === scheduleId && one.cause === cause);
      if (earlier !== undefined) return { firing: told(earlier.firing), created: false };
      const inTheWay =
        schedule.overlap === "start"
          ? undefined
          : firings.findLast((one) => one.scheduleId === scheduleId && goesOn(one))?.firing.runId;
      const firing: Firing = {
        id: claim.id,
        scheduleId,
        dueAt: claim.cause.kind === "clock" ? claim.cause.dueAt : claim.at,
        firedAt: claim.at,
        ...(claim.cause.kind === "hand" ? { firedBy: claim.cause.by } : {}),
        outcome: inTheWay === undefined ? "starting" : "skipped",
        runId: inTheWay ?? claim.runId,
      };
      firings.push({ scheduleId, cause, firing });
      if (claim.cause.kind === "clock") {
        const { nextAt: _, ...rest } = schedule;
        const { nextAt } = claim.cause;
        schedules.set(scheduleId, { ...rest, ...(nextAt === undefined ? {} : { nextAt }) });
      }
      return { firing: told(firing), created: true };
    },
    async settleFiring(id, end) {
      const found = firings.find(({ firing }) => firing.id === id);
      if (found?.firing.outcome !== "starting") return false;
      const { runId, ...rest } = found.firing;
      found.firing = { ...rest, ...end, ...(end.failure === undefined && runId !== undefined ? { runId } : {}) };
      return true;
    },
    async firings(scheduleId, { limit, before }) {
      const all = of(scheduleId);
      const from = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1;
      return before !== undefined && from === 0 ? [] : all.slice(from, from + limit);
    },
    dueSchedules: async (at) => list().filter(({ enabled, nextAt }) => enabled && nextAt !== undefined && nextAt <= at),
    unsettledFirings: async (before) =>
      firings
        .map(({ firing }) => told(firing))
        .filter(({ outcome, firedAt }) => outcome === "starting" && firedAt < before),
  };
}

function isDue(schedule: Omit<ScheduleRecord, "last">, { cause }: FiringClaim): boolean {
  if (cause.kind === "hand") return true;
  return schedule.enabled && schedule.nextAt?.getTime() === cause.dueAt.getTime();
}

function causeOf({ cause }: FiringClaim): string {
  return cause.kind === "clock" ? `clock ${cause.dueAt.toISOString()}` : `hand ${cause.key}`;
}
