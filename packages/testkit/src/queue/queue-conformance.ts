import { randomUUID } from "node:crypto";
import type { Arch } from "@ascent/core";
import type { JobMessage, JobQueue, Log } from "@ascent/engine";
import type { JobPayload } from "@ascent/formats";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type RecordedLog, recordedLog } from "./recorded-log.ts";

/** One empty place for jobs, to which any number of processes may connect. */
export interface QueueUnderTest {
  open(log: Log): Promise<JobQueue>;
  /** Puts any payload in, as a broken sender would. */
  sendRaw(arch: Arch, id: string, payload: unknown): Promise<void>;
}

/** The server that a suite shares; `fresh` gives each test an empty place of its own. */
export interface QueueServer {
  fresh(): Promise<QueueUnderTest>;
  stop(): Promise<void>;
}

const PATIENCE = { timeout: 10_000, interval: 10 };

function message(priority = 1, arch: Arch = "x86_64"): JobMessage & { readonly payload: JobPayload } {
  const buildId = randomUUID();
  return { id: `build-${buildId}-1`, arch, priority, payload: { kind: "build", buildId, attempt: 1 } };
}

/** A promise that the test settles by hand. */
function latch(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const nap = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The rules of the JobQueue port, for every adapter and its fake. */
export function queueConformance(name: string, start: () => Promise<QueueServer>): void {
  describe(`job queue: ${name}`, () => {
    let server: QueueServer;
    let subject: QueueUnderTest;
    let log: RecordedLog;
    let queue: JobQueue;
    const opened: JobQueue[] = [];
    const another = async () => {
      const one = await subject.open(log);
      opened.push(one);
      return one;
    };

    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());
    beforeEach(async () => {
      subject = await server.fresh();
      log = recordedLog();
      queue = await another();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
    });

    test("a job reaches a consumer of its arch, whole", async () => {
      const seen: JobPayload[] = [];
      await (await another()).consume("x86_64", 1, async (payload) => void seen.push(payload));
      const build = message();
      const seed: JobMessage = {
        ...message(),
        id: "seed-1f-x86_64-1",
        payload: { kind: "seed", runId: randomUUID(), arch: "x86_64", attempt: 1 },
      };
      await queue.send([build, seed]);
      await vi.waitFor(() => expect(seen).toHaveLength(2), PATIENCE);
      expect(seen).toEqual(expect.arrayContaining([build.payload, seed.payload]));
    });

    test("a job never reaches a consumer of another arch", async () => {
      const here: JobPayload[] = [];
      const there: JobPayload[] = [];
      await queue.consume("x86_64", 1, async (payload) => void here.push(payload));
      await queue.send([message(1, "aarch64"), message()]);
      await vi.waitFor(() => expect(here).toHaveLength(1), PATIENCE);
      expect(await queue.depth("aarch64")).toEqual({ waiting: 1, active: 0 });
      await queue.consume("aarch64", 1, async (payload) => void there.push(payload));
      await vi.waitFor(() => expect(there).toHaveLength(1), PATIENCE);
      expect(here).toHaveLength(1);
    });

    test("an id that is sent again while it waits or runs is one job", async () => {
      const one = message();
      await queue.send([one, one]);
      await queue.send([one]);
      expect(await queue.depth("x86_64")).toEqual({ waiting: 1, active: 0 });

      const gate = latch();
      let runs = 0;
      await queue.consume("x86_64", 3, async () => {
        runs += 1;
        await gate.opened;
      });
      await vi.waitFor(() => expect(runs).toBe(1), PATIENCE);
      await queue.send([one]);
      expect(await queue.depth("x86_64")).toEqual({ waiting: 0, active: 1 });
      gate.open();
      await vi.waitFor(async () => expect(await queue.depth("x86_64")).toEqual({ waiting: 0, active: 0 }), PATIENCE);
      expect(runs).toBe(1);
    });

    test("an id that is sent again after its job has ended, well or badly, runs again", async () => {
      const one = message();
      let runs = 0;
      await queue.consume("x86_64", 1, async () => {
        runs += 1;
        if (runs === 2) throw new Error("the second run fails");
      });
      for (const count of [1, 2, 3]) {
        await queue.send([one]);
        await vi.waitFor(() => expect(runs).toBe(count), PATIENCE);
        await vi.waitFor(async () => expect((await queue.depth("x86_64")).active).toBe(0), PATIENCE);
      }
    });

    test("more urgent jobs start first, equally urgent ones in the order sent", async () => {
      const jobs = [message(2 ** 21), message(7), message(7), message(1), message(300), message(7)];
      await queue.send(jobs);
      const seen: JobPayload[] = [];
      await queue.consume("x86_64", 1, async (payload) => void seen.push(payload));
      await vi.waitFor(() => expect(seen).toHaveLength(6), PATIENCE);
      expect(seen).toEqual([3, 1, 2, 5, 4, 0].map((index) => jobs[index]!.payload));
    });

    test("jobs that wait are given another priority; others, and such as nobody knows, are left alone", async () => {
      const jobs = [message(100), message(200), message(300)];
      await queue.send(jobs);
      await queue.reprioritize([{ ...jobs[2]!, priority: 2 }, { ...jobs[0]!, priority: 2 ** 21 }, message(9)]);
      const seen: JobPayload[] = [];
      await queue.consume("x86_64", 1, async (payload) => void seen.push(payload));
      await vi.waitFor(() => expect(seen).toHaveLength(3), PATIENCE);
      expect(seen).toEqual([2, 1, 0].map((index) => jobs[index]!.payload));
      await expect(queue.reprioritize([{ ...jobs[0]!, priority: 0 }])).rejects.toMatchObject({ code: "job-malformed" });
    });

    test("a consumer runs as many jobs at once as it may, and never more", async () => {
      let running = 0;
      let most = 0;
      let done = 0;
      await queue.consume("x86_64", 3, async () => {
        running += 1;
        most = Math.max(most, running);
        await nap(30);
        running -= 1;
        done += 1;
      });
      await queue.send(Array.from({ length: 12 }, () => message()));
      await vi.waitFor(() => expect(done).toBe(12), PATIENCE);
      expect(most).toBe(3);
    });

    test("each job goes to one of several consumers", async () => {
      const seen: string[] = [];
      const take = async (payload: JobPayload) => {
        if (payload.kind === "build") seen.push(payload.buildId);
        await nap(5);
      };
      await (await another()).consume("x86_64", 2, take);
      await (await another()).consume("x86_64", 2, take);
      await queue.send(Array.from({ length: 30 }, () => message()));
      await vi.waitFor(() => expect(seen).toHaveLength(30), PATIENCE);
      expect(new Set(seen).size).toBe(30);
    });

    test("a handler that throws is logged, not tried again, and stops nothing", async () => {
      const seen: JobPayload[] = [];
      const bad = message();
      await queue.consume("x86_64", 1, async (payload) => {
        seen.push(payload);
        if (seen.length === 1) throw new Error("broken handler");
      });
      await queue.send([bad]);
      await vi.waitFor(() => expect(seen).toHaveLength(1), PATIENCE);
      const good = message();
      await queue.send([good]);
      await vi.waitFor(() => expect(seen).toEqual([bad.payload, good.payload]), PATIENCE);
      const [told] = log.complaints("job handler failed");
      expect(told?.data).toMatchObject({ jobId: bad.id, err: { message: "broken handler" } });
      await vi.waitFor(async () => expect(await queue.depth("x86_64")).toEqual({ waiting: 0, active: 0 }), PATIENCE);
    });

    test("a malformed job is logged and dropped, and the next one runs", async () => {
      const seen: JobPayload[] = [];
      await subject.sendRaw("x86_64", "build-broken-1", { kind: "build", buildId: "../../etc/passwd", attempt: 1 });
      const good = message(2);
      await queue.send([good]);
      await queue.consume("x86_64", 1, async (payload) => void seen.push(payload));
      await vi.waitFor(() => expect(seen).toEqual([good.payload]), PATIENCE);
      expect(log.complaints("malformed job dropped")).toHaveLength(1);
    });

    test("a drained consumer finishes what runs and leaves what waits", async () => {
      const gate = latch();
      let begun = 0;
      let finished = 0;
      const consumer = await queue.consume("x86_64", 1, async () => {
        begun += 1;
        await gate.opened;
        finished += 1;
      });
      await queue.send([message(), message()]);
      // Not `active`: a job counts as that before its handler has it, and until then a drain may still put it back.
      await vi.waitFor(() => expect(begun).toBe(1), PATIENCE);
      let drained = false;
      const draining = consumer.drain().then(() => {
        drained = true;
      });
      await nap(50);
      expect(drained).toBe(false);
      gate.open();
      await draining;
      expect(finished).toBe(1);
      expect(await queue.depth("x86_64")).toEqual({ waiting: 1, active: 0 });

      let taken = 0;
      await queue.consume("x86_64", 1, async () => {
        taken += 1;
      });
      await vi.waitFor(() => expect(taken).toBe(1), PATIENCE);
    });

    test("an idle consumer drains at once", async () => {
      const consumer = await queue.consume("x86_64", 4, async () => undefined);
      const start = performance.now();
      await consumer.drain();
      expect(performance.now() - start).toBeLessThan(2_000);
    });

    test("closing ends at once, whatever runs", async () => {
      const consumer = await queue.consume("x86_64", 1, () => new Promise(() => undefined));
      await queue.send([message()]);
      await vi.waitFor(async () => expect((await queue.depth("x86_64")).active).toBe(1), PATIENCE);
      const start = performance.now();
      await consumer.close();
      await queue.close();
      expect(performance.now() - start).toBeLessThan(2_000);
    });

    test("closing a queue closes its consumers", async () => {
      const other = await another();
      let taken = 0;
      await other.consume("x86_64", 1, async () => {
        taken += 1;
      });
      await other.close();
      await queue.send([message()]);
      await nap(100);
      expect(taken).toBe(0);
      expect((await queue.depth("x86_64")).waiting).toBe(1);
    });

    test("an idle consumer starts a new job without polling delay", async () => {
      const seen: JobPayload[] = [];
      await (await another()).consume("x86_64", 1, async (payload) => void seen.push(payload));
      const waits: number[] = [];
      for (let round = 1; round <= 10; round += 1) {
        await nap(20);
        const start = performance.now();
        await queue.send([message()]);
        await vi.waitFor(() => expect(seen).toHaveLength(round), { timeout: 5_000, interval: 1 });
        waits.push(performance.now() - start);
      }
      expect(waits.sort((a, b) => a - b)[5]).toBeLessThan(250);
    });

    test("sending nothing is fine; an id or priority out of bounds is refused whole", async () => {
      await queue.send([]);
      for (const wrong of [
        { ...message(), id: "a:b" },
        { ...message(), id: "12" },
        { ...message(), id: "" },
        message(0),
        message(2 ** 21 + 1),
        message(1.5),
      ]) {
        await expect(queue.send([message(), wrong])).rejects.toMatchObject({ code: "job-malformed" });
      }
      expect(await queue.depth("x86_64")).toEqual({ waiting: 0, active: 0 });
    });

    test("a queue that is there answers a ping", async () => {
      await expect(queue.ping()).resolves.toBeUndefined();
    });
  });
}
