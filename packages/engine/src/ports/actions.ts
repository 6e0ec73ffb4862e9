import type { Role } from "@ascent/core";

/* The action log: who changed what, or tried to. Not the chain of records, which says what came of it. */

export interface NewAction {
  readonly at: Date;
  /** Name of the token or person; absent: nobody who is known. */
  readonly actor?: string;
  readonly role?: Role;
  /** `run.start`, `token.create`; `METHOD /route` where it has no name of its own. */
  readonly action: string;
  /** Path of what it was about, or of what came of it. */
  readonly target: string;
  /** `refused`: it was not clear who asks, or they may not. `failed`: they may, and it did not come about. */
  readonly outcome: "done" | "refused" | "failed";
  /** HTTP status of the answer. */
  readonly status: number;
  /** Stable code of why not: `role-too-low`, `expired`, `run-unknown`. */
  readonly reason?: string;
  readonly requestId: string;
  /** Where the request came from. */
  readonly address: string;
}

export interface ActionRecord extends NewAction {
  /** Grows with every action; not without gaps. */
  readonly sequence: number;
}

export interface ActionQuery {
  /** At most so many, newest first. */
  readonly limit: number;
  /** Only what is older than this sequence number. */
  readonly before?: number;
  readonly actor?: string;
  readonly action?: string;
  /** From then on. */
  readonly since?: Date;
  /** Up to, without, then. */
  readonly until?: Date;
}

/** Written once: no action is ever changed or removed. */
export interface ActionLog {
  recordAction(action: NewAction): Promise<void>;
  actions(query: ActionQuery): Promise<readonly ActionRecord[]>;
}
