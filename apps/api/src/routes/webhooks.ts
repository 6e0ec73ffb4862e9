import {
  changeWebhook,
  createWebhook,
  type WebhookWithSecret as Given,
  knownWebhook,
  pingWebhook,
  replayDelivery,
  rotateWebhook,
  sendDeliveriesSoon,
  webhookUnknown,
} from "@ascent/engine";
import { z } from "zod";
import { actorOf } from "../access/guard.ts";
import type { App } from "../app.ts";
import { linkNext, olderPage, PageQuery } from "../paging.ts";
import { IdempotencyHeader, IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { problems, unchanged } from "../responses.ts";
import {
  Deliveries,
  DeliveryView,
  NewWebhook,
  RotateWebhook,
  WebhookChange,
  Webhooks,
  WebhookView,
  WebhookWithSecret,
} from "../schema/webhooks.ts";
import { deliveryView, webhookView } from "../views.ts";

const tags = ["webhooks"];
/** URLs and bodies are for those who decide who is told what. */
const config = { role: "admin" } as const;
const DeliveryParams = z.object({ id: z.uuid(), delivery: z.uuid() });

/** Who is told of what happens, and what they were sent. */
export function registerWebhooks(app: App, ports: ApiPorts): void {
  registerReads(app, ports);
  registerCreate(app, ports);
  registerChange(app, ports);
  registerRotate(app, ports);
  registerDeliveries(app, ports);
  registerSends(app, ports);
}

function registerReads(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/webhooks",
    {
      config,
      schema: {
        operationId: "listWebhooks",
        summary: "Webhooks, oldest first",
        tags,
        response: { 200: Webhooks, ...unchanged },
      },
    },
    async () => ({ webhooks: (await ports.ledger.webhooks()).map(webhookView) }),
  );
  app.get(
    "/v1/webhooks/:id",
    {
      config,
      schema: {
        operationId: "getWebhook",
        summary: "One webhook",
        tags,
        params: IdParams,
        response: { 200: WebhookView, ...problems("webhook-unknown") },
      },
    },
    async ({ params: { id } }) => webhookView(await knownWebhook(ports, id)),
  );
}

function registerCreate(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/webhooks",
    {
      config: { ...config, action: "webhook.create", repeats: "kept" },
      schema: {
        operationId: "createWebhook",
        summary: "Make a webhook; its secret is shown this once",
        tags,
        headers: IdempotencyHeader,
        body: NewWebhook,
        response: { 201: WebhookWithSecret, ...problems("webhook-url-refused") },
      },
    },
    async (request, reply) => {
      const { events, ...plan } = request.body;
      const wanted = { ...plan, ...(events === undefined ? {} : { events }) };
      const given = withSecret(await createWebhook(ports, { ...wanted, createdBy: actorOf(request).name }));
      return reply.code(201).header("location", `/v1/webhooks/${given.webhook.id}`).send(given);
    },
  );
}

function registerChange(app: App, ports: ApiPorts): void {
  app.patch(
    "/v1/webhooks/:id",
    {
      config: { ...config, action: "webhook.change" },
      schema: {
        operationId: "changeWebhook",
        summary: "Change a webhook; switched off, what is pending for it is given up",
        tags,
        params: IdParams,
        body: WebhookChange,
        response: { 200: WebhookView, ...problems("webhook-unknown", "webhook-url-refused") },
      },
    },
    async ({ params: { id }, body }) => webhookView(await changeWebhook(ports, id, body)),
  );
  app.delete(
    "/v1/webhooks/:id",
    {
      config: { ...config, action: "webhook.remove" },
      schema: {
        operationId: "removeWebhook",
        summary: "Remove a webhook with its log",
        tags,
        params: IdParams,
        response: { 204: z.void(), ...problems("webhook-unknown") },
      },
    },
    async ({ params: { id } }, reply) => {
      if (!(await ports.ledger.removeWebhook(id))) throw webhookUnknown(id);
      return reply.code(204).send();
    },
  );
}

function registerRotate(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/webhooks/:id/rotate",
    {
      config: { ...config, action: "webhook.rotate", repeats: "kept" },
      schema: {
        operationId: "rotateWebhook",
        summary: "A new secret; the old one signs as well for a while",
        tags,
        params: IdParams,
        headers: IdempotencyHeader,
        body: RotateWebhook.nullish(),
        response: { 200: WebhookWithSecret, ...problems("webhook-unknown") },
      },
    },
    async ({ params: { id }, body }) => {
      const { graceSeconds } = body ?? RotateWebhook.parse({});
      return withSecret(await rotateWebhook(ports, id, graceSeconds));
    },
  );
}

function registerDeliveries(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/webhooks/:id/deliveries",
    {
      config,
      schema: {
        operationId: "listDeliveries",
        summary: "What was sent to it and what came of it, newest first; a month back",
        tags,
        params: IdParams,
        querystring: PageQuery,
        response: { 200: Deliveries, ...problems("webhook-unknown") },
      },
    },
    async (request, reply) => {
      const { id } = await knownWebhook(ports, request.params.id);
      const { items, next } = await olderPage("deliveries", request.query, (page) => ports.ledger.deliveries(id, page));
      linkNext(request, reply, next);
      return { deliveries: items.map(deliveryView), ...(next === undefined ? {} : { next }) };
    },
  );
}

/** Messages that somebody asks for; they go the way of all others. */
function registerSends(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/webhooks/:id/ping",
    {
      config: { ...config, action: "webhook.ping", repeats: "kept" },
      schema: {
        operationId: "pingWebhook",
        summary: "Send a message that says nothing, to try it",
        tags,
        params: IdParams,
        headers: IdempotencyHeader,
        response: { 202: DeliveryView, ...problems("webhook-unknown", "webhook-disabled") },
      },
    },
    async ({ params: { id } }, reply) => {
      const delivery = await pingWebhook(ports, id);
      await sendDeliveriesSoon(ports);
      return reply.code(202).send(deliveryView(delivery));
    },
  );
  app.post(
    "/v1/webhooks/:id/deliveries/:delivery/replay",
    {
      config: { ...config, action: "webhook.replay", repeats: "kept" },
      schema: {
        operationId: "replayDelivery",
        summary: "Send the same message again",
        tags,
        params: DeliveryParams,
        headers: IdempotencyHeader,
        response: { 202: DeliveryView, ...problems("webhook-unknown", "delivery-unknown", "webhook-disabled") },
      },
    },
    async ({ params }, reply) => {
      const delivery = await replayDelivery(ports, params.id, params.delivery);
      await sendDeliveriesSoon(ports);
      return reply.code(202).send(deliveryView(delivery));
    },
  );
}

function withSecret({ webhook, secret }: Given) {
  return { webhook: webhookView(webhook), secret };
}
