import { handleJob, type JobQueue, reconcile, WORKER_STOPPED } from "@ascent/engine";
import type { JobPayload } from "@ascent/formats";
import { type Deck, flightDeck, sampleBlueprint } from "@ascent/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** What may become of a message. */
const FATES = ["deliver", "drop", "double", "die", "stop", "pair"] as const;
type Fate = (typeof FATES)[number];

interface Weather {
  readonly fates: readonly Fate[];
  /** Which message of those in the air is next. */
  readonly picks: readonly number[];
}

/** A queue that promises nothing: no order, no single delivery, no idempotent ids. */
function mailbox(): { queue: JobQueue; held: JobPayload[] } {
  const held: JobPayload[] = [];
  const queue: JobQueue = {
    send: async (messages) => void held.push(...messages.map(({ payload }) => payload)),
    consume: async () => ({ drain: async () => {}, close: async () => {} }),
    depth: async () => ({ waiting: held.length, active: 0 }),
    reprioritize: async () => undefined,
    ping: async () => {},
    close: async () => {},
  };
  return { queue, held };
}

async function fateful(deck: Deck, held: JobPayload[], { index, fate }: { index: number; fate: Fate }): Promise<void> {
  const [payload] = fate === "double" ? held.slice(index, index + 1) : held.splice(index, 1);
  if (payload === undefined) return;
  const other = held[0];
  switch (fate) {
    case "drop":
      return;
    case "die": {
      const lease = { worker: "dead", until: new Date(deck.clock.now().getTime() + 15_000) };
      if (payload.kind === "seed") await deck.ledger.claimSeed(payload, lease);
      else await deck.ledger.claimBuild(payload, lease);
      return;
    }
    case "stop": {
      const stopping = new AbortController();
      const stopped = { ...deck.worker("stopped", stopping.signal) };
      const claim = stopped.ledger.claimBuild;
      const ledger = {
        ...stopped.ledger,
        claimBuild: async (...given: Parameters<typeof claim>) => {
          const task = await claim(...given);
          stopping.abort();
          return task;
        },
      };
      return handleJob({ ...stopped, ledger }, payload);
    }
    case "pair":
      await Promise.all(
        [payload, payload, ...(other === undefined ? [] : [other])].map((own, n) =>
          handleJob(deck.worker(`w${n}`), own),
        ),
      );
      return;
    default:
      await handleJob(deck.worker("w1"), payload);
  }
}

/** Flies through the weather; afterwards every message arrives. */
async function fly(deck: Deck, held: JobPayload[], weather: Weather): Promise<string> {
  const { run } = await deck.start();
  for (let turn = 0, step = 0; turn < 1000; turn += 1) {
    await reconcile(deck);
    if ((await deck.ledger.run(run.id))?.finishedAt !== undefined) return run.id;
    if (held.length === 0) deck.clock.advance(31);
    else {
      const index = (weather.picks[step % weather.picks.length] ?? 0) % held.length;
      await fateful(deck, held, { index, fate: weather.fates[step] ?? "deliver" });
      step += 1;
    }
  }
  throw new Error("the run does not end");
}

async function outcome(deck: Deck, runId: string) {
  const run = await deck.ledger.run(runId);
  const builds = await deck.ledger.builds(runId);
  const names = new Map(builds.map(({ id, stage, name }) => [id, `${stage}/${name}`]));
  const packages = await Promise.all(
    ["stage1", "stage2", "final"].map((input) => deck.ledger.packages(runId, "x86_64", input)),
  );
  return {
    state: run?.state,
    holds: run?.verdict?.holds,
    builds: builds.map(({ id, state, blockedBy, failure }) => [
      names.get(id),
      state,
      names.get(blockedBy ?? ""),
      failure?.code,
    ]),
    contents: packages.flat().map(({ input, record, contentDigest }) => [input, record.name, contentDigest]),
  };
}

const weather: fc.Arbitrary<Weather> = fc.record({
  // A build whose worker dies ten times over is given up: that is another rule's.
  fates: fc
    .array(fc.constantFrom(...FATES), { maxLength: 60 })
    .filter((fates) => fates.filter((fate) => fate === "die").length < 9),
  picks: fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }),
});

async function storm(blueprint: Readonly<Record<string, string>>, given: Weather) {
  const { queue, held } = mailbox();
  const deck = await flightDeck({ queue, blueprint });
  const runId = await fly(deck, held, given);
  return { deck, runId, end: await outcome(deck, runId) };
}

describe("messages lost, doubled and out of order, and workers that die or stop", { timeout: 120_000 }, () => {
  const calm: Weather = { fates: [], picks: [0] };

  test("change nothing of what a run ends in: states, causes and contents are the same", async () => {
    const blueprint = sampleBlueprint();
    const { end } = await storm(blueprint, calm);
    expect(end).toMatchObject({ state: "succeeded", holds: true });
    await fc.assert(
      fc.asyncProperty(weather, async (given) => {
        expect((await storm(blueprint, given)).end).toEqual(end);
      }),
      { numRuns: 20 },
    );
  });

  test("change nothing of how a run fails either, and a compile error is never built twice", async () => {
    const blueprint = sampleBlueprint({ "stage2/cc": "exit 1" });
    const { end } = await storm(blueprint, calm);
    expect(end).toMatchObject({ state: "failed" });
    await fc.assert(
      fc.asyncProperty(weather, async (given) => {
        const stormy = await storm(blueprint, given);
        expect(stormy.end).toEqual(end);
        const failed = (await stormy.deck.ledger.builds(stormy.runId)).find(({ state }) => state === "failed");
        const { attempts } = (await stormy.deck.ledger.build(failed!.id))!;
        const own = attempts.filter(
          ({ failure }) => failure !== undefined && ![WORKER_STOPPED.code, "lost"].includes(failure.code),
        );
        expect(own).toHaveLength(1);
      }),
      { numRuns: 10 },
    );
  });
});
