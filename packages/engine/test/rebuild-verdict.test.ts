import type { Evidence, Rung } from "@ascent/core";
import { concludeRuns, judgeAgain, type RunRecord } from "@ascent/engine";
import { type Deck, finishedBuild, flightDeck, moment } from "@ascent/testkit";
import { expect, test } from "vitest";

/** Rebuilds of either kind of one package of a run, both of which hold unless told otherwise. */
async function evidenceFor(
  deck: Deck,
  run: RunRecord,
  { name, failing }: { readonly name: string; readonly failing?: Evidence["kind"] },
): Promise<Evidence[]> {
  const build = (await deck.ledger.inputsOf(run.id, "x86_64")).find(
    (own) => own.stage === "final" && own.name === name,
  )!;
  const about = {
    ...{ arch: "x86_64" as const, package: name, buildKey: build.key!, contentDigest: build.outputs[0]!.contentDigest },
    ...{ reasons: [], documents: [] },
  };
  return (["rebuild", "fixed-point"] as const).map((kind) => {
    const outcome = kind === failing ? "fails" : "holds";
    return { ...about, kind, outcome, summary: `${kind} ${outcome}` };
  });
}

async function rungs(deck: Deck, runId: string): Promise<Record<string, Rung | undefined>> {
  const verdict = (await deck.ledger.run(runId))?.verdict;
  return Object.fromEntries(verdict!.packages.map(({ name, rung }) => [name, rung]));
}

async function flown(): Promise<{ readonly deck: Deck; readonly run: RunRecord }> {
  const deck = await flightDeck();
  const { run } = await deck.start();
  return { deck, run: await deck.fly(run.id) };
}

/** A rebuild of one package, whose end brings evidence. */
async function rebuilt(deck: Deck, run: RunRecord, evidence: readonly Evidence[]): Promise<string> {
  const id = deck.ids.uuid();
  const { package: name, buildKey } = evidence[0]!;
  await deck.ledger.createRebuild({
    id,
    of: run.id,
    with: "recorded",
    packages: [name],
    requestedBy: "test",
    at: moment(),
  });
  const [build] = await deck.ledger.builds(id);
  const ref = { buildId: build!.id, attempt: 1 };
  await deck.ledger.claimBuild(ref, { worker: "w", until: moment(9000) });
  await deck.ledger.finishBuild(finishedBuild({ ref, name, stage: "again", key: buildKey, evidence }));
  return id;
}

test("when a rebuild ends, the run that it is of is judged anew, and it has no verdict of its own", async () => {
  const { deck, run } = await flown();
  expect(await rungs(deck, run.id)).toMatchObject({ cc: "clean", sh: "clean" });
  const id = await rebuilt(deck, run, await evidenceFor(deck, run, { name: "cc" }));
  await concludeRuns(deck);
  expect(await rungs(deck, run.id)).toMatchObject({ cc: "fixed-point", sh: "clean" });
  const rebuild = await deck.ledger.run(id);
  expect(rebuild).toMatchObject({ state: "succeeded", finishedAt: deck.clock.now() });
  expect(rebuild).not.toHaveProperty("verdict");
  const told = await deck.ledger.events(run.id, 0, 1000);
  expect(told.filter(({ type }) => type === "run.judged")).toHaveLength(1);
  expect((await deck.ledger.latestSucceeded("sample"))?.id).toBe(run.id);
});

test("a rebuild that gave other bits takes nothing away below its rung", async () => {
  const { deck, run } = await flown();
  await rebuilt(deck, run, await evidenceFor(deck, run, { name: "cc", failing: "rebuild" }));
  await concludeRuns(deck);
  expect(await rungs(deck, run.id)).toMatchObject({ cc: "clean" });
  const verdict = (await deck.ledger.run(run.id))?.verdict;
  expect(verdict?.packages.find(({ name }) => name === "cc")?.findings.reproducible).toEqual({
    state: "fails",
    reasons: ["rebuild fails"],
  });
});

test("a rebuild that failed is over too, and so is one whose run cannot be judged any more", async () => {
  const { deck, run } = await flown();
  const evidence = await evidenceFor(deck, run, { name: "cc" });
  const id = await rebuilt(deck, run, evidence);
  const broken = { ...deck, blueprints: { ...deck.blueprints, pipelines: () => Promise.reject(new Error("no disk")) } };
  await concludeRuns(broken);
  expect(await deck.ledger.run(id)).toMatchObject({ state: "succeeded" });
  expect(await rungs(deck, run.id)).toMatchObject({ cc: "clean" });
  // Whoever asks again later gets it.
  expect((await judgeAgain(deck, id))?.packages.find(({ name }) => name === "cc")?.rung).toBe("fixed-point");
  expect(await rungs(deck, run.id)).toMatchObject({ cc: "fixed-point" });
});

test("evidence that comes later lifts the verdict when it is judged again; what is not over is not judged", async () => {
  const { deck, run } = await flown();
  const list = await evidenceFor(deck, run, { name: "sh" });
  await deck.ledger.addEvidence([...list, { ...list[0]!, package: "cc" }], { runIds: [run.id], at: moment(5) });
  expect(await rungs(deck, run.id)).toMatchObject({ sh: "clean" });
  await judgeAgain(deck, run.id);
  expect(await rungs(deck, run.id)).toMatchObject({ sh: "fixed-point", cc: "clean" });
  const { run: other } = await deck.start();
  expect(await judgeAgain(deck, other.id)).toBeUndefined();
  expect(await judgeAgain(deck, "nobody")).toBeUndefined();
});
