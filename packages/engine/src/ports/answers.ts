import type { Digest } from "@ascent/core";

/* What was answered to requests that came with an idempotency key: whoever sends one again gets the same. */

/** Keys are the asker's own: two may use the same for different things. */
export interface AnswerKey {
  readonly actor: string;
  readonly key: string;
}

export interface NewAnswerClaim extends AnswerKey {
  /** Over what is asked for: the same request has the same. */
  readonly request: Digest;
  readonly at: Date;
  /** Who has not answered by then, and did not say that it goes on, is taken for lost. */
  readonly until: Date;
  /** From then on the key is as if it had never been used. */
  readonly forgetAt: Date;
}

export interface KeptAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Where what was made is. */
  readonly location?: string;
  /** Sealed: an answer may hold a secret. */
  readonly sealed: string;
}

export type AnswerClaim =
  /** It is the claimer's to do, and to answer. */
  | { readonly kind: "claimed" }
  | { readonly kind: "answered"; readonly answer: KeptAnswer }
  /** Somebody does it now. */
  | { readonly kind: "pending" }
  /** The key was for another request. */
  | { readonly kind: "conflict" };

export interface AnswerLedger {
  /** Of several at once one has it. Forgets what is to be forgotten by now, too. */
  claimAnswer(claim: NewAnswerClaim): Promise<AnswerClaim>;
  /** It is still being done. What is answered or not there stays so. */
  holdAnswer(key: AnswerKey, until: Date): Promise<void>;
  /** What is not there stays so. */
  keepAnswer(key: AnswerKey, answer: KeptAnswer): Promise<void>;
  /** Nothing came of it: the key is free again. What is answered stays. */
  releaseAnswer(key: AnswerKey): Promise<void>;
}
