import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "@ascent/core";
import {
  concludeRuns,
  dispatchDue,
  failureOf,
  type JobMessage,
  keepLease,
  type LeaseAnswer,
  leaseFrom,
  reconcile,
  relayLog,
  retryTime,
  startReconciler,
} from "@ascent/engine";
import { createFakeLedger, flightDeck, manualClock, moment, recordedLog } from "@ascent/testkit";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
});

describe("keeping a lease", () => {
  function kept(answers: (report: string | undefined) => Promise<LeaseAnswer>) {
    const clock = manualClock();
    const log = recordedLog();
    const told: (string | undefined)[] = [];
    const lease = keepLease<string>({
      worker: "w1",
      clock,
      log,
      renew: (_, report) => {
        told.push(report);
        return answers(report);
      },
    });
    return { lease, told, log };
  }

  test("it is renewed every two seconds until stopped, and lasts fifteen", async () => {
    vi.useFakeTimers();
    const { lease, told } = kept(async () => "held");
    await vi.advanceTimersByTimeAsync(6_100);
    expect(told).toHaveLength(3);
    await lease.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toHaveLength(3);
    expect(leaseFrom("w1", { now: () => moment(0) })).toEqual({ worker: "w1", until: moment(15) });
  });

  test("a report is told at once, and whoever waits for it knows that it was told", async () => {
    const { lease, told } = kept(async () => "held");
    await lease.report("one");
    expect(told).toEqual(["one"]);
    await lease.report("two");
    expect(told).toEqual(["one", "two"]);
    await lease.stop();
  });

  test("while the ledger is slow only the newest of several reports waits, and the ticks do not pile up", async () => {
    vi.useFakeTimers();
    const { lease, told } = kept(() => new Promise((resolve) => setTimeout(resolve, 20_000, "held")));
    void lease.report("one");
    await vi.advanceTimersByTimeAsync(1);
    void lease.report("two");
    void lease.report("three");
    await vi.advanceTimersByTimeAsync(19_990);
    expect(told).toEqual(["one"]);
    await vi.advanceTimersByTimeAsync(20);
    expect(told).toEqual(["one", "three"]);
    const stopped = lease.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    await stopped;
    expect(told).toHaveLength(2);
  });

  test.each(["lost", "cancelled"] as const)(
    "%s: the signal aborts with that reason, and nothing is renewed any more",
    async (answer) => {
      const { lease, told } = kept(async () => answer);
      await lease.report("one");
      expect(lease.signal.reason).toBe(answer);
      await lease.report("two");
      expect(told).toEqual(["one"]);
      await lease.stop();
    },
  );

  test("a ledger that cannot be reached does not end the work, and the report is told when it can", async () => {
    let reachable = false;
    const { lease, told, log } = kept(async () => {
      if (!reachable) throw new Fault("database-unreachable", "no answer", { retryable: true });
      return "held";
    });
    await lease.report("one");
    expect(lease.signal.aborted).toBe(false);
    expect(log.complaints("lease not renewed")).toHaveLength(1);
    reachable = true;
    vi.useFakeTimers();
    await vi.waitFor(() => expect(told).toEqual(["one", "one"]), { timeout: 3_000 });
    vi.useRealTimers();
    await lease.stop();
  });
});

describe("relaying a log", () => {
  const ref = { buildId: "b", attempt: 1 };
  type Batch = { readonly sequence: number; readonly text: string };

  function relayed(append: (batch: Batch) => Promise<void>) {
    const log = recordedLog();
    const relay = relayLog({ ledger: { appendLog: (_, batch) => append(batch) }, clock: manualClock(), log }, ref);
    return { relay, log };
  }

  test("however the bytes are cut and however often the ledger fails, the text is whole, in order and once", async () => {
    const chunks = fc.array(
      fc.uint8Array({ maxLength: 8 }).chain((noise) => fc.constantFrom(noise, new TextEncoder().encode("grüße 🚀\n"))),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(chunks, fc.array(fc.boolean(), { maxLength: 6 }), async (written, failures) => {
        const kept = new Map<number, string>();
        const { relay } = relayed(async ({ sequence, text }) => {
          // What was sent under a number stays: the ledger may have kept it although it could not answer.
          expect(kept.get(sequence) ?? text).toBe(text);
          kept.set(sequence, text);
          if (failures.pop() === true) throw new Fault("database-unreachable", "gone", { retryable: true });
        });
        for (const bytes of written) relay.write(bytes);
        await relay.end();
        const whole = await relay.end();
        for (let left = failures.length; left >= 0; left -= 1) await relay.end();
        expect(whole).toEqual(Buffer.concat(written));
        const expected = new TextDecoder("utf-8", { ignoreBOM: true }).decode(whole).replaceAll("\0", "\uFFFD");
        expect(
          [...kept]
            .sort(([a], [b]) => a - b)
            .map(([, text]) => text)
            .join(""),
        ).toBe(expected);
        expect([...kept.keys()]).toEqual([...kept.keys()].map((_, index) => index));
      }),
      { numRuns: 60 },
    );
  });

  test("it is sent while the build still runs", async () => {
    const told: string[] = [];
    const { relay } = relayed(async ({ text }) => void told.push(text));
    relay.write(new TextEncoder().encode("first\n"));
    await vi.waitFor(() => expect(told).toEqual(["first\n"]), { timeout: 2_000 });
    relay.write(new TextEncoder().encode("second\n"));
    await relay.end();
    expect(told).toEqual(["first\n", "second\n"]);
  });

  test("a flood comes in batches of a size that a reader can take, and no character is cut", async () => {
    const told: string[] = [];
    const { relay } = relayed(async ({ text }) => void told.push(text));
    const flood = `x${"🚀".repeat(300_000)}`;
    relay.write(new TextEncoder().encode(flood));
    await relay.end();
    expect(told.length).toBeGreaterThan(1);
    for (const text of told) {
      expect(text.length).toBeLessThanOrEqual(256 * 1024);
      expect(text).not.toMatch(/\p{Surrogate}/u);
    }
    expect(told.join("")).toBe(flood);
  });

  test("an outage is complained of once", async () => {
    const { relay, log } = relayed(() => Promise.reject(new Fault("database-unreachable", "gone")));
    relay.write(new TextEncoder().encode("lost to the ledger"));
    await sleep(600);
    expect(Buffer.from(await relay.end()).toString()).toBe("lost to the ledger");
    expect(log.complaints("log batch not stored yet")).toHaveLength(1);
  });
});

describe("trying again", () => {
  const trouble = { code: "sandbox-start", message: "", retryable: true, logTail: [] };

  test("only trouble that can pass, three times in all, each pause four times as long", () => {
    expect(retryTime(trouble, 0, moment(0))).toEqual(moment(2));
    expect(retryTime(trouble, 1, moment(0))).toEqual(moment(8));
    expect(retryTime(trouble, 2, moment(0))).toBeUndefined();
    expect(retryTime({ ...trouble, retryable: false }, 0, moment(0))).toBeUndefined();
  });

  test("faults keep code, way out and whether they can pass; anything else is ours", () => {
    const fault = new Fault("source-unreachable", "no answer", { wayOut: "look at the network", retryable: true });
    expect(failureOf(fault)).toEqual({
      code: "source-unreachable",
      message: "no answer",
      wayOut: "look at the network",
      retryable: true,
      logTail: [],
    });
    expect(failureOf("text")).toMatchObject({ code: "internal-error", message: "Ascent itself failed: text" });
  });
});

describe("dispatching", () => {
  const message = (n: number) =>
    ({
      outboxId: String(n),
      id: `job-${n}`,
      arch: "x86_64",
      priority: 1,
      payload: { kind: "build", buildId: "b", attempt: n },
    }) as const;

  test("everything that is due goes out, however many batches it takes, and is marked after it was sent", async () => {
    const waiting = Array.from({ length: 1201 }, (_, n) => message(n));
    const sent: JobMessage[] = [];
    const ledger = {
      dueMessages: async ({ limit }: { limit: number }) => waiting.slice(0, limit),
      markSent: async (ids: readonly string[]) => {
        expect(sent.length).toBeGreaterThanOrEqual(ids.length);
        waiting.splice(0, ids.length);
      },
    };
    const count = await dispatchDue({
      ledger,
      queue: { send: async (messages) => void sent.push(...messages) },
      clock: manualClock(),
    });
    expect(count).toBe(1201);
    expect(sent.map(({ id }) => id)).toEqual(Array.from({ length: 1201 }, (_, n) => `job-${n}`));
    expect(sent[0]).not.toHaveProperty("outboxId");
  });

  test("what could not be sent is not marked, and goes out with the next pass", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    deck.clock.advance(31);
    const broken = {
      ...deck,
      queue: { ...deck.queue, send: () => Promise.reject(new Fault("queue-unreachable", "gone")) },
    };
    await expect(dispatchDue(broken)).rejects.toMatchObject({ code: "queue-unreachable" });
    expect(await dispatchDue(deck)).toBe(1);
    expect(await dispatchDue(deck)).toBe(0);
    expect(run.state).toBe("preparing");
  });
});

describe("reconciling", () => {
  test("a queue that is gone keeps neither leases from running out nor runs from being concluded", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    await deck.ledger.cancelRun(run.id, deck.clock.now());
    const { run: other } = await deck.start();
    await deck.ledger.claimSeed(
      { runId: other.id, arch: "x86_64", attempt: 1 },
      { worker: "dead", until: deck.clock.now() },
    );
    deck.clock.advance(1);
    const queue = { ...deck.queue, send: () => Promise.reject(new Fault("queue-unreachable", "gone")) };
    await expect(reconcile({ ...deck, queue })).rejects.toMatchObject({ code: "queue-unreachable" });
    expect((await deck.ledger.run(run.id))?.state).toBe("cancelled");
    expect((await deck.ledger.run(other.id))?.preparation[0]?.state).toBe("queued");
  });

  test("an outage is told once when it begins and once when it is over", async () => {
    vi.useFakeTimers();
    const deck = await flightDeck();
    let down = true;
    const ledger = { ...deck.ledger, expireLeases: async () => (down ? Promise.reject(new Error("gone")) : 0) };
    const reconciler = startReconciler({ ...deck, ledger });
    await vi.advanceTimersByTimeAsync(7_000);
    expect(deck.log.complaints("reconciler failed")).toHaveLength(1);
    down = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(deck.log.lines.filter((line) => line.message === "reconciler works again")).toHaveLength(1);
    await reconciler.stop();
  });

  test("the first pass is made at once: what a restart left behind does not wait", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    await deck.ledger.cancelRun(run.id, deck.clock.now());
    const reconciler = startReconciler(deck);
    await reconciler.stop();
    expect((await deck.ledger.run(run.id))?.state).toBe("cancelled");
  });
});

describe("concluding", () => {
  async function over() {
    const clock = manualClock();
    const ledger = createFakeLedger({ clock });
    const deck = await flightDeck({ ledger: { ...ledger, unconcluded: async () => [] } });
    const { run } = await deck.start();
    await expect(deck.fly(run.id)).rejects.toThrow("does not end");
    return { runId: run.id, deck: { ...deck, ledger } };
  }

  test("a run whose blueprint got lost has no verdict, so it has not succeeded; other runs do not wait for it", async () => {
    const { runId, deck } = await over();
    const { run: cancelled } = await deck.start();
    await deck.ledger.cancelRun(cancelled.id, deck.clock.now());
    const files = (await deck.ledger.runFiles(runId)) ?? [];
    deck.store.held.delete(files.find(({ path }) => path === "bootstrap.yaml")!.digest);
    await concludeRuns(deck);
    expect(await deck.ledger.run(runId)).toMatchObject({ state: "failed" });
    expect((await deck.ledger.run(runId))?.verdict).toBeUndefined();
    expect((await deck.ledger.run(cancelled.id))?.state).toBe("cancelled");
    expect(deck.log.complaints("verdict not reached")).toHaveLength(1);
  });

  test("trouble that can pass leaves the run for the next pass", async () => {
    const { runId, deck } = await over();
    const store = { ...deck.store, read: () => Promise.reject(new Fault("store-away", "gone", { retryable: true })) };
    await concludeRuns({ ...deck, store });
    expect((await deck.ledger.run(runId))?.finishedAt).toBeUndefined();
    await concludeRuns(deck);
    expect(await deck.ledger.run(runId)).toMatchObject({ state: "succeeded", verdict: { holds: true } });
  });
});
