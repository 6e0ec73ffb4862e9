import { createPostgresLedger } from "@ascent/postgres";
import {
  type AnyLedger,
  compileError,
  createFakeLedger,
  finishedBuild,
  hostTrouble,
  moment,
  type Rig,
  rigOn,
  type StageSketch,
  type TestDatabase,
  testDatabase,
} from "@ascent/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** A graph of up to six builds: each may wait for any before it. */
const graph = fc.array(fc.array(fc.nat(5), { maxLength: 3 }), { minLength: 1, maxLength: 6 }).map((waits) =>
  Object.fromEntries(
    waits.map((before, index) => {
      const names = before.filter((other) => other < index).map((other) => `p${other}`);
      return [`p${index}`, [...new Set(names)]];
    }),
  ),
);
const sketches = fc.tuple(graph, graph).map(([first, second]): StageSketch[] => [
  { stage: "stage1", inputs: ["seed:alpine"], builds: first },
  { stage: "final", inputs: ["stage1"], builds: second },
]);

/** What may happen; the number picks a build among those that it could happen to. */
const happening = fc.tuple(
  fc.constantFrom(
    "claim",
    "claim",
    "finish",
    "finish",
    "fail",
    "trouble",
    "lose",
    "let go",
    "cancel",
    "retry",
    "retry one",
    "cancel some",
    "retry stage",
    "cancel stage",
  ),
  fc.nat(100),
);
type Happening = [string, number];

async function happen(rig: Rig, [what, pick]: Happening): Promise<unknown> {
  const builds = await rig.ledger.builds(rig.runId);
  const among = (state: string) => {
    const fitting = builds.filter((build) => build.state === state);
    return fitting[pick % Math.max(1, fitting.length)];
  };
  const chosen = among(what === "claim" ? "ready" : "building");
  if (what === "cancel") return (await rig.ledger.cancelRun(rig.runId, moment(50)))?.state;
  if (what === "retry") return rig.ledger.retryRun(rig.runId, moment(60));
  if (what === "retry one") return rig.ledger.retryRun(rig.runId, moment(60), { package: `p${pick % 6}` });
  if (what === "cancel some") return rig.ledger.cancelWork(rig.runId, moment(55), { package: `p${pick % 6}` });
  if (what === "retry stage")
    return rig.ledger.retryRun(rig.runId, moment(60), { stage: builds[pick % 6]?.stage ?? "" });
  if (what === "cancel stage")
    return rig.ledger.cancelWork(rig.runId, moment(55), { stage: builds[pick % 6]?.stage ?? "" });
  if (what === "lose") return rig.ledger.expireLeases(moment(2000), 2);
  if (chosen === undefined) return "nothing to do";
  const ref = { buildId: chosen.id, attempt: chosen.attempt };
  const { name, stage } = chosen;
  if (what === "claim") return (await rig.ledger.claimBuild(ref, { worker: "w", until: moment(1000) }))?.ownStage;
  if (what === "finish") return rig.ledger.finishBuild(finishedBuild({ ref, name, stage }));
  if (what === "let go") return rig.ledger.cancelBuild(ref, moment(70));
  const failed = { ref, steps: [], at: moment(80) };
  if (what === "fail") return rig.ledger.failBuild({ ...failed, failure: compileError });
  return rig.ledger.failBuild({ ...failed, failure: hostTrouble, retryAt: moment(90) });
}

/** Everything that can be seen, without ids, which differ. */
async function seen(rig: Rig): Promise<unknown> {
  const builds = await rig.ledger.builds(rig.runId);
  const names = new Map(builds.map(({ id, stage, name }) => [id, `${stage} ${name}`]));
  const over = (await rig.ledger.unconcluded()).filter(({ runId }) => runId === rig.runId);
  return {
    told: await rig.told(),
    builds: builds.map(({ id, state, attempt, blockedBy, waitsFor }) => {
      const roots = blockedBy === undefined ? undefined : names.get(blockedBy);
      return [names.get(id), state, attempt, roots, waitsFor.map((other) => names.get(other)).toSorted()];
    }),
    stages: await rig.ledger.stages(rig.runId),
    due: (await rig.due(moment(3000))).map(({ payload, priority }) => {
      return [payload.kind === "build" && names.get(payload.buildId), payload.attempt, priority];
    }),
    over: over.map(({ state }) => state),
  };
}

test("whatever happens in whatever order, Postgres and the fake tell the same story", async () => {
  await fc.assert(
    fc.asyncProperty(sketches, fc.array(happening, { minLength: 5, maxLength: 30 }), async (plan, story) => {
      await database.clear();
      const postgres = createPostgresLedger({ databaseUrl: database.url });
      try {
        const ledgers: AnyLedger[] = [createFakeLedger(), postgres];
        const rigs = await Promise.all(ledgers.map((ledger) => rigOn(ledger)));
        for (const rig of rigs) await rig.lockSeed(plan);
        for (const event of story) {
          const [fake, real] = await Promise.all(rigs.map((rig) => happen(rig, event)));
          expect(real, event.join(" ")).toEqual(fake);
        }
        const [fake, real] = await Promise.all(rigs.map(seen));
        expect(real).toEqual(fake);
      } finally {
        await postgres.close();
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);
