import { isWebhookEvent } from "@ascent/core";
import { eventBody, type Ids, messageIdOf, type RunEvent, wantsEvent } from "@ascent/engine";
import { eq } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import type { Transaction } from "../database.ts";
import { deliveries, runs, webhooks } from "../schema/index.ts";

/** A delivery for every endpoint that asks for one of these events, in the transaction that writes the events. */
export async function postEvents(tx: Transaction, events: readonly RunEvent[], ids: Ids): Promise<void> {
  const tellable = events.filter(({ type }) => isWebhookEvent(type));
  const first = tellable[0];
  if (first === undefined) return;
  const endpoints = await tx
    .select({ id: webhooks.id, url: webhooks.url, enabled: webhooks.enabled, events: webhooks.events })
    .from(webhooks)
    .where(eq(webhooks.enabled, true));
  if (endpoints.length === 0) return;
  const [run] = await tx
    .select({ blueprint: runs.blueprint, rebuildOf: runs.rebuildOf })
    .from(runs)
    .where(eq(runs.id, first.runId));
  const about = { blueprint: run?.blueprint ?? "", ...(run?.rebuildOf == null ? {} : { rebuildOf: run.rebuildOf }) };
  const rows = endpoints.flatMap(({ events: wanted, ...endpoint }) => {
    const plan = { ...endpoint, ...(wanted === null ? {} : { events: wanted }) };
    const told = tellable.filter(({ type }) => wantsEvent(plan, type));
    return told.map((event) => rowOf(event, { id: ids.uuid(), webhookId: endpoint.id, body: eventBody(event, about) }));
  });
  await insertRows(tx, deliveries, { rows, existing: "keep" });
}

function rowOf(event: RunEvent, own: { readonly id: string; readonly webhookId: string; readonly body: string }) {
  const { runId, type, at } = event;
  return { ...own, messageId: messageIdOf(event), type, runId, ...fresh(at) };
}

/** To be tried at once, and not tried yet. */
export function fresh(at: Date) {
  return { state: "pending", attempt: 1, dueAt: at, createdAt: at } as const;
}
