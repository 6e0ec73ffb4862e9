import type { Digest, Role } from "@ascent/core";

/* People at a browser: who signed in, until when. Of what their cookie holds only the digest is kept. */

export interface NewSession {
  /** SHA-256 of the cookie's value. */
  readonly digest: Digest;
  /** Of the token that it was opened with, or of the person. */
  readonly name: string;
  /** Of a token's session it is the token's that counts. */
  readonly role: Role;
  /** Absent: opened with the installation's own token, or by a person through an identity provider. */
  readonly tokenId?: string;
  readonly at: Date;
  readonly expiresAt: Date;
}

export interface SessionRecord {
  readonly name: string;
  readonly role: Role;
  readonly tokenId?: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface SessionLedger {
  /** Forgets those that are over, too. */
  createSession(session: NewSession): Promise<void>;
  /** Undefined when there is none, it is over at `now`, or its token has expired or was revoked. */
  sessionOf(digest: Digest, now: Date): Promise<SessionRecord | undefined>;
  /** What is not there stays so. */
  endSession(digest: Digest): Promise<void>;
}
