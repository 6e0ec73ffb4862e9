import type { Digest, Role } from "@ascent/core";
import type { ActionLog } from "./actions.ts";
import type { AnswerLedger } from "./answers.ts";
import type { SessionLedger } from "./sessions.ts";

/* Who may use the service: tokens and what is known of their secrets. No secret is ever kept, only its digest. */

export interface TokenRecord {
  readonly id: string;
  /** What it is for; no two that are not revoked have the same. */
  readonly name: string;
  readonly role: Role;
  /** Beginning of its newest secret, by which a person recognises it: `ascent_1a2b3c4d5e6f`. */
  readonly prefix: string;
  readonly createdAt: Date;
  /** Name of the actor that made it. */
  readonly createdBy: string;
  /** From then on it opens nothing. */
  readonly expiresAt?: Date;
  /** To the minute. */
  readonly lastUsedAt?: Date;
  readonly rotatedAt?: Date;
  /** How long the secret before the last rotation works; in the past when it does no more. */
  readonly oldSecretUntil?: Date;
  readonly revokedAt?: Date;
}

/** What is kept of a secret. */
export interface TokenSecret {
  /** Public and unique: by it the digest is found. */
  readonly prefix: string;
  /** SHA-256 of the whole secret. */
  readonly digest: Digest;
}

export interface NewToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly secret: TokenSecret;
  readonly createdBy: string;
  readonly expiresAt?: Date;
  readonly at: Date;
}

export interface TokenRotation {
  readonly secret: TokenSecret;
  /** Until then the secrets of before still work; `at` or earlier: no longer. Never longer than they would have. */
  readonly oldSecretUntil: Date;
  /** A new end; absent: it stays. */
  readonly expiresAt?: Date;
  readonly at: Date;
}

/** A secret with this prefix was given out once. */
export interface KnownSecret {
  readonly token: TokenRecord;
  readonly digest: Digest;
  /** Of a secret that was rotated out. */
  readonly validUntil?: Date;
}

/** Who may, who did, and what they were answered. */
export interface AccessLedger extends ActionLog, AnswerLedger, SessionLedger {
  /** Throws Fault "token-name-taken". */
  createToken(token: NewToken): Promise<TokenRecord>;
  /** All that there ever were, by creation and id. */
  tokens(): Promise<readonly TokenRecord[]>;
  secretOf(prefix: string): Promise<KnownSecret | undefined>;
  /** Undefined: there is no such token. Throws Fault "token-ended" when it is revoked or expired. */
  rotateToken(id: string, rotation: TokenRotation): Promise<TokenRecord | undefined>;
  /** Undefined: there is no such token. What is revoked already stays as it is. */
  revokeToken(id: string, at: Date): Promise<TokenRecord | undefined>;
  /** Notes that it was used, unless that was noted less than a minute ago. */
  tokenUsed(id: string, at: Date): Promise<void>;
}
