import { createHash } from "node:crypto";
import { CHAIN_START } from "@ascent/core";
import type { AuditProblem } from "@ascent/engine";
import { createPostgresLedger, migrate, openPool, type PostgresLedger } from "@ascent/postgres";
import { digestOf, type Rig, type TestDatabase, testDatabase } from "@ascent/testkit";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { filledRun } from "./filled-run.ts";

let database: TestDatabase;
let ledger: PostgresLedger;
/** A superuser who has switched the triggers off. */
let intruder: pg.Pool;
let rig: Rig;
let ids: { readonly run: string; readonly cc: string; readonly sh: string };
beforeAll(async () => {
  database = await testDatabase();
  ledger = createPostgresLedger({ databaseUrl: database.url });
  intruder = openPool(database.url, 1);
  await intruder.query("set session_replication_role = replica");
});
afterAll(async () => {
  await ledger.close();
  await intruder.end();
  await database.drop();
});
beforeEach(async () => {
  await database.clear();
  rig = await filledRun(ledger);
  ids = { run: rig.runId, cc: (await rig.find("cc")).id, sh: (await rig.find("sh")).id };
  expect(await ledger.audit({})).toMatchObject({ holds: true, problems: [], problemCount: 0 });
});

/** Changes rows past Ascent; what changes none is no manipulation. */
async function tamper(statement: string): Promise<void> {
  const { rowCount } = await intruder.query(statement.replace(/\$(run|cc|sh)/g, (_, name: "run") => `'${ids[name]}'`));
  expect(rowCount, statement).toBeGreaterThan(0);
}

async function problems(): Promise<readonly AuditProblem[]> {
  const audit = await ledger.audit({});
  expect(audit.holds).toBe(audit.problems.length === 0);
  return audit.problems;
}

const other = `'${digestOf("another")}'`;

/** What is done, and the record, rows and words that it is found by. */
const CHANGES: readonly (readonly [string, string, string, RegExp, RegExp])[] = [
  [
    "an input of a build",
    `update build_inputs set artifact = ${other} where build_id = $cc and role = 'environment' and position = 1`,
    "build.done",
    /^build_inputs \(build_id = .*, role = environment, position = 1\)$/,
    /^environment\[1\].file was recorded as "sha256:.* and is "sha256:/,
  ],
  [
    "an input's content",
    `update build_inputs set content_digest = ${other} where build_id = $cc and role = 'environment' and position = 0`,
    "build.done",
    /role = environment, position = 0/,
    /^environment\[0\].content /,
  ],
  [
    "where an input came from",
    "update build_inputs set made_by = null where build_id = $sh and made_by is not null",
    "build.done",
    /role = environment, position = 2/,
    /made_by|madeBy was recorded as ".*" and is null now/,
  ],
  [
    "one input less",
    "delete from build_inputs where build_id = $cc and role = 'source'",
    "build.done",
    /role = source, position = 0/,
    /and is nothing now$/,
  ],
  [
    "one input more",
    `insert into build_inputs (build_id, role, position, artifact, name) values ($cc, 'source', 1, ${other}, 'late')`,
    "build.done",
    /role = source, position = 1/,
    /^sources\[1\] was recorded as nothing /,
  ],
  [
    "a package's content",
    `update packages set content_digest = ${other} where name = 'sh'`,
    "build.done",
    /^build_outputs .* or its row of packages or artifacts$/,
    /^outputs\[0\].content /,
  ],
  [
    "what a package depends on",
    `update packages set record = record || '{"depends": ["gcc"]}' where name = 'sh'`,
    "build.done",
    /or its row of packages/,
    /^outputs\[0\].index /,
  ],
  [
    "a package's size",
    "update artifacts set size = 1 where label = 'sh-1.0-r0' and kind = 'package'",
    "build.done",
    /artifacts/,
    /^outputs\[0\].size was recorded as 1000 and is 1 now$/,
  ],
  [
    "an output's attestation",
    "update build_outputs set attestation = null where build_id = $cc",
    "build.done",
    /^build_outputs \(build_id = .*, position = 0\)/,
    /^outputs\[0\].attestation /,
  ],
  [
    "an output taken away",
    "delete from build_outputs where build_id = $cc",
    "build.done",
    /^build_outputs/,
    /and is nothing now$/,
  ],
  [
    "a build's key",
    `update builds set key = ${other} where id = $cc`,
    "build.done",
    /./,
    /firstOfKey|key was recorded/,
  ],
  [
    "a builder's version",
    "update builds set builder_version = 'none' where id = $cc",
    "build.done",
    /^builds \(id = /,
    /^builderVersion was recorded as "1" and is "none" now$/,
  ],
  [
    "what a build ran",
    `update builds set recipe = recipe || '{"sourceDateEpoch": 1}' where id = $cc`,
    "build.done",
    /^builds/,
    /^recipe was/,
  ],
  [
    "a build undone",
    "update builds set state = 'failed' where id = $cc",
    "build.done",
    /^builds/,
    /not there any more/,
  ],
  ["a log", `update attempts set log_digest = ${other} where build_id = $cc`, "build.done", /^attempts/, /^log was/],
  [
    "who built",
    "update attempts set worker = 'another' where build_id = $cc",
    "build.done",
    /^attempts/,
    /^attempt.worker was recorded as "worker-1" and is "another" now$/,
  ],
  [
    "a step",
    "update attempt_steps set exit_code = 1 where build_id = $cc",
    "build.done",
    /^attempt_steps .*position = 0/,
    /^steps\[0\].exitCode was recorded as 0 /,
  ],
  [
    "which build a key stands for",
    "update build_results set build_id = $sh where build_id = $cc",
    "build.done",
    /^build_results/,
    /^firstOfKey was recorded as true and is false now$/,
  ],
  [
    "evidence turned round",
    "update evidence set outcome = 'holds'",
    "evidence.added",
    /^evidence \(digest = /,
    /^outcome was recorded as "fails" and is "holds" now$/,
  ],
  ["evidence taken away", "delete from evidence", "evidence.added", /^evidence/, /not there any more/],
  ["where evidence was found", "delete from evidence_runs", "evidence.found", /^evidence_runs/, /not there any more/],
  [
    "a verdict",
    `update verdicts set verdict = verdict || '{"holds": false}'`,
    "verdict.given",
    /^verdicts \(run_id\/number = .*\/1\)/,
    /^holds was recorded as true and is false now$/,
  ],
  [
    "what a verdict requires",
    `update verdicts set verdict = verdict || '{"required": "declared"}'`,
    "verdict.given",
    /^verdicts/,
    /^verdict was recorded/,
  ],
  ["who asked", "update runs set requested_by = 'nobody'", "run.created", /^runs \(id = /, /^requestedBy was/],
  [
    "a blueprint's file",
    `update run_files set digest = ${other} where position = 1`,
    "run.created",
    /^run_files \(run_id = .*, position = 1\)/,
    /^files\[1\].digest was/,
  ],
  [
    "the limits of a run",
    `update runs set settings = settings || '{"sources": [1]}'`,
    "run.created",
    /^runs/,
    /^settings was/,
  ],
  [
    "which lock a run has",
    "delete from run_seeds",
    "seed.locked",
    /^run_seeds \(run_id\/arch = .*\/x86_64\)/,
    /not there any more/,
  ],
  [
    "a seed's pin",
    "update seed_lock_packages set upstream_sha256 = 'x' where position = 1",
    "seed.lock",
    /^seed_lock_packages \(lock_digest = .*, position = 1\)/,
    /^packages\[1\].sha256 was/,
  ],
  ["where a seed came from", "update seed_locks set origin = 'elsewhere'", "seed.lock", /^seed_locks/, /^origin was/],
  [
    "what a seed is recognised by",
    "delete from seed_fingerprints",
    "seed.fingerprint",
    /^seed_fingerprints/,
    /not there any more/,
  ],
  [
    "a key",
    "update keys set pem = 'another' where name = 'ascent-stage1.rsa.pub'",
    "key.registered",
    /^keys/,
    /^pem was recorded as "PEM" and is "another" now$/,
  ],
  ["a retired key", "delete from key_retirements", "key.retired", /^key_retirements/, /not there any more/],
];

test.each(CHANGES)(
  "%s that was changed is found, with its record and row",
  async (...[, statement, kind, rows, words]) => {
    await tamper(statement);
    const found = await problems();
    const first = found.find(({ record }) => record?.startsWith(kind));
    expect(first, JSON.stringify(found)).toMatchObject({ kind: "changed", position: expect.any(Number) });
    expect(first?.rows).toMatch(rows);
    expect(first?.message).toMatch(words);
    expect(found.every((problem) => problem.kind === "changed")).toBe(true);
  },
);

test("the text of a definition that was changed is found", async () => {
  await tamper("update definitions set text = text || ' ' where text is not null");
  expect(await problems()).toEqual([
    {
      kind: "changed",
      rows: expect.stringMatching(/^definitions \(digest = sha256:/),
      message: "its text has another digest",
    },
  ]);
});

test("rows that nobody recorded are found: evidence, and a build that was never done", async () => {
  await tamper(
    "insert into evidence (digest, kind, arch, package, build_key, content_digest, outcome, summary, reasons, documents, at) select digest || 'x', 'residue', arch, package, build_key, content_digest, 'holds', 'clean', '{}', '{}', at from evidence",
  );
  await tamper(`update builds set state = 'done', key = ${other} where name = 'sed'`);
  expect(await problems()).toMatchObject([
    { kind: "unrecorded", record: expect.stringMatching(/^build.done /), rows: expect.stringMatching(/^builds/) },
    {
      kind: "unrecorded",
      record: expect.stringMatching(/^evidence.added /),
      rows: expect.stringMatching(/^evidence /),
    },
  ]);
});

test("a record that was changed breaks the chain there", async () => {
  await tamper(`update chain set body = replace(body, '"fails"', '"holds"') where kind = 'evidence.added'`);
  const found = await problems();
  expect(found[0]).toMatchObject({ kind: "broken", record: expect.stringMatching(/^evidence.added /) });
  expect(found[0]?.rows).toBe(`chain (position = ${found[0]?.position})`);
  expect(found[1]).toMatchObject({ kind: "changed", position: found[0]?.position });
});

test("a record whose row was changed with it still does not follow from the one before", async () => {
  await tamper(`update evidence set outcome = 'holds'`);
  await tamper(`update chain set body = replace(body, '"fails"', '"holds"') where kind = 'evidence.added'`);
  expect(await problems()).toMatchObject([{ kind: "broken", message: expect.stringContaining("does not follow") }]);
});

test("a record that is no JSON, and one of a kind that nobody knows, are told and end nothing", async () => {
  await tamper("update chain set body = '{' where kind = 'run.created'");
  await tamper("update chain set kind = 'a.kind' where kind = 'verdict.given'");
  expect((await problems()).map(({ kind, message }) => [kind, message.slice(0, 20)])).toEqual([
    ["broken", expect.stringMatching(/^its digest does/)],
    ["changed", expect.stringMatching(/^the whole was/)],
    ["broken", expect.stringMatching(/^this version of/)],
    ["unrecorded", expect.any(String)],
  ]);
});

test("a record taken out of the middle leaves a gap, one taken from the end leaves rows without a record", async () => {
  await tamper("delete from chain where kind = 'evidence.found'");
  const found = await problems();
  expect(found[0]).toMatchObject({
    kind: "broken",
    message: expect.stringMatching(/^records (\d+) to \1 are missing$/),
  });
  expect(found[1]).toMatchObject({ kind: "unrecorded", record: expect.stringMatching(/^evidence.found/) });
  await database.clear();
  await filledRun(ledger);
  const head = await ledger.chainHead();
  await tamper("delete from chain where position > (select max(position) - 2 from chain)");
  expect((await problems()).map(({ kind }) => kind)).toEqual(["unrecorded", "unrecorded"]);
  expect(await ledger.audit({ since: head!.digest })).toMatchObject({ holds: false, problemCount: 3 });
});

/** As Ascent's own function would have written them. */
async function rewriteFrom(position: number): Promise<void> {
  const { rows } = await intruder.query<{ position: string; body: string; digest: string }>(
    "select position, body, digest from chain order by position",
  );
  let last: string = CHAIN_START;
  for (const row of rows) {
    const digest = `sha256:${createHash("sha256").update(`${last}\n${row.body}`).digest("hex")}`;
    if (Number(row.position) >= position) {
      await intruder.query("update chain set digest = $1 where position = $2", [digest, row.position]);
    }
    last = Number(row.position) >= position ? digest : row.digest;
  }
}

test("a tail that was rewritten whole is found by a head that was written down, and by nothing else", async () => {
  const early = await ledger.chainHead();
  await ledger.addEvidence([], { runIds: [], at: new Date() });
  const { rows } = await intruder.query("select position::int from chain where kind = 'evidence.added'");
  await tamper("update evidence set outcome = 'holds'");
  await tamper(`update chain set body = replace(body, '"fails"', '"holds"') where kind = 'evidence.added'`);
  await rewriteFrom(rows[0].position);
  expect(await ledger.audit({})).toMatchObject({ holds: true });
  expect(await ledger.audit({ since: early!.digest })).toMatchObject({
    holds: false,
    problems: [{ kind: "head-lost" }],
  });
});

test("what was written down before the rewritten tail is still there", async () => {
  const { rows } = await intruder.query("select position::int, digest from chain order by position limit 1 offset 2");
  await rewriteFrom(rows[0].position + 1);
  expect(await ledger.audit({ since: rows[0].digest })).toMatchObject({ holds: true, since: rows[0] });
});

test("a chain that was deleted whole and begun again holds, but is not the one that was written down", async () => {
  const head = await ledger.chainHead();
  await intruder.query("delete from chain");
  await tamper("update evidence set outcome = 'holds'");
  expect((await ledger.audit({})).problems[0]).toMatchObject({ kind: "unrecorded" });
  await migrate(database.url);
  expect(await ledger.audit({})).toMatchObject({ holds: true });
  expect(await ledger.audit({ since: head!.digest })).toMatchObject({
    holds: false,
    problems: [{ kind: "head-lost" }],
  });
});

test("starting the service again adopts nothing that was slipped in", async () => {
  await tamper(`update builds set state = 'done', key = ${other} where name = 'sed'`);
  await migrate(database.url);
  expect(await problems()).toMatchObject([{ kind: "unrecorded" }]);
});

test("of very many problems the first hundred are told, and how many there are", async () => {
  await intruder.query(`insert into evidence (digest, kind, arch, package, build_key, content_digest, outcome, summary, reasons, documents, at)
    select 'e' || n, 'residue', 'x86_64', 'x', 'k', 'c', 'holds', 's', '{}', '{}', now() from generate_series(1, 150) n`);
  const audit = await ledger.audit({});
  expect(audit.problems).toHaveLength(100);
  expect(audit.problemCount).toBe(150);
});

test("anybody can recompute the chain from its rows", async () => {
  const { rows } = await intruder.query<{ position: string; body: string; digest: string }>(
    "select position, body, digest from chain order by position",
  );
  let last: string = CHAIN_START;
  for (const [index, row] of rows.entries()) {
    expect(Number(row.position)).toBe(index + 1);
    last = `sha256:${createHash("sha256").update(`${last}\n${row.body}`).digest("hex")}`;
    expect(row.digest).toBe(last);
  }
  expect(await ledger.chainHead()).toEqual({ position: rows.length, digest: last });
});
