import type { DeliveryView, WebhookView } from "@ascent/client";
import { minute, type Paint } from "./picture.ts";

/** Two lines per webhook: where to and how it is, then of what it is told. */
export function webhookLines(webhooks: readonly WebhookView[], paint: Paint): string[] {
  return webhooks.flatMap((webhook) => [
    `${webhook.id}  ${paint.bold(webhook.url)}  ${stateText(webhook, paint)}`,
    `    ${paint.faint(webhook.events?.join(", ") ?? "told of everything")}`,
  ]);
}

function stateText({ enabled, disabledReason, failingSince }: WebhookView, paint: Paint): string {
  if (disabledReason !== undefined) return paint.bad(`switched off: ${disabledReason}`);
  if (!enabled) return paint.faint("switched off");
  return failingSince === undefined ? paint.good("on") : paint.bad(`failing since ${minute(failingSince)}`);
}

/** One line per delivery: when, of what, how it stands, and how the last try went. */
export function deliveryLines(deliveries: readonly DeliveryView[], paint: Paint): string[] {
  return deliveries.map((delivery) => {
    const { id, type, createdAt, replayOf, tries } = delivery;
    const again = replayOf === undefined ? "" : " (replay)";
    const last = tries.at(-1);
    const how =
      last === undefined ? "" : `, try ${last.number}: ${last.status ?? last.error?.code} in ${last.milliseconds} ms`;
    return `${minute(createdAt)}  ${id}  ${type}${again}  ${standing(delivery, paint)}${how}`;
  });
}

function standing({ state, dueAt }: DeliveryView, paint: Paint): string {
  if (state === "delivered") return paint.good("delivered");
  return state === "failed" ? paint.bad("given up") : `next try ${minute(dueAt ?? "")}`;
}
