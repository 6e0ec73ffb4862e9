import { Fault } from "@ascent/core";
import { prepareSeed, WORKER_STOPPED } from "@ascent/engine";
import { sha256 } from "@ascent/formats";
import { createFakeLedger, type Deck, flightDeck, manualClock, sampleBlueprint } from "@ascent/testkit";
import { describe, expect, test } from "vitest";

async function prepared(deck: Deck, attempt = 1) {
  const { run } = await deck.start();
  await prepareSeed(deck.worker("w1"), { runId: run.id, arch: "x86_64", attempt });
  return run.id;
}

async function seedOf(deck: Deck, runId: string) {
  return (await deck.ledger.run(runId))?.preparation[0];
}

describe("bringing in a seed", () => {
  test("locks the first seed, records the plan against it and opens the first stage", async () => {
    const deck = await flightDeck();
    const runId = await prepared(deck);
    expect(await seedOf(deck, runId)).toMatchObject({
      state: "locked",
      seed: "alpine",
      origin: "memory",
      packageCount: 2,
    });
    expect(deck.seeds.tried).toEqual(["alpine"]);
    const stages = await deck.ledger.stages(runId);
    expect(stages.map(({ stage, state }) => [stage, state])).toEqual([
      ["stage1", "open"],
      ["stage2", "waiting"],
      ["final", "waiting"],
    ]);
    const builds = await deck.ledger.builds(runId);
    expect(builds).toHaveLength(10);
    expect(
      builds
        .filter(({ state }) => state === "ready")
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["cc", "gzip"]);
  });

  test("the lock in the store is what the run's record names, and holds what the stages ask of the seed", async () => {
    const deck = await flightDeck();
    const { lockDigest } = (await seedOf(deck, await prepared(deck))) ?? {};
    const lock = JSON.parse(new TextDecoder().decode(await deck.store.read(lockDigest!)));
    expect(lock.packages.map(({ record }: { record: { name: string } }) => record.name)).toEqual(["gcc", "make"]);
    for (const { fileDigest } of lock.packages) expect(await deck.store.has(fileDigest)).toBe(true);
  });

  test("the texts of the definitions go into provenance under their digests", async () => {
    const clock = manualClock();
    const ledger = createFakeLedger({ clock });
    const given: ReadonlyMap<string, string>[] = [];
    const listening: typeof ledger = {
      ...ledger,
      finishSeed: (ref, result) => {
        given.push(result.definitions ?? new Map());
        return ledger.finishSeed(ref, result);
      },
    };
    const deck = await flightDeck({ ledger: listening });
    const runId = await prepared(deck);
    const definitions = [...given[0]!];
    expect(definitions.every(([digest, text]) => sha256(text) === digest)).toBe(true);
    const wanted = new Set<string>();
    for (const { id } of await deck.ledger.builds(runId))
      wanted.add((await deck.ledger.build(id))!.recipe.definition.digest);
    expect(new Set(definitions.map(([digest]) => digest))).toEqual(wanted);
    expect(definitions.map(([, text]) => text)).toContain(sampleBlueprint()["final/app.yaml"]);
  });

  test("a seed that cannot be reached makes way for the next, and why is told before anything else of the next", async () => {
    const deck = await flightDeck();
    deck.seeds.down.add("alpine");
    const runId = await prepared(deck);
    expect(deck.seeds.tried).toEqual(["alpine", "debian"]);
    expect(await seedOf(deck, runId)).toMatchObject({ state: "locked", seed: "debian" });
    const progress = (await deck.ledger.events(runId, 0, 100)).filter(({ type }) => type === "seed.progress");
    expect(progress.map(({ data }) => data.seed)[0]).toBe("alpine");
    expect(progress.find(({ data }) => data.seed === "debian")?.data).toMatchObject({
      step: "resolve",
      note: "alpine cannot be reached: alpine's mirror does not answer",
    });
    expect((await deck.fly(runId)).verdict).toMatchObject({ seed: "debian", holds: true });
  });

  test("only a seed that cannot be reached makes way: one that cannot be trusted ends the run", async () => {
    const deck = await flightDeck();
    deck.seeds.inner.failure = new Fault("seed-untrusted", "the index is not signed", { wayOut: "name its key" });
    const runId = await prepared(deck);
    expect(deck.seeds.tried).toEqual(["alpine"]);
    expect(await seedOf(deck, runId)).toMatchObject({
      state: "failed",
      failure: { code: "seed-untrusted", wayOut: "name its key", retryable: false },
    });
    expect((await deck.fly(runId)).state).toBe("failed");
  });

  test("when no seed can be reached it is tried three times, then the run fails and says why for each", async () => {
    const deck = await flightDeck();
    deck.seeds.down.add("alpine").add("debian");
    const { run } = await deck.start();
    const over = await deck.fly(run.id);
    expect(over).toMatchObject({
      state: "failed",
      preparation: [{ failure: { code: "seed-unreachable", retryable: true } }],
    });
    expect(over.preparation[0]?.failure?.message).toMatch(/alpine cannot be reached.*debian cannot be reached/);
    expect(deck.seeds.tried).toHaveLength(6);
    deck.seeds.down.clear();
    await deck.ledger.retryRun(run.id, deck.clock.now());
    expect((await deck.fly(run.id)).state).toBe("succeeded");
  });

  test("a package that the seed turns out not to have is told with its place", async () => {
    const deck = await flightDeck();
    deck.seeds.inner.packages.splice(1);
    const seed = await seedOf(deck, await prepared(deck));
    expect(seed).toMatchObject({
      state: "failed",
      failure: { code: "seed-missing-package", message: expect.stringContaining("make") },
    });
  });

  test("a blueprint that got lost from the store is nobody's network", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    for (const { digest } of (await deck.ledger.runFiles(run.id)) ?? []) deck.store.held.delete(digest);
    await prepareSeed(deck.worker("w1"), { runId: run.id, arch: "x86_64", attempt: 1 });
    expect(await seedOf(deck, run.id)).toMatchObject({ state: "failed", failure: { code: "artifact-missing" } });
  });

  test("a job that comes twice finds nothing to claim", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    const ref = { runId: run.id, arch: "x86_64", attempt: 1 } as const;
    await Promise.all([prepareSeed(deck.worker("w1"), ref), prepareSeed(deck.worker("w2"), ref)]);
    await prepareSeed(deck.worker("w3"), ref);
    expect(deck.seeds.tried).toEqual(["alpine"]);
  });

  test("a stopping worker hands the seed back, which costs no try", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    const stopping = new AbortController();
    const seeds = waiting(deck);
    const working = prepareSeed(
      { ...deck.worker("w1", stopping.signal), seeds },
      { runId: run.id, arch: "x86_64", attempt: 1 },
    );
    await seeds.asked;
    stopping.abort();
    await working;
    expect((await seedOf(deck, run.id))?.state).toBe("queued");
    const events = await deck.ledger.events(run.id, 0, 100);
    expect(events.find(({ type }) => type === "seed.failed")?.data.failure).toMatchObject({
      code: WORKER_STOPPED.code,
    });
    const task = await deck.ledger.claimSeed(
      { runId: run.id, arch: "x86_64", attempt: 2 },
      { worker: "w2", until: deck.clock.now() },
    );
    expect(task?.failedTries).toBe(0);
  });

  test("a run that is cancelled meanwhile lets go of its seed at once, and other seeds are not tried", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    const seeds = waiting(deck);
    const working = prepareSeed({ ...deck.worker("w1"), seeds }, { runId: run.id, arch: "x86_64", attempt: 1 });
    await seeds.asked;
    await deck.ledger.cancelRun(run.id, deck.clock.now());
    await working;
    expect(await seedOf(deck, run.id)).toMatchObject({ state: "failed", failure: { code: "cancelled" } });
    expect(seeds.tried).toEqual(["alpine"]);
    expect(await deck.fly(run.id)).toMatchObject({ state: "cancelled" });
  });

  test("a lock that comes after its lease was lost changes nothing; the next attempt's does", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    const late = {
      ...deck.seeds,
      acquire: async (request: Parameters<typeof deck.seeds.acquire>[0]) => {
        deck.clock.advance(16);
        await deck.ledger.expireLeases(deck.clock.now(), 10);
        return deck.seeds.acquire(request);
      },
    };
    await prepareSeed({ ...deck.worker("w1"), seeds: late }, { runId: run.id, arch: "x86_64", attempt: 1 });
    expect(await deck.ledger.builds(run.id)).toEqual([]);
    expect((await seedOf(deck, run.id))?.state).toBe("queued");
    expect((await deck.fly(run.id)).state).toBe("succeeded");
  });
});

/** A provider that never answers, but to being aborted. */
function waiting(deck: Deck) {
  const tried: string[] = [];
  let heard = () => {};
  const asked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  return {
    tried,
    asked,
    forget: deck.seeds.forget,
    acquire: (request: Parameters<typeof deck.seeds.acquire>[0]) =>
      new Promise<never>((_, reject) => {
        tried.push(request.seed.name);
        const unreachable = () => reject(new Fault("seed-unreachable", "aborted", { retryable: true }));
        request.signal.addEventListener("abort", unreachable);
        heard();
      }),
  };
}
