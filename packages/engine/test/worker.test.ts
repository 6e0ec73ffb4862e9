import { Fault } from "@ascent/core";
import {
  type AttemptRef,
  type BuildDetail,
  dispatchDue,
  executeBuild,
  handleJob,
  type Ledger,
  prepareSeed,
  startWorker,
  type WorkerPorts,
} from "@ascent/engine";
import { type Deck, flightDeck, sampleBlueprint } from "@ascent/testkit";
import { describe, expect, test, vi } from "vitest";

/** A run whose seed is there, and the first attempt at `stage1/cc`. */
async function ready(deck: Deck): Promise<{ runId: string; ref: AttemptRef }> {
  const { run } = await deck.start();
  await prepareSeed(deck.worker("seeder"), { runId: run.id, arch: "x86_64", attempt: 1 });
  const builds = await deck.ledger.builds(run.id);
  const cc = builds.find(({ stage, name }) => stage === "stage1" && name === "cc");
  return { runId: run.id, ref: { buildId: cc!.id, attempt: 1 } };
}

async function shown(deck: Deck, { buildId }: AttemptRef): Promise<BuildDetail> {
  return (await deck.ledger.build(buildId))!;
}

async function untilBuilding(deck: Deck, ref: AttemptRef): Promise<void> {
  await vi.waitFor(async () => expect((await shown(deck, ref)).step?.label).toBe("make cc"), { interval: 5 });
}

const slow = { blueprint: sampleBlueprint({ "stage1/cc": "echo begun\nsleep 30" }) };
const away = () => Promise.reject(new Fault("database-unreachable", "no answer", { retryable: true }));

/** The worker's ledger, of which one method does something else first. */
function firstCall<M extends "finishBuild" | "failBuild" | "finishSeed">(
  ports: WorkerPorts,
  method: M,
  first: Ledger[M],
) {
  const inner = ports.ledger[method] as (...given: unknown[]) => Promise<boolean>;
  let calls = 0;
  const ledger = {
    ...ports.ledger,
    [method]: (...given: unknown[]) => {
      calls += 1;
      return calls === 1 ? (first as typeof inner)(...given) : inner(...given);
    },
  };
  return { ...ports, ledger };
}

describe.concurrent("a build that is stopped from outside", () => {
  test("is cancelled with its run, while it runs", async () => {
    const deck = await flightDeck(slow);
    const { runId, ref } = await ready(deck);
    const working = executeBuild(deck.worker("w1"), ref);
    await untilBuilding(deck, ref);
    await deck.ledger.cancelRun(runId, deck.clock.now());
    await working;
    expect(await shown(deck, ref)).toMatchObject({ state: "cancelled", attempts: [{ state: "cancelled" }] });
    expect(await deck.fly(runId)).toMatchObject({ state: "cancelled" });
  });

  test("is handed back by a stopping worker, at once and without blame, and another finishes it", async () => {
    const deck = await flightDeck(slow);
    const { runId, ref } = await ready(deck);
    const stopping = new AbortController();
    const working = executeBuild(deck.worker("w1", stopping.signal), ref);
    await untilBuilding(deck, ref);
    stopping.abort();
    await working;
    expect(await shown(deck, ref)).toMatchObject({
      state: "ready",
      attempt: 2,
      attempts: [{ state: "failed", failure: { code: "worker-stopped" } }, { state: "queued" }],
    });
    const due = await deck.ledger.dueMessages({ now: deck.clock.now(), resendBefore: deck.clock.now(), limit: 10 });
    expect(due.map(({ id }) => id)).toContain(`build-${ref.buildId}-2`);
    const task = await deck.ledger.claimBuild({ ...ref, attempt: 2 }, { worker: "w2", until: deck.clock.now() });
    expect(task).toMatchObject({ failedTries: 0, runId });
  });

  test("whose lease is lost records nothing any more; the next attempt's result is the one that counts", async () => {
    const deck = await flightDeck(slow);
    const { ref } = await ready(deck);
    const working = executeBuild(deck.worker("w1"), ref);
    await untilBuilding(deck, ref);
    deck.clock.advance(16);
    expect(await deck.ledger.expireLeases(deck.clock.now(), 10)).toBe(1);
    await working;
    const { state, attempt, attempts } = await shown(deck, ref);
    expect({ state, attempt }).toEqual({ state: "ready", attempt: 2 });
    expect(attempts[0]).toMatchObject({ state: "lost", failure: { code: "lost" } });
  });
});

describe.concurrent("a worker", () => {
  test("that died is found out when its lease ends, and costs the build nothing but time", async () => {
    const deck = await flightDeck();
    const { runId, ref } = await ready(deck);
    await deck.ledger.claimBuild(ref, { worker: "dead", until: new Date(deck.clock.now().getTime() + 15_000) });
    expect((await deck.fly(runId)).state).toBe("succeeded");
    const { attempts } = await shown(deck, ref);
    expect(attempts.map(({ state, worker }) => [state, worker])).toEqual([
      ["lost", "dead"],
      ["succeeded", "w1"],
    ]);
    expect(deck.log.complaints("attempts lost with their worker")).toHaveLength(1);
  });

  test("that finishes after its lease was lost changes nothing", async () => {
    const deck = await flightDeck();
    const { runId, ref } = await ready(deck);
    const ports = deck.worker("late");
    const late = firstCall(ports, "finishBuild", async (finished) => {
      deck.clock.advance(16);
      await deck.ledger.expireLeases(deck.clock.now(), 10);
      return deck.ledger.finishBuild(finished);
    });
    await executeBuild(late, ref);
    expect(await shown(deck, ref)).toMatchObject({ state: "ready", attempt: 2, outputs: [] });
    expect(deck.log.complaints("build done too late: its lease was lost")).toHaveLength(1);
    expect((await deck.fly(runId)).state).toBe("succeeded");
  });

  test("that is told to stop takes no job any more", async () => {
    const deck = await flightDeck();
    const { runId, ref } = await ready(deck);
    await handleJob(deck.worker("w1", AbortSignal.abort()), { kind: "build", ...ref });
    expect(await shown(deck, ref)).toMatchObject({ state: "ready", attempt: 1 });
    expect((await deck.fly(runId)).state).toBe("succeeded");
  });

  test("is seen while it works, says goodbye when it is drained, and waits for what it builds", async () => {
    const deck = await flightDeck({ blueprint: sampleBlueprint({ "stage1/cc": "sleep 0.2" }) });
    const { ref } = await ready(deck);
    const working = await startWorker(deck.worker("w1"));
    await deck.queue.send([{ id: "b1", arch: "x86_64", priority: 1, payload: { kind: "build", ...ref } }]);
    await untilBuilding(deck, ref);
    expect(await deck.ledger.workers()).toMatchObject([
      { id: "w1", arch: "x86_64", concurrency: 1, building: [ref.buildId] },
    ]);
    await working.drain();
    expect((await shown(deck, ref)).state).toBe("done");
    expect(await deck.ledger.workers()).toEqual([]);
  });

  test("two of them with the same message build once", async () => {
    const deck = await flightDeck();
    const { ref } = await ready(deck);
    await Promise.all([executeBuild(deck.worker("w1"), ref), executeBuild(deck.worker("w2"), ref)]);
    expect(deck.builder.requests).toHaveLength(1);
    await executeBuild(deck.worker("w3"), ref);
    expect(deck.builder.requests).toHaveLength(1);
  });
});

describe.concurrent("a ledger that cannot be reached when a build ends", () => {
  test("is asked again until it answers: the finished build is not lost", async () => {
    const deck = await flightDeck();
    const { ref } = await ready(deck);
    await executeBuild(firstCall(deck.worker("w1"), "finishBuild", away), ref);
    expect(await shown(deck, ref)).toMatchObject({ state: "done", attempt: 1 });
    expect(deck.log.complaints("result not recorded yet")).toHaveLength(1);
  });

  test("does not turn a compile error into trouble of the host", async () => {
    const deck = await flightDeck({ blueprint: sampleBlueprint({ "stage1/cc": "exit 1" }) });
    const { ref } = await ready(deck);
    await executeBuild(firstCall(deck.worker("w1"), "failBuild", away), ref);
    expect(await shown(deck, ref)).toMatchObject({ state: "failed", attempt: 1, failure: { code: "step-failed" } });
  });

  test("keeps no stopping worker waiting: the lease will tell", async () => {
    const deck = await flightDeck(slow);
    const { ref } = await ready(deck);
    const stopping = new AbortController();
    const ports = deck.worker("w1", stopping.signal);
    const working = executeBuild({ ...ports, ledger: { ...ports.ledger, failBuild: away } }, ref);
    await untilBuilding(deck, ref);
    stopping.abort();
    await expect(working).rejects.toMatchObject({ code: "database-unreachable" });
    expect((await shown(deck, ref)).state).toBe("building");
    deck.clock.advance(16);
    await deck.ledger.expireLeases(deck.clock.now(), 10);
    expect((await shown(deck, ref)).state).toBe("ready");
  });

  test("and refuses the result for good fails the build with its own words", async () => {
    const deck = await flightDeck();
    const { ref } = await ready(deck);
    const refuses = () => Promise.reject(new Fault("database-error", "a constraint does not hold"));
    await executeBuild(firstCall(deck.worker("w1"), "finishBuild", refuses), ref);
    expect(await shown(deck, ref)).toMatchObject({
      state: "failed",
      failure: { code: "database-error" },
      attempts: [{ state: "failed" }],
    });
  });

  test("when a seed is locked is asked again as well", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    await prepareSeed(firstCall(deck.worker("w1"), "finishSeed", away), { runId: run.id, arch: "x86_64", attempt: 1 });
    expect((await deck.ledger.run(run.id))?.preparation[0]?.state).toBe("locked");
  });
});

test("a fault that nobody foresaw is Ascent's own failure, and says so", async () => {
  const deck = await flightDeck();
  const { ref } = await ready(deck);
  const ports = deck.worker("w1");
  const builder = { version: "broken", build: () => Promise.reject(new TypeError("x is not a function")) };
  await executeBuild({ ...ports, builder }, ref);
  expect(await shown(deck, ref)).toMatchObject({
    state: "failed",
    failure: { code: "internal-error", message: "Ascent itself failed: x is not a function", retryable: false },
  });
});

// Not beside the others: the clock of the heartbeat is everybody's.
describe("a drained worker", () => {
  test("takes nothing new while it is drained, finishes what it builds, and goes on when it is wanted again", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const deck = await flightDeck({ blueprint: sampleBlueprint({ "stage1/cc": "sleep 0.2" }) });
    const { runId, ref } = await ready(deck);
    const working = await startWorker(deck.worker("w1"));
    const beat = () => vi.advanceTimersByTimeAsync(5_000);
    await deck.queue.send([{ id: "b1", arch: "x86_64", priority: 1, payload: { kind: "build", ...ref } }]);
    await untilBuilding(deck, ref);
    await deck.ledger.drainWorker("w1", true);
    await beat();
    await vi.waitFor(async () => expect((await shown(deck, ref)).state).toBe("done"));
    const ports = deck.worker("w1");
    await dispatchDue(ports);
    const builds = await deck.ledger.builds(runId);
    expect(builds.filter(({ state }) => state === "building")).toEqual([]);
    expect((await deck.queue.depth("x86_64")).waiting).toBeGreaterThan(0);
    await deck.ledger.drainWorker("w1", false);
    await beat();
    await vi.waitFor(async () => {
      const done = (await deck.ledger.builds(runId)).filter(({ state }) => state === "done");
      expect(done.length).toBeGreaterThan(1);
    });
    vi.useRealTimers();
    await working.drain();
  });
});
