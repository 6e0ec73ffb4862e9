import { randomUUID } from "node:crypto";
import { createPostgresAccess, createPostgresLedger, openPool, type PostgresLedger } from "@ascent/postgres";
import { moment, type Rig, type TestDatabase, testDatabase } from "@ascent/testkit";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filledRun, verdict } from "./filled-run.ts";

let database: TestDatabase;
let ledger: PostgresLedger;
/** As the application itself connects: the same server, database, user and password. */
let pool: pg.Pool;
let rig: Rig;
beforeAll(async () => {
  database = await testDatabase();
  ledger = createPostgresLedger({ databaseUrl: database.url });
  pool = openPool(database.url, 1);
  rig = await filledRun(ledger);
  const access = createPostgresAccess({ pool });
  const refused = {
    actor: "nightly",
    role: "viewer",
    outcome: "refused",
    status: 403,
    reason: "role-too-low",
  } as const;
  const asked = { action: "run.start", target: "/v1/runs", requestId: "r-1", address: "127.0.0.1" };
  await access.recordAction({ at: moment(), ...refused, ...asked });
});
afterAll(async () => {
  await ledger.close();
  await pool.end();
  await database.drop();
});

/** What may change: how far something is, and what is only on its way. Everything else of a table is history. */
const MUTABLE: Readonly<Record<string, readonly string[] | "all">> = {
  runs: ["state", "finished_at", "cancelled_at", "verdict_number", "last_event", "priority"],
  run_stages: ["state"],
  ...{ outbox: "all", workers: "all", seed_attempts: "all", log_batches: "all" },
  ...{ tokens: "all", sessions: "all", token_secrets: "all", action_intents: "all", schedules: "all", firings: "all" },
  ...{ webhooks: "all", deliveries: "all", delivery_tries: "all", kept_answers: "all" },
};
/** Rows of these change until they have ended; then nothing of them does. */
const ENDED: Readonly<Record<string, string>> = {
  builds: "state = 'done'",
  attempts: "state in ('succeeded', 'failed')",
  run_seeds: "state = 'locked'",
  build_inputs: "build_id in (select id from builds where state = 'done')",
};

async function columns(): Promise<readonly (readonly [string, string])[]> {
  const { rows } = await pool.query<{ table_name: string; column_name: string }>(`
    select columns.table_name, column_name from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1, ordinal_position`);
  return rows.map(({ table_name, column_name }) => [table_name, column_name]);
}

const refused = { code: "23001", message: expect.stringContaining("is refused") };

async function attempt(statement: string): Promise<unknown> {
  return pool.query(statement).then(
    ({ rowCount }) => ({ rowCount }),
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );
}

test("no column of history can be changed, in any table", async () => {
  const tried: string[] = [];
  for (const [table, column] of await columns()) {
    const mutable = MUTABLE[table];
    if (mutable === "all" || mutable?.includes(column)) continue;
    const rows = ENDED[table] === undefined ? "" : ` where ${ENDED[table]}`;
    const { rowCount } = await pool.query(`select from ${table}${rows}`);
    expect(rowCount, `a row of ${table} to try it on`).toBeGreaterThan(0);
    // Even to what it is: whoever writes history again has no good reason.
    const numbered = (table === "evidence" || table === "seed_fingerprints") && column === "number";
    const generated = numbered || (table === "actions" && column === "sequence");
    if (generated) continue;
    expect(await attempt(`update ${table} set ${column} = ${column}${rows}`), `${table}.${column}`).toMatchObject(
      refused,
    );
    tried.push(table);
  }
  expect(new Set(tried).size).toBeGreaterThan(18);
});

test("no row of history can be deleted, and no table of it emptied", async () => {
  for (const table of new Set((await columns()).map(([name]) => name))) {
    if (MUTABLE[table] === "all") continue;
    const rows = ENDED[table] === undefined ? "" : ` where ${ENDED[table]}`;
    expect(await attempt(`delete from ${table}${rows}`), `delete from ${table}`).toMatchObject(refused);
    expect(await attempt(`truncate ${table} cascade`), `truncate ${table}`).toMatchObject(refused);
  }
});

test("nothing can be added to what a build that is done used or made", async () => {
  const { id } = await rig.find("cc");
  const input = `insert into build_inputs (build_id, role, position, artifact, name)
    select '${id}', 'source', 99, digest, 'late' from artifacts limit 1`;
  expect(await attempt(input)).toMatchObject(refused);
  const output = `insert into build_outputs (build_id, position, file_digest, sbom)
    select '${id}', 99, file_digest, file_digest from packages limit 1`;
  expect(await attempt(output)).toMatchObject(refused);
  const moved = await rig.find("sed");
  await pool.query(`insert into build_inputs (build_id, role, position, artifact, name)
    select '${moved.id}', 'source', 99, digest, 'not done' from artifacts limit 1`);
  expect(await attempt(`update build_inputs set build_id = '${id}' where build_id = '${moved.id}'`)).toMatchObject(
    refused,
  );
  expect(await attempt(`delete from build_inputs where build_id = '${moved.id}'`)).toEqual({ rowCount: 1 });
});

test("what came of a schedule's firing stays, until the schedule itself is removed", async () => {
  const ids = { id: randomUUID(), runId: randomUUID() };
  const plan = { name: "nightly", request: { blueprint: "sample" }, cron: "@daily", timezone: "UTC" } as const;
  const schedule = { ...plan, overlap: "skip", enabled: true, id: randomUUID(), createdBy: "test" } as const;
  await ledger.createSchedule({ ...schedule, at: moment(30) });
  await ledger.claimFiring(schedule.id, { ...ids, cause: { kind: "hand", by: "test", key: "k" }, at: moment(31) });
  expect(await ledger.settleFiring(ids.id, { outcome: "started" })).toBe(true);
  for (const change of ["outcome = 'starting'", "run_id = null", "fired_by = 'somebody else'", "due_at = now()"]) {
    expect(await attempt(`update firings set ${change} where id = '${ids.id}'`), change).toMatchObject(refused);
  }
  expect(await ledger.removeSchedule(schedule.id)).toBe(true);
  expect(await ledger.firings(schedule.id, { limit: 1 })).toEqual([]);
});

test("what goes on still does: a failed build is retried, done, and its new lock takes the old one's place", async () => {
  expect(await ledger.retryRun(rig.runId, moment(20))).toEqual({ retried: 1 });
  await rig.build("sed");
  expect(await rig.states("stage1")).toEqual({ cc: "done", sh: "done", sed: "done" });
  expect(await ledger.concludeRun(rig.runId, { state: "succeeded", verdict, at: moment(21) })).toBe(true);
});
