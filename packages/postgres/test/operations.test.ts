import { createPostgresLedger, type PostgresLedger } from "@ascent/postgres";
import { finishedBuild, moment, rigOn, type TestDatabase, testDatabase } from "@ascent/testkit";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let database: TestDatabase;
let ledger: PostgresLedger;
let client: pg.Client;

/** 1,000 runs of 40 builds, one run every ten minutes, all of them over: 40,000 attempts. */
const HISTORY = `
  set session_replication_role = replica;
  create temporary table made as select gen_random_uuid() id, n, timestamptz '2025-01-01' + n * interval '10 minutes' born
    from generate_series(1, 1000) n;
  insert into runs (id, blueprint, blueprint_digest, seeds, arches, required, settings, requested_by, state, created_at,
      finished_at, last_event)
    select id, 'old', 'sha256:' || repeat('0', 64), '{alpine}', '{x86_64}', 'resolved', '{}', 'test', 'succeeded', born,
      born + interval '5 minutes', 3 from made;
  insert into events (run_id, sequence, type, at, data)
    select id, k, case k when 3 then 'run.succeeded' else 'build.ready' end, born + interval '5 minutes', '{}'
    from made, generate_series(1, 3) k;
  insert into builds (id, run_id, arch, stage, position, name, version, state, attempt, first_attempt, wave, remaining,
      priority, recipe, definition_digest, key)
    select gen_random_uuid(), id, 'x86_64', 'stage1', b, 'p' || b, '1', 'done', 1, 1, 0, 0, 1, '{}',
      'sha256:' || repeat('0', 64), 'sha256:' || repeat('0', 64) from made, generate_series(1, 40) b;
  insert into attempts (build_id, number, state, worker, lease_until, started_at, finished_at)
    select builds.id, 1, 'succeeded', 'w', born, born, born + interval '60 seconds'
    from builds join made on made.id = builds.run_id;
  set session_replication_role = origin;
  analyze;`;

beforeAll(async () => {
  database = await testDatabase();
  ledger = createPostgresLedger({ databaseUrl: database.url, clock: { now: () => moment(0) } });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(HISTORY);
});
afterAll(async () => {
  await client.end();
  await ledger.close();
  await database.drop();
});

async function planOf(query: string): Promise<string> {
  const { rows } = await client.query(`explain ${query}`);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

describe("with a thousand runs behind it", () => {
  test("the whole history is counted, each attempt once, also in parts", async () => {
    const all = await ledger.ended({ until: moment(0) });
    expect(all.attempts).toHaveLength(40);
    expect(all.attempts[0]).toMatchObject({
      blueprint: "old",
      outcome: "built",
      count: 1000,
      seconds: 60_000,
      bucket: 4,
    });
    expect(all.attempts[0]).not.toHaveProperty("code");
    expect(all.runs).toEqual([
      { blueprint: "old", purpose: "bootstrap", state: "succeeded", count: 1000, seconds: 300_000, bucket: 6 },
    ]);
    const middle = new Date(Date.UTC(2025, 0, 3));
    const [early, late] = [await ledger.ended({ until: middle }), await ledger.ended({ from: middle })];
    const sum = (of: typeof early) => of.attempts.reduce((total, { count }) => total + count, 0);
    expect(sum(early)).toBeGreaterThan(0);
    expect(sum(early) + sum(late)).toBe(40_000);
  });

  test("what a scrape asks is found through indexes, not by reading the history", async () => {
    const recent = "'2025-01-07T22:00:00Z'";
    expect(await planOf(`select count(*) from attempts where finished_at >= ${recent}`)).toContain("attempts_finished");
    const ends = "('run.succeeded', 'run.failed', 'run.cancelled')";
    expect(await planOf(`select count(*) from events where type in ${ends} and at >= ${recent}`)).toContain(
      "events_run_ends",
    );
    const rig = await rigOn(ledger);
    await rig.lockSeed();
    const unfinished = `select builds.state, count(*) from builds join runs on runs.id = builds.run_id
      where runs.state in ('preparing', 'running') and builds.state <> 'done' group by 1`;
    expect((await ledger.standing(moment(5))).builds).toContainEqual({ arch: "x86_64", state: "ready", count: 2 });
    await rig.build("cc", "stage1", finishedBuild({ ref: await rig.ref("cc"), name: "cc", stage: "stage1" }));
    expect(await planOf(unfinished)).not.toContain("Seq Scan on builds");
    const took = [
      await milliseconds(() => ledger.standing(moment(5))),
      await milliseconds(() => ledger.ended({ from: moment(-600) })),
    ];
    // Some milliseconds on a host of its own.
    expect(Math.max(...took)).toBeLessThan(500);
  });
});
