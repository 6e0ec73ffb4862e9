import type { Digest } from "@ascent/core";
import type { KeyRecord } from "./keys.ts";

/* The chain of records: every record's digest covers the one before, so that history cannot be rewritten unseen. */

/** The newest record. Written down elsewhere, its digest proves later that nothing up to it was rewritten. */
export interface ChainHead {
  /** From 1, without gaps. */
  readonly position: number;
  readonly digest: Digest;
}

export interface AuditProblem {
  /**
   * `broken`: a record's digest does not follow from the one before and its body, or records are missing in between.
   * `changed`: the tables do not say what the record says. `unrecorded`: rows of which there is no record.
   * `head-lost`: the digest that was remembered is not in the chain.
   */
  readonly kind: "broken" | "changed" | "unrecorded" | "head-lost";
  /** Of the record, where there is one. */
  readonly position?: number;
  /** `build.done 3f2a…`: the record's kind and subject. */
  readonly record?: string;
  /** The rows concerned, in the words of SQL: `build_inputs (build_id = …, role = environment, position = 3)`. */
  readonly rows?: string;
  readonly message: string;
}

export interface Audit {
  readonly holds: boolean;
  /** Absent when there is no record at all. */
  readonly head?: ChainHead;
  /** The remembered record, when it was asked for and is there. */
  readonly since?: ChainHead;
  /** The first ones, in the order of the chain; at most 100. */
  readonly problems: readonly AuditProblem[];
  /** All that were found. */
  readonly problemCount: number;
}

export interface ChainLedger {
  /** Keeps the public parts of keys, and when they were retired; what is known already stays as it is. */
  recordKeys(keys: readonly KeyRecord[], at: Date): Promise<void>;
}

export interface ChainReader {
  chainHead(): Promise<ChainHead | undefined>;
  /** Recomputes the whole chain and compares every record with the tables, as of one moment. `since`: a head of an earlier day. */
  audit(request: { readonly since?: Digest }): Promise<Audit>;
}
