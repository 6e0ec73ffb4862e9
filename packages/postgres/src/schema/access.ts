import { ROLES, type Role } from "@ascent/core";
import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
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
