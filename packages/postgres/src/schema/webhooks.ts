import type { WebhookEvent } from "@ascent/core";
import type { DeliveryState } from "@ascent/engine";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { moment, oneOf } from "./columns.ts";
import { runs } from "./runs.ts";

export const webhooks = pgTable(
  "webhooks",
  {
    id: uuid().primaryKey(),
    url: text().notNull(),
    /** Null: all. */
    events: text().array().$type<WebhookEvent[]>(),
    enabled: boolean().notNull(),
    disabledReason: text(),
    failingSince: moment(),
    /** Sealed with a key that is not in the database. */
    secret: text().notNull(),
    oldSecret: text(),
    oldSecretUntil: moment(),
    rotatedAt: moment(),
    createdBy: text().notNull(),
    createdAt: moment().notNull(),
    changedAt: moment().notNull(),
  },
  (table) => [check("webhooks_old_secret", sql`(${table.oldSecret} is null) = (${table.oldSecretUntil} is null)`)],
);

/** Everything that is or was to be sent. Of an event it is written in the event's transaction. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: uuid().primaryKey(),
    /** In the order in which they came. */
    number: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    webhookId: uuid()
      .notNull()
      .references(() => webhooks.id, { onDelete: "cascade" }),
    messageId: text().notNull(),
    type: text().notNull(),
    runId: uuid().references(() => runs.id),
    /** The very bytes that are signed and sent. */
    body: text().notNull(),
    state: text().$type<DeliveryState>().notNull(),
    /** The try that comes next, or was the last. */
    attempt: integer().notNull(),
    /** Null when it is over. */
    dueAt: moment(),
    /** When that try was handed to the queue. */
    sentAt: moment(),
    /** Somebody makes that try until then. */
    claimedUntil: moment(),
    createdAt: moment().notNull(),
    finishedAt: moment(),
    replayOf: uuid(),
  },
  (table) => [
    uniqueIndex("deliveries_message").on(table.webhookId, table.messageId).where(sql`${table.replayOf} is null`),
    check("deliveries_state", oneOf(table.state, ["pending", "delivered", "failed"])),
    check("deliveries_pending", sql`(${table.state} = 'pending') = (${table.dueAt} is not null)`),
    check("deliveries_finished", sql`(${table.state} = 'pending') = (${table.finishedAt} is null)`),
    index("deliveries_newest").on(table.webhookId, table.number.desc()),
    index("deliveries_open").on(table.number).where(sql`${table.state} = 'pending'`),
    index("deliveries_over").on(table.finishedAt),
    index("deliveries_run").on(table.runId),
  ],
);

export const deliveryTries = pgTable(
  "delivery_tries",
  {
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    at: moment().notNull(),
    milliseconds: integer().notNull(),
    status: integer(),
    response: text(),
    errorCode: text(),
    errorMessage: text(),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.number] })],
);
