import type { Arch, BuildState } from "@ascent/core";
import type { ArtifactKind } from "./ledger-reader.ts";

/** How things stand at one moment. */
export interface Standing {
  /** Of runs that are not over; builds that are done are left out. */
  readonly builds: readonly { readonly arch: Arch; readonly state: BuildState; readonly count: number }[];
  /** Runs that are not over. */
  readonly runs: readonly { readonly state: "preparing" | "running"; readonly count: number }[];
  /** Work that could start now and that no worker has taken. */
  readonly ready: readonly {
    readonly arch: Arch;
    readonly kind: "build" | "seed";
    readonly count: number;
    readonly oldest: Date;
  }[];
  /** Messages that are due and were never sent. */
  readonly unsent: { readonly count: number; readonly oldest?: Date };
  /** Webhooks' messages that are neither delivered nor given up; `oldest`: since when there is the one that waits longest. */
  readonly undelivered: { readonly count: number; readonly oldest?: Date };
}

/** Equal endings, counted: those whose duration is in the same bucket of DURATION_BOUNDS (its index; past the last: its length). */
interface Counted {
  readonly count: number;
  /** In sum. */
  readonly seconds: number;
  readonly bucket: number;
}

export interface EndedAttempts extends Counted {
  readonly blueprint: string;
  readonly stage: string;
  readonly arch: Arch;
  /** Main package. */
  readonly name: string;
  readonly outcome: "built" | "cached" | "failed" | "lost" | "cancelled";
  /** The failure's, of failed ones. */
  readonly code?: string;
}

export interface EndedSeeds extends Counted {
  readonly blueprint: string;
  readonly arch: Arch;
  readonly outcome: "succeeded" | "failed" | "lost" | "cancelled";
  readonly code?: string;
}

export interface EndedRuns extends Counted {
  readonly blueprint: string;
  readonly purpose: "bootstrap" | "rebuild";
  /** A run that was retried ends more than once. */
  readonly state: "succeeded" | "failed" | "cancelled";
}

export interface Ended {
  readonly attempts: readonly EndedAttempts[];
  readonly seeds: readonly EndedSeeds[];
  readonly runs: readonly EndedRuns[];
}

/** What an operator wants to know of the ledger. Numbers that outlive every process of the service. */
export interface OperationsReader {
  standing(now: Date): Promise<Standing>;
  /** What ended from `from` on (ever, when absent) and before `until`. Nothing that has ended is ever taken back. */
  ended(span: { readonly from?: Date; readonly until?: Date }): Promise<Ended>;
  /** What the artifact store's index knows. `bytes` is the sum over those whose size is known. */
  stored(): Promise<readonly { readonly kind: ArtifactKind; readonly count: number; readonly bytes: number }[]>;
}
