import { randomUUID } from "node:crypto";
import type { DeliveryErrand, DeliveryRef, ErrandHandlers, ErrandQueue, Log } from "@ascent/engine";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type RecordedLog, recordedLog } from "../queue/recorded-log.ts";

/** A server that a suite shares; `fresh` gives each test an empty place, to which any number of processes may connect. */
export interface ErrandServer {
  fresh(): Promise<{ open(log: Log): Promise<ErrandQueue> }>;
  stop(): Promise<void>;
}

const PATIENCE = { timeout: 10_000, interval: 10 };
const nap = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function errand(inMs = 0, attempt = 1): DeliveryErrand {
  return { deliveryId: randomUUID(), attempt, dueAt: new Date(Date.now() + inMs) };
}

/** Writes down what comes. */
function recording(): ErrandHandlers & { readonly ticks: string[]; readonly delivered: DeliveryRef[] } {
  const ticks: string[] = [];
  const delivered: DeliveryRef[] = [];
  return {
    ticks,
    delivered,
    tick: async (scheduleId) => void ticks.push(scheduleId),
    deliver: async (ref) => void delivered.push(ref),
  };
}

/** The rules of the ErrandQueue port, for every adapter and its fake. */
export function errandConformance(name: string, start: () => Promise<ErrandServer>): void {
  describe(`errand queue: ${name}`, () => {
    let server: ErrandServer;
    let place: Awaited<ReturnType<ErrandServer["fresh"]>>;
    let log: RecordedLog;
    let queue: ErrandQueue;
    const opened: ErrandQueue[] = [];
    const another = async () => {
      const one = await place.open(log);
      opened.push(one);
      return one;
    };

    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());
    beforeEach(async () => {
      place = await server.fresh();
      log = recordedLog();
      queue = await another();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
    });

    test("an errand comes to one consumer, whichever process sent it", async () => {
      const one = recording();
      const two = recording();
      await queue.consume(one, 2);
      await (await another()).consume(two, 2);
      const sent = [errand(), errand(), errand()];
      await (await another()).send(sent);
      await vi.waitFor(() => expect([...one.delivered, ...two.delivered]).toHaveLength(3), PATIENCE);
      const ids = [...one.delivered, ...two.delivered].map(({ deliveryId }) => deliveryId);
      expect(ids.sort()).toEqual(sent.map(({ deliveryId }) => deliveryId).sort());
    });

    test("an errand that is sent again before it is over is one errand; afterwards it goes again", async () => {
      const errands = recording();
      const one = errand();
      await queue.send([one, one]);
      await queue.send([one]);
      expect(await queue.depth()).toEqual({ waiting: 1, active: 0 });
      await queue.consume(errands, 1);
      await vi.waitFor(() => expect(errands.delivered).toHaveLength(1), PATIENCE);
      await vi.waitFor(async () => expect((await queue.depth()).active).toBe(0), PATIENCE);
      await queue.send([one]);
      await vi.waitFor(() => expect(errands.delivered).toHaveLength(2), PATIENCE);
    });

    test("an errand does not come before its time, and one of the next attempt is another", async () => {
      const errands = recording();
      await queue.consume(errands, 1);
      const later = errand(600, 2);
      await queue.send([{ ...later, attempt: 1, dueAt: new Date() }, later]);
      await vi.waitFor(() => expect(errands.delivered).toHaveLength(1), PATIENCE);
      expect((await queue.depth()).waiting).toBe(1);
      await vi.waitFor(() => expect(errands.delivered).toHaveLength(2), PATIENCE);
      expect(Date.now()).toBeGreaterThanOrEqual(later.dueAt.getTime() - 20);
      expect(errands.delivered.map(({ attempt }) => attempt)).toEqual([1, 2]);
    });

    test("no more errands run at once than were asked for, and a tick waits for none of them", async () => {
      const scheduleId = randomUUID();
      let running = 0;
      let most = 0;
      const ticks: string[] = [];
      await queue.consume(
        {
          tick: async (id) => void ticks.push(id),
          async deliver() {
            running += 1;
            most = Math.max(most, running);
            await new Promise(() => undefined);
          },
        },
        2,
      );
      await queue.send([errand(), errand(), errand()]);
      await queue.keepTicks([{ scheduleId, cron: "* * * * * *", timezone: "UTC" }]);
      await vi.waitFor(() => expect(ticks.length).toBeGreaterThan(0), PATIENCE);
      expect(most).toBe(2);
    });

    test("a handler that throws is told in the log and not called again", async () => {
      let calls = 0;
      await queue.consume(
        {
          tick: async () => undefined,
          async deliver() {
            calls += 1;
            throw new Error("broken");
          },
        },
        1,
      );
      await queue.send([errand()]);
      await vi.waitFor(() => expect(log.complaints("job handler failed")).toHaveLength(1), PATIENCE);
      await nap(100);
      expect(calls).toBe(1);
    });

    test("a clock ticks at its times, for one consumer of all", async () => {
      const one = recording();
      const two = recording();
      const scheduleId = randomUUID();
      await queue.consume(one, 1);
      await (await another()).consume(two, 1);
      const began = Date.now();
      await queue.keepTicks([{ scheduleId, cron: "* * * * * *", timezone: "UTC" }]);
      await vi.waitFor(() => expect(one.ticks.length + two.ticks.length).toBeGreaterThanOrEqual(3), PATIENCE);
      const seconds = (Date.now() - began) / 1000;
      expect(one.ticks.length + two.ticks.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
      expect(new Set([...one.ticks, ...two.ticks])).toEqual(new Set([scheduleId]));
    });

    test("clocks are exactly those that were last asked for, however often that is said", async () => {
      const [kept, gone] = [randomUUID(), randomUUID()];
      const every = { cron: "* * * * * *", timezone: "UTC" };
      const errands = recording();
      await queue.consume(errands, 1);
      await queue.keepTicks([
        { scheduleId: kept, ...every },
        { scheduleId: gone, ...every },
      ]);
      await vi.waitFor(() => expect(new Set(errands.ticks)).toEqual(new Set([kept, gone])), PATIENCE);
      for (let round = 0; round < 3; round += 1) await queue.keepTicks([{ scheduleId: kept, ...every }]);
      await nap(200);
      errands.ticks.length = 0;
      await vi.waitFor(() => expect(errands.ticks.length).toBeGreaterThanOrEqual(2), PATIENCE);
      expect(new Set(errands.ticks)).toEqual(new Set([kept]));
      await queue.keepTicks([{ scheduleId: kept, cron: "0 0 1 1 *", timezone: "Europe/Vienna" }]);
      await nap(200);
      errands.ticks.length = 0;
      await nap(1_200);
      expect(errands.ticks).toEqual([]);
    });

    test("draining waits for what runs and leaves the rest", async () => {
      let finish = (): void => undefined;
      const begun = new Promise<void>((resolve) => {
        finish = resolve;
      });
      let taken = 0;
      let finished = 0;
      const consumer = await queue.consume(
        {
          tick: async () => undefined,
          async deliver() {
            taken += 1;
            await begun;
            finished += 1;
          },
        },
        1,
      );
      await queue.send([errand(), errand()]);
      // Not `active`: a job counts as that before its handler has it, and until then a drain may still put it back.
      await vi.waitFor(() => expect(taken).toBe(1), PATIENCE);
      const draining = consumer.drain();
      finish();
      await draining;
      expect(finished).toBe(1);
      expect(await queue.depth()).toEqual({ waiting: 1, active: 0 });
    });

    test("closing ends at once, whatever runs", async () => {
      await queue.consume({ tick: async () => undefined, deliver: () => new Promise(() => undefined) }, 1);
      await queue.send([errand()]);
      await vi.waitFor(async () => expect((await queue.depth()).active).toBe(1), PATIENCE);
      const start = performance.now();
      await queue.close();
      expect(performance.now() - start).toBeLessThan(2_500);
    });

    test("nothing sent and no clock is fine, and a queue that is there answers a ping", async () => {
      await queue.send([]);
      await queue.keepTicks([]);
      await expect(queue.ping()).resolves.toBeUndefined();
      expect(await queue.depth()).toEqual({ waiting: 0, active: 0 });
    });
  });
}
