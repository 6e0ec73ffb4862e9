import {
  type DeliveryRecord,
  eventBody,
  messageIdOf,
  type RunEvent,
  type WebhookLedger,
  type WebhookRecord,
  wantsEvent,
} from "@ascent/engine";
import type { FakeChange } from "./fake-flight.ts";
import type { FakeState } from "./fake-state.ts";

interface FakeWebhook {
  record: WebhookRecord;
  secret: string;
  oldSecret?: string;
}

interface FakeDelivery {
  record: DeliveryRecord;
  attempt: number;
  sentAt?: Date;
  claimedUntil?: Date;
}

/** Endpoints and deliveries, in the order in which they came. */
export interface FakePosts {
  readonly webhooks: Map<string, FakeWebhook>;
  readonly deliveries: FakeDelivery[];
}

const EARLY_MS = 1_000;

/** What the real one does in the transaction of the event. */
export function postEvent({ state, run }: FakeChange, event: RunEvent): void {
  const of = run.rebuild?.of.request.id;
  const about = { blueprint: run.request.blueprint, ...(of === undefined ? {} : { rebuildOf: of }) };
  for (const { record } of state.posts.webhooks.values()) {
    if (!wantsEvent(record, event.type)) continue;
    const { type, at, runId } = event;
    const body = eventBody(event, about);
    add(state, record.id, { id: state.ids.uuid(), messageId: messageIdOf(event), type, body, runId, ...fresh(at) });
  }
}

const fresh = (at: Date) => ({ state: "pending" as const, createdAt: at, dueAt: at, tries: [] });

function add(state: FakeState, webhookId: string, record: Omit<DeliveryRecord, "webhookId">): DeliveryRecord {
  const whole = { ...record, webhookId };
  state.posts.deliveries.push({ record: whole, attempt: 1 });
  return whole;
}

function over(delivery: FakeDelivery, end: "delivered" | "failed", at: Date): void {
  const { dueAt: _, ...rest } = delivery.record;
  delivery.record = { ...rest, state: end, finishedAt: at };
  delete delivery.claimedUntil;
}

export function webhookMethods(state: FakeState): WebhookLedger {
  const { webhooks, deliveries } = state.posts;
  const giveUp = (id: string, at: Date) => {
    for (const one of deliveries) {
      if (one.record.webhookId === id && one.record.state === "pending") over(one, "failed", at);
    }
  };
  const byId = (id: string) => deliveries.find(({ record }) => record.id === id);
  return {
    async createWebhook({ secret, at, ...given }) {
      const record = { ...given, createdAt: at, changedAt: at };
      webhooks.set(given.id, { record, secret });
      return record;
    },
    webhooks: async () => [...webhooks.values()].map(({ record }) => record),
    webhook: async (id) => webhooks.get(id)?.record,
    async changeWebhook(id, { plan, at }) {
      const held = webhooks.get(id);
      if (held === undefined) return undefined;
      const { events: _, disabledReason, failingSince, ...rest } = held.record;
      const ill = { ...(disabledReason && { disabledReason }), ...(failingSince && { failingSince }) };
      held.record = { ...rest, ...(plan.enabled ? {} : ill), ...plan, changedAt: at };
      if (!plan.enabled) giveUp(id, at);
      return held.record;
    },
    async removeWebhook(id) {
      for (let index = deliveries.length - 1; index >= 0; index--) {
        if (deliveries[index]?.record.webhookId === id) deliveries.splice(index, 1);
      }
      return webhooks.delete(id);
    },
    async rotateWebhook(id, { secret, oldUntil, at }) {
      const held = webhooks.get(id);
      if (held === undefined) return undefined;
      held.oldSecret = held.secret;
      held.secret = secret;
      held.record = { ...held.record, rotatedAt: at, oldSecretUntil: oldUntil };
      return held.record;
    },
    async postDelivery(webhookId, { at, ...given }) {
      return webhooks.has(webhookId) ? add(state, webhookId, { ...given, ...fresh(at) }) : undefined;
    },
    async replayDelivery(webhookId, deliveryId, { id, at }) {
      const earlier = byId(deliveryId)?.record;
      if (earlier?.webhookId !== webhookId) return undefined;
      const { messageId, type, body, runId } = earlier;
      const of = { messageId, type, body, replayOf: deliveryId, ...(runId === undefined ? {} : { runId }) };
      return add(state, webhookId, { id, ...of, ...fresh(at) });
    },
    async deliveries(webhookId, { limit, before }) {
      const all = deliveries.map(({ record }) => record).filter((record) => record.webhookId === webhookId);
      const newest = all.reverse();
      const from = before === undefined ? 0 : newest.findIndex(({ id }) => id === before) + 1;
      return before !== undefined && from === 0 ? [] : newest.slice(from, from + limit);
    },
    async dueDeliveries({ resendBefore, limit }) {
      const due = deliveries.flatMap(({ record, attempt, sentAt }) => {
        if (record.state !== "pending" || record.dueAt === undefined) return [];
        const late = sentAt !== undefined && sentAt < resendBefore && record.dueAt < resendBefore;
        return sentAt === undefined || late ? [{ deliveryId: record.id, attempt, dueAt: record.dueAt }] : [];
      });
      return due.slice(0, limit);
    },
    async markDeliveriesSent(refs, at) {
      for (const { deliveryId, attempt } of refs) {
        const held = byId(deliveryId);
        if (held?.attempt === attempt) held.sentAt = at;
      }
    },
    async claimDelivery({ deliveryId, attempt }, { now, until }) {
      const held = byId(deliveryId);
      const { dueAt, webhookId, messageId, body } = held?.record ?? {};
      if (held?.attempt !== attempt || dueAt === undefined || dueAt.getTime() > now.getTime() + EARLY_MS)
        return undefined;
      if (held.claimedUntil !== undefined && held.claimedUntil > now) return undefined;
      held.claimedUntil = until;
      const endpoint = webhooks.get(webhookId!)!;
      const { url, oldSecretUntil, failingSince } = endpoint.record;
      const old = oldSecretUntil !== undefined && oldSecretUntil > now ? [endpoint.oldSecret!] : [];
      const failing = failingSince === undefined ? {} : { failingSince };
      return {
        webhookId: webhookId!,
        url,
        secrets: [endpoint.secret, ...old],
        messageId: messageId!,
        body: body!,
        ...failing,
      };
    },
    async endTry({ ref, tried, next, disable }) {
      const held = byId(ref.deliveryId);
      if (held?.attempt !== ref.attempt || held.record.state !== "pending") return false;
      held.record = { ...held.record, tries: [...held.record.tries, { number: ref.attempt, ...tried }] };
      if (next.kind === "retry") {
        held.attempt += 1;
        held.record = { ...held.record, dueAt: next.dueAt };
        delete held.sentAt;
        delete held.claimedUntil;
      } else over(held, next.kind, tried.at);
      const endpoint = webhooks.get(held.record.webhookId)!;
      const { failingSince, ...rest } = endpoint.record;
      endpoint.record = next.kind === "delivered" ? rest : { ...rest, failingSince: failingSince ?? tried.at };
      if (disable !== undefined) {
        endpoint.record = { ...endpoint.record, enabled: false, disabledReason: disable, changedAt: tried.at };
        giveUp(endpoint.record.id, tried.at);
      }
      return true;
    },
    async forgetDeliveries(before) {
      const kept = deliveries.filter(({ record: { finishedAt } }) => finishedAt === undefined || finishedAt >= before);
      return deliveries.splice(0, deliveries.length, ...kept).length - kept.length;
    },
  };
}
