import type { Arch } from "@ascent/core";
import type { Failure } from "./builder.ts";
import type { StepProgress } from "./ledger.ts";
import type { SeedReport } from "./seeds.ts";

export type RunEventType =
  | "run.created"
  | "run.running"
  | "run.succeeded"
  | "run.failed"
  | "run.cancelled"
  | "run.retried"
  | "run.prioritized"
  /** A newer verdict: evidence came in. */
  | "run.judged"
  | "seed.acquiring"
  | "seed.progress"
  | "seed.locked"
  | "seed.failed"
  | "stage.opened"
  | "stage.completed"
  | "stage.failed"
  | "build.ready"
  | "build.building"
  | "build.step"
  | "build.done"
  | "build.failed"
  | "build.blocked"
  | "build.lost"
  | "build.cancelled"
  | "build.waiting";

/** `data` of `build.*` events: enough to tell the event in one line without asking again. */
export interface BuildEventData {
  readonly buildId: string;
  readonly stage: string;
  readonly arch: Arch;
  readonly name: string;
  readonly version: string;
  readonly attempt: number;
  readonly worker?: string;
  /** build.step */
  readonly step?: StepProgress;
  /** build.done */
  readonly cached?: boolean;
  /** build.done and build.failed: seconds since the attempt was claimed. */
  readonly seconds?: number;
  /** build.failed, build.lost; and build.waiting when it will be tried again. */
  readonly failure?: Failure;
  /** build.blocked: name of the root cause's package. */
  readonly blockedBy?: string;
}

/** `data` of `seed.*` events: with `seed.progress` the report, with `seed.locked` what was locked. */
export interface SeedEventData extends Partial<SeedReport> {
  readonly arch: Arch;
  readonly origin?: string;
  readonly packageCount?: number;
  readonly failure?: Failure;
}

/** `data` of `stage.*` events. */
export interface StageEventData {
  readonly stage: string;
  readonly arch: Arch;
}

/** Events of a run are numbered without gaps that a reader could miss: `sequence` grows within the run. */
export interface RunEvent {
  readonly runId: string;
  readonly sequence: number;
  readonly type: RunEventType;
  readonly at: Date;
  /** Ids and names that the event is about; plain JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}
