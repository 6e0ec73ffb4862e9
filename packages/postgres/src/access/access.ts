import type { AccessLedger } from "@ascent/engine";
import type pg from "pg";
import { openDatabase, openPool, surviveLostConnections } from "../database.ts";
import { announceAction, forgetIntent, readActions, recordAction, recordLostActions } from "./actions.ts";
import { claimAnswer, holdAnswer, keepAnswer, releaseAnswer } from "./answers.ts";
import { createSession, endSession, sessionOf } from "./sessions.ts";
import { createToken, listTokens, revokeToken, rotateToken, secretOf, tokenUsed } from "./tokens.ts";

export type PostgresAccessOptions =
  | { readonly pool: pg.Pool }
  /** A pool of its own, at most `connections` (3 when absent): few, since a request asks for one row. */
  | { readonly databaseUrl: string; readonly connections?: number };

export type PostgresAccess = AccessLedger & { close(): Promise<void> };

/** Who may use the service, in the database that `migrate` has brought up to date. Throws as the ledger does. */
export function createPostgresAccess(options: PostgresAccessOptions): PostgresAccess {
  const pool = "pool" in options ? options.pool : openPool(options.databaseUrl, options.connections ?? 3);
  if ("pool" in options) surviveLostConnections(pool);
  const db = openDatabase(pool);
  return {
    createToken: (token) => createToken(db, token),
    tokens: () => listTokens(db),
    secretOf: (prefix) => secretOf(db, prefix),
    rotateToken: (id, rotation) => rotateToken(db, id, rotation),
    revokeToken: (id, at) => revokeToken(db, id, at),
    tokenUsed: (id, at) => tokenUsed(db, id, at),
    createSession: (session) => createSession(db, session),
    sessionOf: (digest, now) => sessionOf(db, digest, now),
    endSession: (digest) => endSession(db, digest),
    claimAnswer: (claim) => claimAnswer(db, claim),
    holdAnswer: (key, until) => holdAnswer(db, key, until),
    keepAnswer: (key, answer) => keepAnswer(db, key, answer),
    releaseAnswer: (key) => releaseAnswer(db, key),
    announceAction: (intent) => announceAction(db, intent),
    recordAction: (action, intentId) => recordAction(db, action, intentId),
    forgetIntent: (intentId) => forgetIntent(db, intentId),
    recordLostActions: (before) => recordLostActions(db, before),
    actions: (query) => readActions(db, query),
    close: async () => {
      if (!("pool" in options)) await pool.end();
    },
  };
}
