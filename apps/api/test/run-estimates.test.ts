import { prepareSeed } from "@ascent/engine";
import { type Deck, flightDeck } from "@ascent/testkit";
import { beforeEach, expect, test } from "vitest";
import { RunEstimates } from "../src/run-estimates.ts";

type Reading = "stages" | "flight" | "links" | "earlierSeconds" | "workers";

let deck: Deck;
let runId: string;
let readings: Reading[];
let estimates: RunEstimates;

/** The ledger, which tells what was read. */
function watched(): ConstructorParameters<typeof RunEstimates>[0]["ledger"] {
  const { ledger } = deck;
  const note = <T>(name: Reading, value: T): T => {
    readings.push(name);
    return value;
  };
  return {
    stages: (id) => note("stages", ledger.stages(id)),
    flight: (id) => note("flight", ledger.flight(id)),
    links: (id) => note("links", ledger.links(id)),
    earlierSeconds: (id) => note("earlierSeconds", ledger.earlierSeconds(id)),
    workers: () => note("workers", ledger.workers()),
  };
}

beforeEach(async () => {
  deck = await flightDeck();
  runId = (await deck.start()).run.id;
  readings = [];
  estimates = new RunEstimates({ ledger: watched(), clock: deck.clock });
});

test("who asks for one version together has it read once", async () => {
  const [first, second] = await Promise.all([estimates.of(runId, 1), estimates.of(runId, 1)]);
  expect(second).toBe(first);
  expect(readings.filter((name) => name === "flight")).toHaveLength(1);
});

test("what only another plan changes is read once for all versions of a run that goes on, and told the same", async () => {
  await prepareSeed(deck.worker("w1"), { runId, arch: "x86_64", attempt: 1 });
  const whole = await estimates.of(runId, 1);
  expect(whole.waits.size).toBeGreaterThan(0);
  expect(readings.toSorted()).toEqual(["earlierSeconds", "flight", "links", "stages", "workers"]);
  readings = [];
  const next = await estimates.of(runId, 2);
  expect(readings.toSorted()).toEqual(["flight", "stages", "workers"]);
  expect(next).toEqual(whole);
});

test("of a run that is over nothing is kept and less is read: who tries it again brings it all back", async () => {
  await deck.fly(runId);
  for (const version of [1, 2]) {
    readings = [];
    expect((await estimates.of(runId, version)).estimates).toEqual([]);
    expect(readings.toSorted()).toEqual(["earlierSeconds", "flight", "stages"]);
  }
});
