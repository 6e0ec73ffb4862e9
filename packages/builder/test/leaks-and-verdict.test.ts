/*
 * What leaks into a package in a real sandbox, from the run to its verdict: the time, random numbers and the order of a
 * directory are there without anybody's asking for them. The rest of the engine is in memory.
 */
import { RUNGS } from "@ascent/core";
import { startRebuild } from "@ascent/engine";
import { flightDeck, sampleBlueprint, seedling } from "@ascent/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasOtherPlace, openWorkbench, type Workbench } from "./workbench.ts";

const leaking = (name: string, script: string) =>
  `out=melange-out/${name}/usr/share/${name}; mkdir -p $out; ${script} > $out/made`;
const BLUEPRINT = sampleBlueprint({
  "final/cc": leaking("cc", "date +%s%N"),
  "final/sh": leaking("sh", "head -c 16 /dev/urandom"),
  "final/lib": leaking("lib", "mkdir many; for i in 1 2 3 4 5 6 7 8 9; do echo > many/$i; done; ls -U many"),
  "final/app": leaking("app", "ls /usr/share"),
});

let bench: Workbench;
let here: boolean;
beforeAll(async () => {
  bench = await openWorkbench();
  here = await hasOtherPlace(bench);
});
afterAll(() => bench.close());

test("a package that leaks the time, a random number or the order of a directory fails reproducible, and only that", async () => {
  const deck = await flightDeck({ store: bench.store, blueprint: BLUEPRINT });
  const tools = await seedling.locked(bench.store, await seedling.toolsApk());
  // The host's tools are in every root, and no package of the run: nothing of theirs is the seed's.
  deck.builder.build = (request, watch) =>
    bench.builder.build({ ...request, environment: [...request.environment, tools] }, watch);
  const { run } = await deck.start();
  expect((await deck.fly(run.id)).state).toBe("succeeded");
  const rebuild = await startRebuild(deck, { of: run.id, with: "recorded", requestedBy: "test" });
  expect((await deck.fly(rebuild!.run.id)).state).toBe("succeeded");

  const packages = (await deck.ledger.run(run.id))?.verdict?.packages ?? [];
  const states = Object.fromEntries(
    packages.map(({ name, findings }) => [name, RUNGS.slice(0, 4).map((rung) => findings[rung].state)]),
  );
  const stands = (reproducible: string) => ["holds", "holds", "holds", reproducible];
  expect(states).toEqual({
    ...{ app: stands("holds"), cc: stands("fails"), sh: stands("fails") },
    lib: stands(here ? "fails" : "holds"),
  });
  const reasons = packages.find(({ name }) => name === "cc")?.findings.reproducible;
  expect(reasons).toMatchObject({ reasons: [expect.stringContaining("usr/share/cc/made")] });
}, 120_000);
