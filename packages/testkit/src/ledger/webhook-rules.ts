import { randomUUID } from "node:crypto";
import type { DeliveryRef, EndedTry, NewWebhook } from "@ascent/engine";
import { describe, expect, test } from "vitest";
import { moment, newRun } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { type AnyLedger, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

function endpoint(given: Partial<NewWebhook> = {}): NewWebhook {
  const url = "https://example.org/hook";
  return { id: randomUUID(), url, enabled: true, secret: "sealed 1", createdBy: "anna", at: moment(), ...given };
}

const now = moment(10);
const claim = { now, until: moment(40) };
const all = { limit: 100 };
const due = (ledger: AnyLedger, resendBefore = moment(-1)) => ledger.dueDeliveries({ resendBefore, limit: 100 });
const ok = { at: now, milliseconds: 12, status: 204, response: "" };
const broken = { at: now, milliseconds: 3, error: { code: "receiver-unreachable", message: "refused\0" } };

async function pinged(ledger: AnyLedger, webhookId: string): Promise<DeliveryRef> {
  const id = randomUUID();
  await ledger.postDelivery(webhookId, {
    id,
    messageId: `ping_${id}`,
    type: "webhook.ping",
    body: "{}",
    at: moment(1),
  });
  return { deliveryId: id, attempt: 1 };
}

async function tried(ledger: AnyLedger, end: EndedTry): Promise<void> {
  expect(await ledger.claimDelivery(end.ref, claim)).toBeDefined();
  expect(await ledger.endTry(end)).toBe(true);
}

export function webhookRules(factory: LedgerFactory): void {
  describe("webhooks", () => {
    const open = opensLedgers(factory);

    test("an endpoint is read back without its secret, changed whole, and removed with its log", async () => {
      const ledger = await open();
      const { secret: _, at, ...given } = endpoint({ events: ["run.failed"] });
      const record = { ...given, createdAt: at, changedAt: at };
      expect(await ledger.createWebhook({ ...given, secret: "sealed", at })).toEqual(record);
      expect(await ledger.webhooks()).toEqual([record]);
      const plan = { url: "https://example.net/", enabled: true };
      const { events: __, ...rest } = record;
      expect(await ledger.changeWebhook(given.id, { plan, at: moment(5) })).toEqual({
        ...rest,
        ...plan,
        changedAt: moment(5),
      });
      await pinged(ledger, given.id);
      expect(await ledger.removeWebhook(given.id)).toBe(true);
      expect(await ledger.removeWebhook(given.id)).toBe(false);
      expect(await ledger.webhook(given.id)).toBeUndefined();
      expect(await due(ledger)).toEqual([]);
      for (const id of [randomUUID(), "no id"]) {
        expect(await ledger.changeWebhook(id, { plan, at })).toBeUndefined();
        expect(await ledger.rotateWebhook(id, { secret: "s", oldUntil: at, at })).toBeUndefined();
        expect(
          await ledger.postDelivery(id, { id: randomUUID(), messageId: "m", type: "t", body: "", at }),
        ).toBeUndefined();
        expect(await ledger.deliveries(id, all)).toEqual([]);
      }
    });

    test("an event becomes one delivery for each endpoint that asks for it, with its run and number", async () => {
      const ledger = await open();
      const every = await ledger.createWebhook(endpoint());
      const some = await ledger.createWebhook(endpoint({ events: ["stage.opened", "build.done"] }));
      await ledger.createWebhook(endpoint({ enabled: false }));
      const rig = await rigOn(ledger);
      await rig.lockSeed();
      await rig.build("cc");
      const events = await rig.events();
      const told = (await ledger.deliveries(every.id, all)).toReversed();
      const wanted = events.filter(({ type }) => !["seed.acquiring", "build.ready", "build.waiting"].includes(type));
      expect(told.map(({ type }) => type)).toEqual(wanted.map(({ type }) => type));
      expect(told.map(({ messageId }) => messageId)).toEqual(
        wanted.map(({ runId, sequence }) => `evt_${runId}_${sequence}`),
      );
      const done = told.find(({ type }) => type === "build.done")!;
      expect(done).toMatchObject({ state: "pending", runId: rig.runId, tries: [] });
      const event = events.find(({ type }) => type === "build.done")!;
      expect(JSON.parse(done.body)).toEqual({
        type: "build.done",
        timestamp: event.at.toISOString(),
        data: { ...event.data, runId: rig.runId, sequence: event.sequence, blueprint: "sample" },
      });
      expect((await ledger.deliveries(some.id, all)).map(({ type }) => type)).toEqual(["build.done", "stage.opened"]);
      expect(await due(ledger)).toHaveLength(told.length + 2);
    });

    test("what is handed to the queue is not due again before its time", async () => {
      const ledger = await open();
      const { id } = await ledger.createWebhook(endpoint());
      const ref = await pinged(ledger, id);
      expect(await due(ledger)).toEqual([{ ...ref, dueAt: moment(1) }]);
      await ledger.markDeliveriesSent([{ ...ref, attempt: 2 }], moment(2));
      expect(await due(ledger)).toHaveLength(1);
      await ledger.markDeliveriesSent([ref], moment(2));
      expect(await due(ledger, moment(2))).toEqual([]);
      expect(await due(ledger, moment(3))).toHaveLength(1);
    });

    test("a try is made by one, when it is due; who dies with it loses it when its claim ends", async () => {
      const ledger = await open();
      const { id } = await ledger.createWebhook(endpoint());
      const ref = await pinged(ledger, id);
      expect(await ledger.claimDelivery(ref, { now: moment(-5), until: moment(9) })).toBeUndefined();
      expect(await ledger.claimDelivery({ ...ref, attempt: 2 }, claim)).toBeUndefined();
      const claims = await Promise.all([1, 2, 3].map(() => ledger.claimDelivery(ref, claim)));
      expect(claims.filter((task) => task !== undefined)).toEqual([
        {
          webhookId: id,
          url: "https://example.org/hook",
          secrets: ["sealed 1"],
          messageId: `ping_${ref.deliveryId}`,
          body: "{}",
        },
      ]);
      expect(await ledger.claimDelivery(ref, { now: moment(40), until: moment(70) })).toBeDefined();
    });

    test("a try that fails is on record, and the next is due later; the one that succeeds is the last", async () => {
      const ledger = await open();
      const { id } = await ledger.createWebhook(endpoint());
      const ref = await pinged(ledger, id);
      await ledger.markDeliveriesSent([ref], moment(2));
      await tried(ledger, { ref, tried: broken, next: { kind: "retry", dueAt: moment(15) } });
      expect(await ledger.endTry({ ref, tried: ok, next: { kind: "delivered" } })).toBe(false);
      expect((await ledger.webhook(id))?.failingSince).toEqual(now);
      const second = { ...ref, attempt: 2 };
      expect(await due(ledger)).toEqual([{ ...second, dueAt: moment(15) }]);
      expect(await ledger.claimDelivery(second, claim)).toBeUndefined();
      const later = { ...ok, at: moment(15) };
      expect(await ledger.claimDelivery(second, { now: moment(15), until: moment(30) })).toBeDefined();
      expect(await ledger.endTry({ ref: second, tried: later, next: { kind: "delivered" } })).toBe(true);
      const [delivery] = await ledger.deliveries(id, all);
      expect(delivery).toMatchObject({ state: "delivered", finishedAt: moment(15) });
      expect(delivery).not.toHaveProperty("dueAt");
      expect(delivery?.tries).toMatchObject([
        { number: 1, at: now, milliseconds: 3, error: { code: "receiver-unreachable" } },
        { number: 2, ...later },
      ]);
      expect(await ledger.webhook(id)).not.toHaveProperty("failingSince");
      expect(await due(ledger, moment(1000))).toEqual([]);
    });

    test("switched off, by the service or by hand, nothing pending is sent; switched on it is well again", async () => {
      const ledger = await open();
      const { id } = await ledger.createWebhook(endpoint());
      const ref = await pinged(ledger, id);
      await pinged(ledger, id);
      await tried(ledger, { ref, tried: broken, next: { kind: "failed" }, disable: "gone" });
      const off = await ledger.webhook(id);
      expect(off).toMatchObject({ enabled: false, disabledReason: "gone", failingSince: now });
      expect((await ledger.deliveries(id, all)).map(({ state }) => state)).toEqual(["failed", "failed"]);
      expect(await due(ledger)).toEqual([]);
      await ledger.createRun(newRun({ id: randomUUID() }));
      expect(await ledger.deliveries(id, all)).toHaveLength(2);
      const { url } = off!;
      const on = await ledger.changeWebhook(id, { plan: { url, enabled: true }, at: moment(20) });
      expect(on).not.toHaveProperty("disabledReason");
      expect(on).not.toHaveProperty("failingSince");
      await pinged(ledger, id);
      await ledger.changeWebhook(id, { plan: { url, enabled: false }, at: moment(30) });
      expect((await ledger.deliveries(id, all))[0]).toMatchObject({ state: "failed", finishedAt: moment(30) });
    });

    test("after a rotation both secrets sign until the old one's time is over, and never three", async () => {
      const ledger = await open();
      const { id } = await ledger.createWebhook(endpoint());
      const secrets = async (at: Date) => {
        const ref = await pinged(ledger, id);
        return (await ledger.claimDelivery(ref, { now: at, until: at }))?.secrets;
      };
      const rotated = await ledger.rotateWebhook(id, { secret: "sealed 2", oldUntil: moment(50), at: moment(10) });
      expect(rotated).toMatchObject({ rotatedAt: moment(10), oldSecretUntil: moment(50) });
      expect(await secrets(moment(49))).toEqual(["sealed 2", "sealed 1"]);
      expect(await secrets(moment(50))).toEqual(["sealed 2"]);
      await ledger.rotateWebhook(id, { secret: "sealed 3", oldUntil: moment(90), at: moment(11) });
      expect(await secrets(moment(49))).toEqual(["sealed 3", "sealed 2"]);
    });

    test("a replay is the same message, as often as it is asked for; another endpoint's is none of this one", async () => {
      const ledger = await open();
      const { id } = await ledger.createWebhook(endpoint());
      const other = await ledger.createWebhook(endpoint());
      await ledger.createRun(newRun({ id: randomUUID() }));
      const [first] = await ledger.deliveries(id, all);
      for (let round = 0; round < 2; round++) {
        const replay = await ledger.replayDelivery(id, first!.id, { id: randomUUID(), at: moment(50) });
        const { messageId, body, type, runId } = first!;
        expect(replay).toMatchObject({ messageId, body, type, runId, replayOf: first!.id, state: "pending" });
        expect(replay).toMatchObject({ createdAt: moment(50), dueAt: moment(50), tries: [] });
      }
      expect(await ledger.deliveries(id, all)).toHaveLength(3);
      const strange = { id: randomUUID(), at: moment() };
      expect(await ledger.replayDelivery(other.id, first!.id, strange)).toBeUndefined();
      expect(await ledger.replayDelivery(id, randomUUID(), strange)).toBeUndefined();
    });

    test("the log is read newest first, page by page, and forgets what was over long ago", async () => {
      const ledger = await open();
      const { id } = await ledger.createWebhook(endpoint());
      const refs: DeliveryRef[] = [];
      for (let round = 0; round < 5; round++) refs.push(await pinged(ledger, id));
      const whole = await ledger.deliveries(id, all);
      expect(whole.map((delivery) => delivery.id)).toEqual(refs.map(({ deliveryId }) => deliveryId).reverse());
      const first = await ledger.deliveries(id, { limit: 2 });
      expect([...first, ...(await ledger.deliveries(id, { limit: 9, before: first[1]!.id }))]).toEqual(whole);
      expect(await ledger.deliveries(id, { limit: 9, before: randomUUID() })).toEqual([]);
      await tried(ledger, { ref: refs[0]!, tried: ok, next: { kind: "delivered" } });
      expect(await ledger.forgetDeliveries(now)).toBe(0);
      expect(await ledger.forgetDeliveries(moment(11))).toBe(1);
      expect(await ledger.deliveries(id, all)).toHaveLength(4);
    });
  });
}
