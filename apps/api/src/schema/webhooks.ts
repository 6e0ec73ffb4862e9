import { WEBHOOK_EVENTS } from "@ascent/core";
import { z } from "zod";
import { pageOf } from "./page.ts";

const Time = z.iso.datetime();
const UrlText = z.string().min(1).max(2000).meta({ example: "https://ci.example.org/ascent" });
const Events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1)
  .max(WEBHOOK_EVENTS.length)
  .meta({ example: ["run.succeeded", "run.failed"], description: "Absent: all, also those that later versions know" });

export const WebhookView = z
  .object({
    id: z.uuid(),
    url: UrlText,
    events: Events.optional(),
    enabled: z.boolean(),
    disabledReason: z
      .string()
      .optional()
      .meta({ description: "Why the service itself switched it off", example: "the receiver answered 410 Gone" }),
    failingSince: Time.optional().meta({ description: "Since when no try has succeeded" }),
    createdBy: z.string(),
    createdAt: Time,
    changedAt: Time,
    rotatedAt: Time.optional(),
    oldSecretUntil: Time.optional().meta({
      description: "Until then messages carry the old secret's signature as well",
    }),
  })
  .meta({ id: "Webhook" });
export type WebhookView = z.infer<typeof WebhookView>;

export const WebhookWithSecret = z
  .object({
    webhook: WebhookView,
    secret: z
      .string()
      .meta({ example: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", description: "Shown this once: keep it" }),
  })
  .meta({ id: "WebhookWithSecret" });
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;

export const NewWebhook = z
  .strictObject({ url: UrlText, events: Events.optional(), enabled: z.boolean().default(true) })
  .meta({ id: "NewWebhook" });
export type NewWebhook = z.input<typeof NewWebhook>;

export const WebhookChange = z
  .strictObject({
    url: UrlText.optional(),
    events: Events.nullable().optional().meta({ description: "null: all" }),
    enabled: z.boolean().optional(),
  })
  .meta({ id: "WebhookChange" });
export type WebhookChange = z.infer<typeof WebhookChange>;

const DAY = 24 * 60 * 60;
export const RotateWebhook = z
  .strictObject({
    graceSeconds: z
      .int()
      .min(0)
      .max(7 * DAY)
      .default(DAY)
      .meta({ description: "How long messages are signed with the old secret as well; a day unless told otherwise" }),
  })
  .meta({ id: "RotateWebhook" });
export type RotateWebhook = z.input<typeof RotateWebhook>;

const TryView = z
  .object({
    number: z.int(),
    at: Time,
    milliseconds: z.int(),
    status: z.int().optional().meta({ description: "HTTP status; absent when nobody answered" }),
    response: z.string().optional().meta({ description: "The first kB of the answer", example: "thanks" }),
    error: z.object({ code: z.string().meta({ example: "receiver-timeout" }), message: z.string() }).optional(),
  })
  .meta({ id: "DeliveryTry" });

export const DeliveryView = z
  .object({
    id: z.uuid(),
    webhookId: z.uuid(),
    messageId: z.string().meta({
      description: "The header `webhook-id`: the same for every try, and for a replay",
      example: "evt_4f6c1d2e-0000-4000-8000-000000000000_118",
    }),
    type: z.string().meta({ example: "run.failed" }),
    runId: z.uuid().optional(),
    body: z.string().meta({
      description: "What was signed and sent, byte for byte",
      example: '{"type":"run.failed","timestamp":"2026-01-01T00:00:00.000Z","data":{}}',
    }),
    state: z.enum(["pending", "delivered", "failed"]),
    createdAt: Time,
    dueAt: Time.optional().meta({ description: "When it is tried next" }),
    finishedAt: Time.optional(),
    tries: z.array(TryView),
    replayOf: z.uuid().optional(),
  })
  .meta({ id: "Delivery" });
export type DeliveryView = z.infer<typeof DeliveryView>;

export const Webhooks = z.object({ webhooks: z.array(WebhookView) }).meta({ id: "WebhookList" });
export const Deliveries = pageOf("DeliveryList", "deliveries", DeliveryView);
