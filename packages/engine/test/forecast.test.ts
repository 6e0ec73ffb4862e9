import { forecastPlan, planBlueprint } from "@ascent/engine";
import { type Deck, definitionText, flightDeck } from "@ascent/testkit";
import { describe, expect, test } from "vitest";

async function forecast(deck: Deck, seeds?: readonly string[]) {
  const planned = await planBlueprint(deck.blueprints, "sample", { seeds });
  if (!planned.ok) throw new Error(JSON.stringify(planned.defects));
  return forecastPlan(deck, planned.value);
}

/** `STAGE/NAME` of what is said to come from the cache. */
async function foretold(deck: Deck, seeds?: readonly string[]): Promise<string[]> {
  const { arches } = await forecast(deck, seeds);
  return arches.flatMap(({ stages }) =>
    stages.flatMap(({ stage, cached }) => cached.map((name) => `${stage}/${name}`)),
  );
}

/** The same of what really came from there. */
async function happened(deck: Deck): Promise<string[]> {
  const { run } = await deck.start();
  await deck.fly(run.id, 1);
  const builds = await deck.ledger.builds(run.id);
  return builds.filter(({ cached }) => cached).map(({ stage, name }) => `${stage}/${name}`);
}

function change(deck: Deck, path: string, needs: readonly string[]): void {
  const name = path.slice(path.indexOf("/") + 1);
  deck.blueprints.held.get("sample")!.set(`${path}.yaml`, definitionText(name, { needs, runs: "echo changed" }));
}

describe("a forecast", () => {
  test("of what was never run is that everything is built, in times that are guesses", async () => {
    const deck = await flightDeck();
    const { against, arches } = await forecast(deck);
    expect(against).toBeUndefined();
    expect(arches).toMatchObject([
      { arch: "x86_64", slots: 0, guessed: 10, workSeconds: 600, seconds: 600, pathSeconds: 300 },
    ]);
    expect(arches[0]?.stages).toEqual([
      { stage: "stage1", arch: "x86_64", builds: 3, cached: [], waves: 2, seconds: 180 },
      { stage: "stage2", arch: "x86_64", builds: 3, cached: [], waves: 1, seconds: 360 },
      { stage: "final", arch: "x86_64", builds: 4, cached: [], waves: 2, seconds: 600 },
    ]);
  });

  test("of what has not changed since is that all comes from the cache, and so it does", async () => {
    const deck = await flightDeck();
    expect(await happened(deck)).toEqual([]);
    const { arches, against } = await forecast(deck);
    expect(against).toBe((await deck.ledger.latestSucceeded("sample"))?.id);
    expect(arches).toMatchObject([{ seconds: 0, workSeconds: 0, guessed: 0 }]);
    expect(arches[0]?.stages.map((stage) => "seconds" in stage)).toEqual([false, false, false]);
    const said = await foretold(deck);
    expect(said).toHaveLength(10);
    expect(said.toSorted()).toEqual((await happened(deck)).toSorted());
  });

  test.each([
    ["stage1/gzip", ["gcc", "make"]],
    ["stage1/cc", ["gcc"]],
    ["stage2/sh", ["cc", "gzip"]],
    ["final/lib", ["cc"]],
    ["final/app", ["cc", "lib"]],
  ])("after a change of %s is what then happens", async (path, needs) => {
    const deck = await flightDeck();
    await happened(deck);
    change(deck, path, needs);
    const said = await foretold(deck);
    expect(said).not.toContain(path);
    expect(said.toSorted()).toEqual((await happened(deck)).toSorted());
  });

  test("takes nothing for cached that another seed, or another version of the builder, would make", async () => {
    const deck = await flightDeck();
    await happened(deck);
    expect(await foretold(deck, ["debian"])).toEqual([]);
    expect(await foretold({ ...deck, builder: { ...deck.builder, version: "another" } as never })).toEqual([]);
    expect(await foretold(deck)).toHaveLength(10);
  });
});
