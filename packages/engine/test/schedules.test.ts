import { Fault } from "@ascent/core";
import { type Deck, flightDeck, moment } from "@ascent/testkit";
import { beforeEach, expect, test } from "vitest";
import { changeSchedule, createSchedule, fireByHand, fireDue, fireOverdue, keepClocks } from "../src/index.ts";

const DAY = 24 * 60 * 60;
let deck: Deck;

beforeEach(async () => {
  deck = await flightDeck();
});

async function nightly(given: Partial<Parameters<typeof createSchedule>[1]> = {}): Promise<string> {
  const plan = { name: "nightly", request: { blueprint: "sample" }, cron: "30 2 * * *", timezone: "UTC" };
  const answer = await createSchedule(deck, { ...plan, overlap: "skip", enabled: true, createdBy: "anna", ...given });
  if (!answer.ok) throw new Error("defects");
  return answer.value.id;
}

const runs = () => deck.ledger.runs({ limit: 100 });
const last = async (id: string) => (await deck.ledger.schedule(id))?.last;

/** The next calls of a method of the ledger fail as if Postgres went away. */
function failing(method: "createRun" | "settleFiring", times = 1): Deck {
  let left = times;
  const real = deck.ledger[method] as (...given: unknown[]) => Promise<unknown>;
  const broken = async (...given: unknown[]) => {
    if (left-- > 0) throw new Fault("database-unreachable", "gone", { retryable: true });
    return real(...given);
  };
  return { ...deck, ledger: { ...deck.ledger, [method]: broken } };
}

test("a schedule that is due starts its run; before, and when the same tick comes again, it starts none", async () => {
  const id = await nightly();
  expect((await deck.ledger.schedule(id))?.nextAt).toEqual(moment(2.5 * 3600));
  expect(await fireDue(deck, id)).toBeUndefined();
  deck.clock.advance(2.5 * 3600);
  const fired = await Promise.all([fireDue(deck, id), fireDue(deck, id), fireDue(deck, id)]);
  expect(fired.filter((firing) => firing !== undefined)).toHaveLength(1);
  const [run, ...others] = await runs();
  expect(others).toEqual([]);
  expect(run).toMatchObject({ blueprint: "sample", requestedBy: "schedule nightly", state: "preparing" });
  expect(await last(id)).toMatchObject({ outcome: "started", runId: run!.id, runState: "preparing" });
  expect((await deck.ledger.schedule(id))?.nextAt).toEqual(moment(DAY + 2.5 * 3600));
});

test("a tick that was lost is made up for; what was missed over days is one run", async () => {
  const id = await nightly();
  deck.clock.advance(3 * DAY);
  await fireOverdue(deck);
  await fireOverdue(deck);
  expect(await runs()).toHaveLength(1);
  expect(await last(id)).toMatchObject({ dueAt: moment(2.5 * 3600), firedAt: moment(3 * DAY), outcome: "started" });
  expect((await deck.ledger.schedule(id))?.nextAt).toEqual(moment(3 * DAY + 2.5 * 3600));
});

test("while the last run goes on the next is skipped, and the one after it starts again", async () => {
  const id = await nightly();
  deck.clock.advance(DAY);
  const first = await fireDue(deck, id);
  deck.clock.advance(DAY);
  expect(await fireDue(deck, id)).toMatchObject({ outcome: "skipped", runId: first?.runId });
  expect(deck.log.complaints("schedule fired")).toHaveLength(1);
  await deck.fly(first!.runId!);
  deck.clock.advance(DAY);
  expect(await fireDue(deck, id)).toMatchObject({ outcome: "started" });
  expect(await runs()).toHaveLength(2);
});

test.each(["createRun", "settleFiring"] as const)(
  "who dies at %s has decided: another process ends it, with one run in all",
  async (method) => {
    const id = await nightly();
    deck.clock.advance(DAY);
    await expect(fireDue(failing(method), id)).rejects.toMatchObject({ code: "database-unreachable" });
    expect(await last(id)).toMatchObject({ outcome: "starting" });
    await fireOverdue(deck);
    expect(await last(id)).toMatchObject({ outcome: "starting" });
    deck.clock.advance(61);
    // Changed in between: the run that was started already stays the one of this firing.
    deck.blueprints.held.get("sample")!.set("note.txt", "another");
    await Promise.all([fireOverdue(deck), fireOverdue(deck)]);
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect(await last(id)).toMatchObject({ outcome: "started", runId: run!.id });
  },
);

test("what cannot start says why, and tries again the next time", async () => {
  const id = await nightly();
  const { held } = deck.blueprints;
  const files = held.get("sample")!;
  held.delete("sample");
  deck.clock.advance(DAY);
  expect(await fireDue(deck, id)).toMatchObject({ outcome: "refused", failure: { code: "blueprint-unknown" } });
  held.set("sample", new Map([...files, ["bootstrap.yaml", "seeds: []"]]));
  deck.clock.advance(DAY);
  const failure = { code: "blueprint-defects", wayOut: expect.stringContaining("ascent lint sample") };
  expect(await fireDue(deck, id)).toMatchObject({ outcome: "refused", failure });
  held.set("sample", files);
  deck.clock.advance(DAY);
  expect(await fireDue(deck, id)).toMatchObject({ outcome: "started" });
});

test("by hand it fires at once, also paused; the same key once; its times stay as they are", async () => {
  const id = await nightly({ overlap: "start" });
  await changeSchedule(deck, id, { enabled: false });
  const first = await fireByHand(deck, id, { by: "anna", key: "k" });
  const again = await fireByHand(deck, id, { by: "anna", key: "k" });
  expect(again).toEqual(first);
  expect(first).toMatchObject({ outcome: "started", firedBy: "anna" });
  await fireByHand(deck, id, { by: "anna" });
  expect((await runs()).map(({ requestedBy }) => requestedBy)).toEqual(Array(2).fill("schedule nightly (anna)"));
  expect(await deck.ledger.schedule(id)).not.toHaveProperty("nextAt");
});

test("a pause is no debt: when it ends, the next time counts", async () => {
  const id = await nightly();
  await changeSchedule(deck, id, { enabled: false });
  deck.clock.advance(3 * DAY);
  await fireOverdue(deck);
  expect(await changeSchedule(deck, id, { enabled: true })).toMatchObject({
    ok: true,
    value: { nextAt: moment(3 * DAY + 2.5 * 3600) },
  });
  await fireOverdue(deck);
  expect(await runs()).toEqual([]);
});

test("the queue keeps a clock for each schedule that is not paused", async () => {
  const told: unknown[] = [];
  const errands = { ...deck.errands, keepTicks: async (ticks: unknown) => void told.push(ticks) };
  const id = await nightly({ timezone: "Europe/Vienna" });
  await nightly({ name: "paused", enabled: false });
  await keepClocks({ ...deck, errands });
  expect(told).toEqual([[{ scheduleId: id, cron: "30 2 * * *", timezone: "Europe/Vienna" }]]);
});
