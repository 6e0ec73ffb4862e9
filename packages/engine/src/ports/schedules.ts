import type { Arch, RunState } from "@ascent/core";

/* Runs that start by themselves. Postgres knows when each is due; the queue's clocks only say when to look. */

/** What a schedule asks for each time: a start request without who asks. */
export interface ScheduledRequest {
  readonly blueprint: string;
  readonly seeds?: readonly string[];
  readonly arches?: readonly Arch[];
  /** As of a run. */
  readonly priority?: number;
}

/** When the run that it started last still goes on: `skip` starts none, `start` starts another. */
export type OverlapPolicy = "skip" | "start";

/** What can be changed of a schedule. */
export interface SchedulePlan {
  /** No two schedules have the same. */
  readonly name: string;
  readonly request: ScheduledRequest;
  /** As `readTimetable` gives them. */
  readonly cron: string;
  readonly timezone: string;
  readonly overlap: OverlapPolicy;
  readonly enabled: boolean;
}

export interface ScheduleRecord extends SchedulePlan {
  readonly id: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
  /** When it fires next; absent while it is paused. */
  readonly nextAt?: Date;
  readonly last?: Firing;
}

export interface NewSchedule extends SchedulePlan {
  readonly id: string;
  readonly createdBy: string;
  readonly nextAt?: Date;
  readonly at: Date;
}

/**
 * `starting`: decided, and its run is being started. `started`: there is a run. `skipped`: the run before still went on.
 * `refused`: no run could be started, see the failure.
 */
export type FiringOutcome = "starting" | "started" | "skipped" | "refused";

export interface FiringFailure {
  readonly code: string;
  readonly message: string;
  readonly wayOut?: string;
}

/** One time that a schedule fired. */
export interface Firing {
  readonly id: string;
  readonly scheduleId: string;
  /** The time it was due; by hand: when it was asked for. */
  readonly dueAt: Date;
  /** When it was decided; later than `dueAt` when the service was not there. */
  readonly firedAt: Date;
  /** Who fired it by hand; absent: the clock. */
  readonly firedBy?: string;
  readonly outcome: FiringOutcome;
  /** The run that it started; when skipped, the one that was in the way. */
  readonly runId?: string;
  readonly runState?: RunState;
  readonly failure?: FiringFailure;
}

/** What makes a firing one of a kind: a second claim for the same makes none. */
export type FiringCause =
  /** `dueAt`: what the schedule said was next; `nextAt`: what is next afterwards. */
  | { readonly kind: "clock"; readonly dueAt: Date; readonly nextAt?: Date }
  | { readonly kind: "hand"; readonly by: string; readonly key: string };

export interface FiringClaim {
  readonly id: string;
  /** The run that would be started has its id before it is. */
  readonly runId: string;
  readonly cause: FiringCause;
  readonly at: Date;
}

export interface FiringEnd {
  readonly outcome: "started" | "refused";
  readonly failure?: FiringFailure;
}

export interface ScheduleLedger {
  /** Throws Fault "schedule-name-taken". */
  createSchedule(schedule: NewSchedule): Promise<ScheduleRecord>;
  /** By name. */
  schedules(): Promise<readonly ScheduleRecord[]>;
  schedule(id: string): Promise<ScheduleRecord | undefined>;
  /** Undefined: there is none. Throws Fault "schedule-name-taken". */
  changeSchedule(
    id: string,
    change: { readonly plan: SchedulePlan; readonly nextAt?: Date; readonly at: Date },
  ): Promise<ScheduleRecord | undefined>;
  /** With its firings; its runs stay. False: there was none. */
  removeSchedule(id: string): Promise<boolean>;
  /**
   * Decides, in one transaction: by the clock it is undefined when the schedule is not enabled or not due at that time (any
   * more), and moves the schedule on; by hand it answers the earlier firing of the same key. A run of the schedule that goes
   * on, or is being started, makes it `skipped` unless the policy is `start`. Undefined also when there is no such schedule.
   */
  claimFiring(
    scheduleId: string,
    claim: FiringClaim,
  ): Promise<{ readonly firing: Firing; readonly created: boolean } | undefined>;
  /** False: it was over already. */
  settleFiring(id: string, end: FiringEnd): Promise<boolean>;
  /** Newest first. `before`: the id of the last page's last. */
  firings(scheduleId: string, page: { readonly limit: number; readonly before?: string }): Promise<readonly Firing[]>;
  /** Enabled schedules that were due by `at`. */
  dueSchedules(at: Date): Promise<readonly ScheduleRecord[]>;
  /** Firings that are `starting` since before `before`: who decided them is gone. */
  unsettledFirings(before: Date): Promise<readonly Firing[]>;
}
