import { createHmac } from "node:crypto";
import { Fault } from "@ascent/core";

const PREFIX = "whsec_";
/** Standard Webhooks asks for 24 to 64 bytes. */
export const WEBHOOK_SECRET_BYTES = 32;

/** A secret as people hand it on: `whsec_` and base64. */
export function webhookSecret(bytes: Uint8Array): string {
  return `${PREFIX}${Buffer.from(bytes).toString("base64")}`;
}

export interface WebhookMessage {
  /** The same for every try at one message. */
  readonly id: string;
  /** When this try is made. */
  readonly at: Date;
  /** The bytes that are sent, as text. */
  readonly body: string;
}

/**
 * The headers that prove who sent a message (Standard Webhooks 1.0.0, "signature scheme"): HMAC-SHA256 over `id.timestamp.body`,
 * the timestamp in whole seconds, one signature per secret. Throws Fault "webhook-secret-malformed".
 */
export function webhookHeaders(message: WebhookMessage, secrets: readonly string[]): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const signed = `${message.id}.${timestamp}.${message.body}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac("sha256", keyOf(secret)).update(signed).digest("base64")}`,
  );
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

function keyOf(secret: string): Buffer {
  if (secret.startsWith(PREFIX)) return Buffer.from(secret.slice(PREFIX.length), "base64");
  throw new Fault("webhook-secret-malformed", `a webhook's secret does not begin with ${PREFIX}`);
}
