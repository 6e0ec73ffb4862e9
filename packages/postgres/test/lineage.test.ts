import { randomUUID } from "node:crypto";
import { type LockedPackage, type OfferedPackage, searchUses } from "@ascent/core";
import { createPostgresLedger, openPool, type PostgresLedger } from "@ascent/postgres";
import { digestOf, type Rig, rigOn, seedResult, type TestDatabase, testDatabase } from "@ascent/testkit";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

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

describe("the way from a build to something", () => {
  const STAGES = ["stage1", "stage2", "final"];
  /** What each of eight builds used: another build, with the package's name, or a package of a seed, or a source. */
  const graphs = fc.array(
    fc.array(
      fc.oneof(
        { weight: 5, arbitrary: fc.record({ made: fc.nat({ max: 7 }), name: fc.constantFrom("a", "b", "c", "Z") }) },
        fc.record({ seed: fc.constantFrom("alpine", "debian"), name: fc.constantFrom("gcc", "a") }),
        fc.record({ source: fc.constantFrom("https://example.org/x/a.tar.gz", "https://example.org/b") }),
      ),
      { maxLength: 5 },
    ),
    { minLength: 8, maxLength: 8 },
  );
  type Used = { made?: number; seed?: string; source?: string; name?: string };

  /** Eight builds of three stages beside those of a run, done; from each its id and stage. */
  async function plant(like: string, graph: readonly (readonly Used[])[]) {
    const planted = graph.map((_, index) => ({ buildId: randomUUID(), stage: STAGES[index % 3]! }));
    for (const { buildId, stage } of planted) {
      await pool.query(
        `insert into builds select (jsonb_populate_record(own, jsonb_build_object('id', $2::text, 'name', $2::text,
           'stage', $3::text, 'state', 'building', 'repeats', null))).* from builds own where id = $1`,
        [like, buildId, stage],
      );
    }
    const rows = graph.flatMap((uses, index) => {
      return uses.map((used, position) => rowOf(planted[index]!.buildId, { used, position, planted }));
    });
    const digests = [...new Set(rows.map(({ artifact }) => artifact))];
    await pool.query(
      "insert into artifacts select d, 'package', 1, 'p' from unnest($1::text[]) d on conflict do nothing",
      [digests],
    );
    await pool.query(
      "insert into build_inputs select r.* from jsonb_populate_recordset(null::build_inputs, $1::jsonb) r",
      [JSON.stringify(rows)],
    );
    await pool.query("update builds set state = 'done' where id = any($1)", [planted.map(({ buildId }) => buildId)]);
    return planted;
  }

  interface Planted {
    readonly used: Used;
    readonly position: number;
    readonly planted: readonly { readonly buildId: string; readonly stage: string }[];
  }

  function rowOf(build_id: string, { used, position, planted }: Planted) {
    const { made, seed, source, name } = used;
    if (source !== undefined) return { build_id, role: "source", position, artifact: digestOf(source), name: source };
    const maker = made === undefined ? undefined : planted[made]!;
    const input = maker?.stage ?? `seed:${seed}`;
    const from = { input, made_by: maker?.buildId ?? null };
    const digests = { artifact: digestOf(`${name} ${input} ${made}`), content_digest: digestOf(`content ${name}`) };
    return { build_id, role: "environment", position, name: name!, version: "1-r0", ...digests, ...from };
  }

  test("is the very one that the search in everything finds, and never is never, whatever uses whatever", async () => {
    const rig = await runOfThreeStages();
    const { id } = await rig.find("sed", "final");
    const wanted = ["seed", "seed:alpine", "debian", "gcc", "a", "Z", "a.tar.gz", "https://example.org/b", "nothing"];
    await fc.assert(
      fc.asyncProperty(graphs, async (graph) => {
        const planted = await plant(id, graph);
        const everything = await ledger.usesOf(planted.map(({ buildId }) => buildId));
        for (const on of [...wanted, digestOf("content a"), digestOf("a stage1 0")]) {
          const start = planted[2]!;
          const { uses, looked } = await ledger.wayTo(start.buildId, on);
          const inAll = searchUses(start, on, everything);
          expect(searchUses(start, on, uses).found).toEqual(inAll.found);
          if (inAll.found === undefined) expect({ uses, looked }).toEqual({ uses: [], looked: inAll.reached });
        }
      }),
      { numRuns: 40 },
    );
    expect(await ledger.audit({})).toMatchObject({ problems: expect.not.arrayContaining([inRows("lineage_nodes")]) });
  });

  const inRows = (table: string) => expect.objectContaining({ rows: expect.stringContaining(table) });

  test("does not lead by a row that a build which is done has not come to, and an audit names it", async () => {
    const rig = await runOfThreeStages();
    const { id } = await rig.find("sed", "final");
    await expect(pool.query("update lineage_nodes set words = '{}' where build_id = $1", [id])).rejects.toMatchObject({
      code: "23001",
    });
    await pool.query("begin; set local session_replication_role = replica");
    await pool.query("update lineage_nodes set other_stages = '{}' where build_id = $1", [id]);
    await pool.query("commit");
    const { problems } = await ledger.audit({});
    expect(problems).toContainEqual({
      kind: "changed",
      rows: `lineage_nodes (build_id = ${id})`,
      message: "it is not what the inputs of that build come to",
    });
  });
});
