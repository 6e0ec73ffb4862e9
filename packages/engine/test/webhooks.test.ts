import { type Deck, type FakePoster, flightDeck, moment } from "@ascent/testkit";
import { beforeEach, describe, expect, test } from "vitest";
import {
  changeWebhook,
  createWebhook,
  deliver,
  MAX_TRIES,
  pingWebhook,
  sendDeliveries,
  waitAfter,
} from "../src/index.ts";

const DAY = 24 * 60 * 60;
const URL = "https://example.org/hook";
let deck: Deck;
let poster: FakePoster;

beforeEach(async () => {
  deck = await flightDeck();
  poster = deck.poster as FakePoster;
});

const made = async () => (await createWebhook(deck, { url: URL, enabled: true, createdBy: "anna" })).webhook.id;
const log = async (id: string) => (await deck.ledger.deliveries(id, { limit: 1 }))[0]!;

/** Makes the try that is next, when its time has come. */
async function tryNext(id: string, answer: FakePoster["answer"]): Promise<void> {
  poster.answer = answer;
  const { id: deliveryId, tries, dueAt } = await log(id);
  const wait = (dueAt!.getTime() - deck.clock.now().getTime()) / 1000;
  if (wait > 0) deck.clock.advance(wait);
  await deliver(deck, { deliveryId, attempt: tries.length + 1 });
}

test("tries come ever later, then it is given up; all are on record", async () => {
  const id = await made();
  await pingWebhook(deck, id);
  const began = deck.clock.now().getTime();
  for (let round = 1; round <= MAX_TRIES; round++) await tryNext(id, { status: 500, response: "no" });
  const { state, tries } = await log(id);
  expect(state).toBe("failed");
  expect(tries).toHaveLength(MAX_TRIES);
  const waits = tries.slice(1).map(({ at }, index) => at.getTime() - tries[index]!.at.getTime());
  expect(waits).toEqual(tries.slice(1).map((_, index) => waitAfter(index + 1)));
  expect((deck.clock.now().getTime() - began) / 3_600_000).toBeGreaterThan(12);
  expect(new Set(poster.posted.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(new Set(poster.posted.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(MAX_TRIES);
  expect((await deck.ledger.webhook(id))?.enabled).toBe(true);
  expect(deck.log.complaints("delivery given up")).toHaveLength(1);
});

test.each([
  [{ status: 200, response: "" }, "delivered"],
  [{ status: 299, response: "" }, "delivered"],
  [{ status: 302, response: "" }, "pending"],
  [{ status: 404, response: "" }, "pending"],
  [{ error: { code: "receiver-timeout", message: "late" } }, "pending"],
])("%j leaves it %s", async (answer, state) => {
  const id = await made();
  await pingWebhook(deck, id);
  await tryNext(id, answer);
  expect((await log(id)).state).toBe(state);
});

test("an endpoint that failed for days is switched off, and one that is gone at once; both are told", async () => {
  const id = await made();
  const tries = [];
  for (let day = 0; day <= 4; day++) {
    await pingWebhook(deck, id);
    await tryNext(id, { status: 503, response: "" });
    tries.push((await deck.ledger.webhook(id))?.enabled);
    if (tries.at(-1) === false) break;
    deck.clock.advance(DAY);
  }
  expect(tries).toEqual([true, true, true, true, false]);
  expect(await deck.ledger.webhook(id)).toMatchObject({
    disabledReason: expect.stringContaining("no delivery has succeeded"),
  });
  await expect(pingWebhook(deck, id)).rejects.toMatchObject({ code: "webhook-disabled" });
  await changeWebhook(deck, id, { enabled: true });
  await pingWebhook(deck, id);
  await tryNext(id, { status: 410, response: "" });
  expect(await deck.ledger.webhook(id)).toMatchObject({
    enabled: false,
    disabledReason: expect.stringContaining("410"),
  });
  expect(deck.log.complaints("webhook switched off")).toHaveLength(2);
});

test("a secret that cannot be opened is told in the log of deliveries, where its owner looks", async () => {
  const id = await made();
  await deck.ledger.rotateWebhook(id, { secret: '{"secret":"x","about":"another"}', oldUntil: moment(), at: moment() });
  await pingWebhook(deck, id);
  await tryNext(id, { status: 200, response: "" });
  expect((await log(id)).tries).toMatchObject([{ error: { code: "secret-unreadable" } }]);
  expect(poster.posted).toEqual([]);
});

describe("sending", () => {
  test("what is pending goes out once, however often it is looked for; what was lost on the way goes again", async () => {
    const sent: string[] = [];
    const errands = {
      send: async (list: readonly { deliveryId: string }[]) => void sent.push(...list.map((one) => one.deliveryId)),
    };
    const id = await made();
    const { id: delivery } = await pingWebhook(deck, id);
    const ports = { ...deck, errands };
    await sendDeliveries(ports);
    await sendDeliveries(ports);
    expect(sent).toEqual([delivery]);
    deck.clock.advance(41);
    await sendDeliveries(ports);
    expect(sent).toEqual([delivery, delivery]);
  });

  test("a queue that is away loses nothing", async () => {
    const id = await made();
    await pingWebhook(deck, id);
    const away = { send: () => Promise.reject(new Error("away")) };
    await expect(sendDeliveries({ ...deck, errands: away })).rejects.toThrow("away");
    expect(await deck.ledger.dueDeliveries({ resendBefore: moment(-1), limit: 10 })).toHaveLength(1);
  });
});
