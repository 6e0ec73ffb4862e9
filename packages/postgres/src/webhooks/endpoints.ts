import type { NewWebhook, WebhookLedger, WebhookRecord } from "@ascent/engine";
import { and, asc, eq, type SQL } from "drizzle-orm";
import { type Context, inTransaction, reading, type Transaction } from "../database.ts";
import { present } from "../read/present.ts";
import { isUuid } from "../run-change.ts";
import { deliveries, webhooks } from "../schema/index.ts";

type WebhookRow = typeof webhooks.$inferSelect;
type Change = Parameters<WebhookLedger["changeWebhook"]>[1];
type Rotation = Parameters<WebhookLedger["rotateWebhook"]>[1];

export async function createWebhook(context: Context, { at, events, ...given }: NewWebhook): Promise<WebhookRecord> {
  return inTransaction(context.db, async (tx) => {
    const row = { ...given, events: events === undefined ? null : [...events], createdAt: at, changedAt: at };
    const [inserted] = await tx.insert(webhooks).values(row).returning();
    if (inserted === undefined) throw new Error("a row that was inserted is not there");
    return recordOf(inserted);
  });
}

export async function listWebhooks(context: Context): Promise<readonly WebhookRecord[]> {
  return readWebhooks(context, undefined);
}

export async function oneWebhook(context: Context, id: string): Promise<WebhookRecord | undefined> {
  return isUuid(id) ? (await readWebhooks(context, eq(webhooks.id, id)))[0] : undefined;
}

async function readWebhooks(context: Context, where: SQL | undefined): Promise<WebhookRecord[]> {
  const rows = await reading(() =>
    context.db.select().from(webhooks).where(where).orderBy(asc(webhooks.createdAt), asc(webhooks.id)),
  );
  return rows.map(recordOf);
}

function recordOf({ secret: _, oldSecret: __, ...row }: WebhookRow): WebhookRecord {
  return present(row);
}

/** WebhookLedger.changeWebhook. */
export async function changeWebhook(
  context: Context,
  id: string,
  { plan, at }: Change,
): Promise<WebhookRecord | undefined> {
  if (!isUuid(id)) return undefined;
  return inTransaction(context.db, async (tx) => {
    const { url, events, enabled } = plan;
    const healed = enabled ? { disabledReason: null, failingSince: null } : {};
    const [row] = await tx
      .update(webhooks)
      .set({ url, events: events === undefined ? null : [...events], enabled, changedAt: at, ...healed })
      .where(eq(webhooks.id, id))
      .returning();
    if (row !== undefined && !enabled) await giveUpPending(tx, id, at);
    return row === undefined ? undefined : recordOf(row);
  });
}

export async function removeWebhook(context: Context, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const removed = await reading(() =>
    context.db.delete(webhooks).where(eq(webhooks.id, id)).returning({ id: webhooks.id }),
  );
  return removed.length > 0;
}

/** WebhookLedger.rotateWebhook. */
export async function rotateWebhook(
  context: Context,
  id: string,
  { secret, oldUntil, at }: Rotation,
): Promise<WebhookRecord | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await reading(() =>
    context.db
      .update(webhooks)
      // The right side is the row as it was.
      .set({ secret, oldSecret: webhooks.secret, oldSecretUntil: oldUntil, rotatedAt: at })
      .where(eq(webhooks.id, id))
      .returning(),
  );
  return row === undefined ? undefined : recordOf(row);
}

/** The endpoint is switched off by the service itself. */
export async function disableWebhook(
  tx: Transaction,
  id: string,
  off: { readonly reason: string; readonly at: Date },
): Promise<void> {
  await tx
    .update(webhooks)
    .set({ enabled: false, disabledReason: off.reason, changedAt: off.at })
    .where(eq(webhooks.id, id));
  await giveUpPending(tx, id, off.at);
}

/** What was to be sent while it was on is not sent long afterwards; it can be replayed. */
async function giveUpPending(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx
    .update(deliveries)
    .set({ state: "failed", dueAt: null, claimedUntil: null, finishedAt: at })
    .where(and(eq(deliveries.webhookId, id), eq(deliveries.state, "pending")));
}
