import { isWebhookEvent, type WebhookEvent } from "@ascent/core";
import type { RunEvent, RunEventType, WebhookPlan } from "../ports.ts";

/** Every event that a webhook can be told of is one of a run. */
const _known: (event: WebhookEvent) => RunEventType = (event) => event;

/** The header `webhook-id` of an event: it tells one message, whoever receives it and how often. */
export function messageIdOf({ runId, sequence }: Pick<RunEvent, "runId" | "sequence">): string {
  return `evt_${runId}_${sequence}`;
}

/** The body that receivers get of an event: `type`, `timestamp` and `data`, as Standard Webhooks asks. */
export function eventBody(event: RunEvent, run: { readonly blueprint: string; readonly rebuildOf?: string }): string {
  const { runId, sequence, type, at, data } = event;
  return JSON.stringify({ type, timestamp: at.toISOString(), data: { ...data, runId, sequence, ...run } });
}

export function pingBody(webhookId: string, at: Date): string {
  return JSON.stringify({ type: "webhook.ping", timestamp: at.toISOString(), data: { webhookId } });
}

/** Does an endpoint ask for events of this type? */
export function wantsEvent({ enabled, events }: WebhookPlan, type: string): boolean {
  return enabled && isWebhookEvent(type) && (events === undefined || events.includes(type));
}
