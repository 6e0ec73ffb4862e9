import { ROLES, type Role } from "@ascent/core";
import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { digest, moment, oneOf } from "./columns.ts";

/** Who may use the service. */
export const tokens = pgTable(
  "tokens",
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    /** Of the newest secret. */
    prefix: text().notNull(),
    createdAt: moment().notNull(),
    createdBy: text().notNull(),
    expiresAt: moment(),
    lastUsedAt: moment(),
    rotatedAt: moment(),
    oldSecretUntil: moment(),
    revokedAt: moment(),
  },
  (table) => [
    check("tokens_role", oneOf(table.role, ROLES)),
    uniqueIndex("tokens_name").on(table.name).where(sql`${table.revokedAt} is null`),
  ],
);

/** What is kept of the secrets that were given out: enough to recognise them, nothing that opens anything. */
export const tokenSecrets = pgTable(
  "token_secrets",
  {
    prefix: text().primaryKey(),
    digest: digest().notNull(),
    tokenId: uuid()
      .notNull()
      .references(() => tokens.id),
    /** Null for the newest of a token. */
    validUntil: moment(),
  },
  (table) => [index("token_secrets_token").on(table.tokenId)],
);

export const ACTION_OUTCOMES = ["done", "refused", "failed"] as const;

/** Who changed what, or tried to; append-only. Actors are told by name: what they were called then. */
export const actions = pgTable(
  "actions",
  {
    sequence: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull(),
    /** Null: nobody who is known. */
    actor: text(),
    role: text().$type<Role>(),
    action: text().notNull(),
    target: text().notNull(),
    outcome: text().$type<(typeof ACTION_OUTCOMES)[number]>().notNull(),
    status: integer().notNull(),
    reason: text(),
    requestId: text().notNull(),
    address: text().notNull(),
  },
  (table) => [
    check("actions_outcome", oneOf(table.outcome, ACTION_OUTCOMES)),
    index("actions_actor").on(table.actor, table.sequence),
    index("actions_action").on(table.action, table.sequence),
    index("actions_at").on(table.at),
  ],
);

/** What somebody is about to do; gone once it is written down what came of it. */
export const actionIntents = pgTable(
  "action_intents",
  {
    id: uuid().primaryKey(),
    at: moment().notNull(),
    actor: text(),
    role: text().$type<Role>(),
    action: text().notNull(),
    target: text().notNull(),
    requestId: text().notNull(),
    address: text().notNull(),
  },
  (table) => [index("action_intents_at").on(table.at)],
);

/** What was answered to requests with an idempotency key, for as long as they may come again. */
export const keptAnswers = pgTable(
  "kept_answers",
  {
    /** By name: whose key it is. */
    actor: text().notNull(),
    key: text().notNull(),
    /** Over what was asked for. */
    request: digest().notNull(),
    /** Null once it is answered. */
    pendingUntil: moment(),
    forgetAt: moment().notNull(),
    /** Null until it is answered. */
    status: integer(),
    location: text(),
    sealed: text(),
  },
  (table) => [primaryKey({ columns: [table.actor, table.key] }), index("kept_answers_forget").on(table.forgetAt)],
);

/** People at a browser, while they are signed in. */
export const sessions = pgTable(
  "sessions",
  {
    /** Of what the cookie holds. */
    digest: digest().primaryKey(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    tokenId: uuid().references(() => tokens.id),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
  },
  (table) => [check("sessions_role", oneOf(table.role, ROLES)), index("sessions_expiry").on(table.expiresAt)],
);
