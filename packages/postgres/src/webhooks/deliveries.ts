import type { DeliveryRecord, NewDelivery, WebhookLedger } from "@ascent/engine";
import { and, asc, desc, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import { groupBy } from "../chain/group-by.ts";
import { type Context, type Database, inTransaction, reading, type Transaction } from "../database.ts";
import { present } from "../read/present.ts";
import { isUuid } from "../run-change.ts";
import { deliveries, deliveryTries, webhooks } from "../schema/index.ts";
import { fresh } from "./post-events.ts";

type Reader = Database | Transaction;
type DeliveryRow = typeof deliveries.$inferSelect;
type TryRow = typeof deliveryTries.$inferSelect;

/** WebhookLedger.postDelivery. */
export async function postDelivery(
  context: Context,
  webhookId: string,
  { at, ...given }: NewDelivery,
): Promise<DeliveryRecord | undefined> {
  return inTransaction(context.db, (tx) => insertDelivery(tx, webhookId, { ...given, ...fresh(at) }));
}

/** WebhookLedger.replayDelivery: the same message, as it was. */
export async function replayDelivery(
  context: Context,
  webhookId: string,
  of: { readonly deliveryId: string; readonly replay: { readonly id: string; readonly at: Date } },
): Promise<DeliveryRecord | undefined> {
  if (!isUuid(webhookId) || !isUuid(of.deliveryId)) return undefined;
  return inTransaction(context.db, async (tx) => {
    const [earlier] = await tx
      .select()
      .from(deliveries)
      .where(and(eq(deliveries.id, of.deliveryId), eq(deliveries.webhookId, webhookId)));
    if (earlier === undefined) return undefined;
    const { messageId, type, runId, body, id: replayOf } = earlier;
    const { id, at } = of.replay;
    return insertDelivery(tx, webhookId, { id, messageId, type, runId, body, replayOf, ...fresh(at) });
  });
}

async function insertDelivery(
  tx: Transaction,
  webhookId: string,
  row: Omit<typeof deliveries.$inferInsert, "webhookId">,
): Promise<DeliveryRecord | undefined> {
  if (!isUuid(webhookId)) return undefined;
  const [endpoint] = await tx.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, webhookId)).for("share");
  if (endpoint === undefined) return undefined;
  await tx.insert(deliveries).values({ ...row, webhookId });
  return (await readDeliveries(tx, eq(deliveries.id, row.id), 1))[0];
}

/** WebhookLedger.deliveries. */
export async function listDeliveries(
  context: Context,
  webhookId: string,
  { limit, before }: { readonly limit: number; readonly before?: string },
): Promise<readonly DeliveryRecord[]> {
  if (!isUuid(webhookId) || (before !== undefined && !isUuid(before))) return [];
  const older =
    before === undefined ? undefined : sql`${deliveries.number} < (select number from deliveries where id = ${before})`;
  return reading(() => readDeliveries(context.db, and(eq(deliveries.webhookId, webhookId), older), limit));
}

async function readDeliveries(reader: Reader, where: SQL | undefined, limit: number): Promise<DeliveryRecord[]> {
  const rows = await reader.select().from(deliveries).where(where).orderBy(desc(deliveries.number)).limit(limit);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const tries = await reader
    .select()
    .from(deliveryTries)
    .where(inArray(deliveryTries.deliveryId, ids))
    .orderBy(asc(deliveryTries.number));
  const byDelivery = groupBy(tries, ({ deliveryId }) => deliveryId);
  return rows.map((row) => recordOf(row, byDelivery.get(row.id) ?? []));
}

function recordOf(row: DeliveryRow, tries: readonly TryRow[]): DeliveryRecord {
  const { number: _, attempt: __, sentAt: ___, claimedUntil: ____, ...rest } = row;
  return { ...present(rest), tries: tries.map(tryOf) };
}

function tryOf({ deliveryId: _, errorCode, errorMessage, ...row }: TryRow) {
  const error = errorCode === null ? {} : { error: { code: errorCode, message: errorMessage ?? "" } };
  return { ...present(row), ...error };
}

/** WebhookLedger.dueDeliveries. */
export async function dueDeliveries(
  context: Context,
  { resendBefore, limit }: Parameters<WebhookLedger["dueDeliveries"]>[0],
): ReturnType<WebhookLedger["dueDeliveries"]> {
  const late = sql`${deliveries.sentAt} < ${resendBefore} and ${deliveries.dueAt} < ${resendBefore}`;
  const rows = await reading(() =>
    context.db
      .select({ deliveryId: deliveries.id, attempt: deliveries.attempt, dueAt: deliveries.dueAt })
      .from(deliveries)
      .where(and(eq(deliveries.state, "pending"), sql`(${deliveries.sentAt} is null or (${late}))`))
      .orderBy(asc(deliveries.number))
      .limit(limit),
  );
  return rows.flatMap(({ dueAt, ...ref }) => (dueAt === null ? [] : [{ ...ref, dueAt }]));
}

/** WebhookLedger.markDeliveriesSent: of the very tries that were sent. */
export async function markDeliveriesSent(
  context: Context,
  refs: Parameters<WebhookLedger["markDeliveriesSent"]>[0],
  at: Date,
): Promise<void> {
  if (refs.length === 0) return;
  const sent = JSON.stringify(refs.map(({ deliveryId, attempt }) => ({ id: deliveryId, attempt })));
  await reading(() =>
    context.db.execute(sql`update ${deliveries} set sent_at = ${at.toISOString()}
      from json_to_recordset(${sent}::json) as sent(id uuid, attempt integer)
      where deliveries.id = sent.id and deliveries.attempt = sent.attempt`),
  );
}

/** WebhookLedger.forgetDeliveries. */
export async function forgetDeliveries(context: Context, before: Date): Promise<number> {
  const gone = await reading(() =>
    context.db.delete(deliveries).where(lt(deliveries.finishedAt, before)).returning({ id: deliveries.id }),
  );
  return gone.length;
}
