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

/** What somebody who may is about to change, before it is tried. */
export type NewIntent = Pick<NewAction, "at" | "actor" | "role" | "action" | "target" | "requestId" | "address"> & {
  readonly id: string;
};

/**
 * Written once: no action is ever changed or removed. What changes something is announced first, so that no change is
 * without its row even where the process dies in between.
 */
export interface ActionLog {
  /** To be called before anything is changed: where it throws, nothing must be. */
  announceAction(intent: NewIntent): Promise<void>;
  /** With the id of its announcement, that is over in the same transaction. */
  recordAction(action: NewAction, intentId?: string): Promise<void>;
  /** Nothing was tried after all, and nothing is to be told of it. */
  forgetIntent(intentId: string): Promise<void>;
  /**
   * Records what was announced before then and whose end is not known: `failed`, status 0, with the reason END_UNKNOWN.
   * Returns how many.
   */
  recordLostActions(before: Date): Promise<number>;
  actions(query: ActionQuery): Promise<readonly ActionRecord[]>;
}
