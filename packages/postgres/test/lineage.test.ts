import type { LockedPackage, OfferedPackage } from "@ascent/core";
import { createPostgresLedger, openPool, type PostgresLedger } from "@ascent/postgres";
import { type Rig, rigOn, seedResult, type TestDatabase, testDatabase } from "@ascent/testkit";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

let database: TestDatabase;
let ledger: PostgresLedger;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  ledger = createPostgresLedger({ databaseUrl: database.url });
  pool = openPool(database.url, 1);
});
afterAll(async () => {
  await ledger.close();
  await pool.end();
  await database.drop();
});

/** Builds with everything that the build may see in its environment. */
async function buildWithAll(rig: Rig, name: string, stage: string): Promise<void> {
  const { buildId } = await rig.ref(name, stage);
  const lockAll = ({ record, fileDigest, contentDigest, input }: OfferedPackage): LockedPackage => {
    return { name: record.name, version: record.version, input, fileDigest, contentDigest };
  };
  const inputs = stage === "stage1" ? ["seed:alpine"] : stage === "stage2" ? ["stage1"] : ["stage2"];
  const ownStage = stage === "stage1" && name === "libc" ? ["cc"] : [];
  const task = { ...{ runId: rig.runId, stage, arch: "x86_64", inputs, ownStage }, ref: { buildId, attempt: 1 } };
  const offered = await rig.ledger.offered(task as unknown as Parameters<typeof rig.ledger.offered>[0]);
  await rig.build(name, stage, { environment: offered.map(lockAll) });
}

async function runOfThreeStages(): Promise<Rig> {
  const rig = await rigOn(ledger);
  await rig.lockSeed([
    { stage: "stage1", inputs: ["seed:alpine"], builds: { cc: [], libc: ["cc"] } },
    { stage: "stage2", inputs: ["stage1"], builds: { sh: [] } },
    { stage: "final", inputs: ["stage2"], builds: { sed: [] } },
  ]);
  await buildWithAll(rig, "cc", "stage1");
  await buildWithAll(rig, "libc", "stage1");
  await buildWithAll(rig, "sh", "stage2");
  await buildWithAll(rig, "sed", "final");
  return rig;
}

test("SQL tells which seed packages a package's build saw, and through which stages", async () => {
  const rig = await runOfThreeStages();
  const { id } = await rig.find("sed", "final");
  const { rows } = await pool.query(
    "select distinct package, version, input, through from lineage($1) where made_by is null order by package",
    [id],
  );
  expect(rows).toEqual(
    ["gcc", "make"].map((name) => {
      return { package: name, version: "1.0-r0", input: "seed:alpine", through: ["final", "stage2", "stage1"] };
    }),
  );
});

test("every step of a lineage names who had what, and who made it", async () => {
  const rig = await runOfThreeStages();
  const { id } = await rig.find("sh", "stage2");
  const { rows } = await pool.query(
    `select consumer_stage || ' ' || consumer_name as consumer, input || ' ' || package as had,
       (select stage || ' ' || name from builds where builds.id = made_by) as maker
     from lineage($1) order by 1, 2`,
    [id],
  );
  expect(rows).toEqual([
    { consumer: "stage1 cc", had: "seed:alpine gcc", maker: null },
    { consumer: "stage1 cc", had: "seed:alpine make", maker: null },
    { consumer: "stage1 libc", had: "seed:alpine gcc", maker: null },
    { consumer: "stage1 libc", had: "seed:alpine make", maker: null },
    { consumer: "stage1 libc", had: "stage1 cc", maker: "stage1 cc" },
    { consumer: "stage2 sh", had: "stage1 cc", maker: "stage1 cc" },
    { consumer: "stage2 sh", had: "stage1 libc", maker: "stage1 libc" },
  ]);
});

test("a build that saw no seed has none in its lineage", async () => {
  const rig = await rigOn(ledger);
  await rig.lockSeed([{ stage: "stage1", inputs: ["seed:alpine"], builds: { cc: [] } }]);
  await rig.build("cc");
  const { rows } = await pool.query("select * from lineage($1)", [(await rig.find("cc")).id]);
  expect(rows).toEqual([]);
});

test("the text of a definition is there with its digest when the engine hands it over", async () => {
  const rig = await rigOn(ledger);
  const result = seedResult({ sketches: [{ stage: "texts", inputs: [], builds: { only: [] } }] });
  const digest = result.stages[0]?.builds[0]?.recipe.definition.digest;
  if (digest === undefined) throw new Error("the sketch has one build");
  await ledger.claimSeed(rig.seedRef(), { worker: "w", until: new Date() });
  await ledger.finishSeed(rig.seedRef(), { ...result, definitions: new Map([[digest, "package:\n  name: only\n"]]) });
  const { rows } = await pool.query(
    "select file, text from definitions join builds on definition_digest = digest where builds.run_id = $1",
    [rig.runId],
  );
  expect(rows).toEqual([{ file: "texts/only.yaml", text: "package:\n  name: only\n" }]);
});
