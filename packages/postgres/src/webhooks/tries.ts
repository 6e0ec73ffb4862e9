import type { DeliveryTask, EndedTry, WebhookLedger } from "@ascent/engine";
import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import { type Context, inTransaction, type Transaction } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { deliveries, deliveryTries, webhooks } from "../schema/index.ts";
import { storableText } from "../storable.ts";
import { disableWebhook } from "./endpoints.ts";

/** The queue's clock and this one may differ a little. */
const EARLY_MS = 1_000;

type Claim = Parameters<WebhookLedger["claimDelivery"]>[1];

/** WebhookLedger.claimDelivery. */
export async function claimDelivery(
  context: Context,
  ref: Parameters<WebhookLedger["claimDelivery"]>[0],
  { now, until }: Claim,
): Promise<DeliveryTask | undefined> {
  if (!isUuid(ref.deliveryId)) return undefined;
  return inTransaction(context.db, async (tx) => {
    const [claimed] = await tx
      .update(deliveries)
      .set({ claimedUntil: until })
      .where(
        and(
          ...[eq(deliveries.id, ref.deliveryId), eq(deliveries.attempt, ref.attempt), eq(deliveries.state, "pending")],
          lte(deliveries.dueAt, new Date(now.getTime() + EARLY_MS)),
          or(isNull(deliveries.claimedUntil), lte(deliveries.claimedUntil, now)),
        ),
      )
      .returning({ webhookId: deliveries.webhookId, messageId: deliveries.messageId, body: deliveries.body });
    return claimed === undefined ? undefined : taskOf(tx, claimed, now);
  });
}

async function taskOf(
  tx: Transaction,
  claimed: Pick<DeliveryTask, "webhookId" | "messageId" | "body">,
  now: Date,
): Promise<DeliveryTask | undefined> {
  const [endpoint] = await tx.select().from(webhooks).where(eq(webhooks.id, claimed.webhookId));
  if (endpoint === undefined) return undefined;
  const { url, secret, oldSecret, oldSecretUntil, failingSince } = endpoint;
  const old = oldSecret !== null && oldSecretUntil !== null && oldSecretUntil > now ? [oldSecret] : [];
  return { ...claimed, url, secrets: [secret, ...old], ...(failingSince === null ? {} : { failingSince }) };
}

/** WebhookLedger.endTry. */
export async function endTry(context: Context, ended: EndedTry): Promise<boolean> {
  const { deliveryId, attempt } = ended.ref;
  if (!isUuid(deliveryId)) return false;
  return inTransaction(context.db, async (tx) => {
    const [over] = await tx
      .update(deliveries)
      .set(afterwards(ended))
      .where(and(eq(deliveries.id, deliveryId), eq(deliveries.attempt, attempt), eq(deliveries.state, "pending")))
      .returning({ webhookId: deliveries.webhookId });
    if (over === undefined) return false;
    await tx.insert(deliveryTries).values(tryRow(ended));
    await noteHealth(tx, over.webhookId, ended);
    return true;
  });
}

function afterwards({ ref, next, tried }: EndedTry) {
  if (next.kind === "retry")
    return { attempt: ref.attempt + 1, dueAt: next.dueAt, sentAt: null, claimedUntil: null } as const;
  return { state: next.kind, dueAt: null, claimedUntil: null, finishedAt: tried.at } as const;
}

function tryRow({ ref, tried }: EndedTry): typeof deliveryTries.$inferInsert {
  const { at, milliseconds, status, response, error } = tried;
  return {
    deliveryId: ref.deliveryId,
    number: ref.attempt,
    at,
    milliseconds: Math.round(milliseconds),
    status: status ?? null,
    response: response === undefined ? null : storableText(response),
    errorCode: error?.code ?? null,
    errorMessage: error === undefined ? null : storableText(error.message),
  };
}

async function noteHealth(tx: Transaction, webhookId: string, { next, tried, disable }: EndedTry): Promise<void> {
  const failingSince =
    next.kind === "delivered" ? null : sql`coalesce(${webhooks.failingSince}, ${tried.at.toISOString()})`;
  await tx.update(webhooks).set({ failingSince }).where(eq(webhooks.id, webhookId));
  if (disable !== undefined) await disableWebhook(tx, webhookId, { reason: disable, at: tried.at });
}
