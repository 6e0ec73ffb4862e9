import { Fault } from "@ascent/core";
import { WEBHOOK_SECRET_BYTES, webhookSecret } from "@ascent/formats";
import type {
  Clock,
  DeliveryRecord,
  Ids,
  SecretBox,
  WebhookLedger,
  WebhookPlan,
  WebhookPoster,
  WebhookRecord,
} from "../ports.ts";
import { pingBody } from "./payload.ts";

export interface ManageWebhookPorts {
  readonly ledger: WebhookLedger;
  readonly poster: WebhookPoster;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The secret in the open: it is given out this once. */
export interface WebhookWithSecret {
  readonly webhook: WebhookRecord;
  readonly secret: string;
}

/** Throws Fault "webhook-url-refused". */
export async function createWebhook(
  ports: ManageWebhookPorts,
  { createdBy, ...plan }: WebhookPlan & { readonly createdBy: string },
): Promise<WebhookWithSecret> {
  ports.poster.check(plan.url);
  const id = ports.ids.uuid();
  const { secret, sealed } = await newSecret(ports, id);
  const at = ports.clock.now();
  const webhook = await ports.ledger.createWebhook({ ...plan, id, secret: sealed, createdBy, at });
  return { webhook, secret };
}

/** `events: null` asks for all. Throws Fault "webhook-unknown" and "webhook-url-refused". */
export async function changeWebhook(
  ports: ManageWebhookPorts,
  id: string,
  change: { readonly [Key in keyof WebhookPlan]?: WebhookPlan[Key] | null | undefined },
): Promise<WebhookRecord> {
  const known = await knownWebhook(ports, id);
  const url = change.url ?? known.url;
  const events = change.events === undefined ? known.events : (change.events ?? undefined);
  ports.poster.check(url);
  const plan = { url, enabled: change.enabled ?? known.enabled, ...(events === undefined ? {} : { events }) };
  const changed = await ports.ledger.changeWebhook(id, { plan, at: ports.clock.now() });
  return changed ?? unknown(id);
}

/** A new secret; messages are signed with both for `graceSeconds`. Throws Fault "webhook-unknown". */
export async function rotateWebhook(
  ports: ManageWebhookPorts,
  id: string,
  graceSeconds: number,
): Promise<WebhookWithSecret> {
  await knownWebhook(ports, id);
  const { secret, sealed } = await newSecret(ports, id);
  const at = ports.clock.now();
  const oldUntil = new Date(at.getTime() + graceSeconds * 1000);
  const webhook = await ports.ledger.rotateWebhook(id, { secret: sealed, oldUntil, at });
  return { webhook: webhook ?? unknown(id), secret };
}

/** Posts a message that says nothing, to try an endpoint. Throws Fault "webhook-unknown" and "webhook-disabled". */
export async function pingWebhook(ports: ManageWebhookPorts, id: string): Promise<DeliveryRecord> {
  await enabledWebhook(ports, id);
  const delivery = ports.ids.uuid();
  const at = ports.clock.now();
  const ping = { id: delivery, messageId: `ping_${delivery}`, type: "webhook.ping", body: pingBody(id, at), at };
  return (await ports.ledger.postDelivery(id, ping)) ?? unknown(id);
}

/** Sends a message again. Throws Fault "webhook-unknown", "webhook-disabled" and "delivery-unknown". */
export async function replayDelivery(
  ports: ManageWebhookPorts,
  id: string,
  deliveryId: string,
): Promise<DeliveryRecord> {
  await enabledWebhook(ports, id);
  const replay = { id: ports.ids.uuid(), at: ports.clock.now() };
  const delivery = await ports.ledger.replayDelivery(id, deliveryId, replay);
  if (delivery !== undefined) return delivery;
  throw new Fault("delivery-unknown", `the webhook ${id} has no delivery ${deliveryId}`, {
    wayOut: "`ascent webhooks deliveries` lists them; what is older than 30 days is forgotten.",
  });
}

/** Throws Fault "webhook-unknown". */
export async function knownWebhook(ports: { readonly ledger: WebhookLedger }, id: string): Promise<WebhookRecord> {
  return (await ports.ledger.webhook(id)) ?? unknown(id);
}

async function enabledWebhook(ports: ManageWebhookPorts, id: string): Promise<void> {
  const { enabled } = await knownWebhook(ports, id);
  if (enabled) return;
  throw new Fault("webhook-disabled", `the webhook ${id} is switched off`, {
    wayOut: "Switch it on first: ascent webhooks enable.",
  });
}

export function webhookUnknown(id: string): Fault {
  return new Fault("webhook-unknown", `there is no webhook ${id}`, { wayOut: "`ascent webhooks` lists them." });
}

function unknown(id: string): never {
  throw webhookUnknown(id);
}

async function newSecret({ secretBox }: ManageWebhookPorts, id: string) {
  const secret = webhookSecret(secretBox.random(WEBHOOK_SECRET_BYTES));
  return { secret, sealed: await secretBox.seal(secret, secretOf(id)) };
}

/** What a webhook's secret is sealed for: copied to another row it does not open. */
export function secretOf(webhookId: string): string {
  return `webhook ${webhookId}`;
}
