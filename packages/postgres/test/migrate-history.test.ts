import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPostgresLedger, migrate, openPool } from "@ascent/postgres";
import { builtPackage, digestOf, moment, newRun, packageRecord, recipe, testDatabase } from "@ascent/testkit";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import { afterEach, expect, test } from "vitest";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const RUN = "00000000-0000-4000-8000-000000000001";
const BUILD = "00000000-0000-4000-8000-000000000002";
const verdict = { blueprint: "sample", seed: "alpine", required: "resolved", holds: true, packages: [] };

/** The first two migrations alone: what a database looked like before there were rebuilds, evidence and a chain. */
async function oldDatabase(): Promise<{ readonly url: string; readonly pool: pg.Pool }> {
  const database = await testDatabase({ empty: true });
  undo.push(() => database.drop());
  const folder = mkdtempSync(join(tmpdir(), "ascent-migrations-"));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(fileURLToPath(new URL("../../../migrations", import.meta.url)), folder, { recursive: true });
  const path = join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(path, "utf8")) as { entries: unknown[] };
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }));
  const pool = openPool(database.url, 1);
  undo.push(() => pool.end());
  await runMigrations(drizzle(pool), { migrationsFolder: folder });
  return { url: database.url, pool };
}

/** A run that succeeded then: one build, done, with its package. */
async function oldRun(pool: pg.Pool): Promise<ReturnType<typeof builtPackage>> {
  const { blueprintDigest, settings } = newRun({ id: RUN });
  const output = builtPackage(packageRecord({ name: "sed" }), "final sed");
  const { record, fileDigest, contentDigest, sbom, size } = output;
  const made = recipe({ name: "sed", stage: "final" });
  const lock = digestOf("lock");
  const add = (digest: string, kind: string, bytes: number | null) =>
    pool.query("insert into artifacts (digest, kind, size, label) values ($1, $2, $3, 'x')", [digest, kind, bytes]);
  await add(fileDigest, "package", size);
  await add(sbom, "sbom", null);
  await add(lock, "seed-lock", null);
  await add(made.definition.digest, "blueprint-file", null);
  await pool.query(
    "insert into packages (file_digest, content_digest, name, version, arch, origin, record, sbom) values ($1, $2, 'sed', '1.0-r0', 'x86_64', 'sed', $3, $4)",
    [fileDigest, contentDigest, JSON.stringify(record), sbom],
  );
  await pool.query("insert into definitions (digest, file) values ($1, 'final/sed.yaml')", [made.definition.digest]);
  await pool.query("insert into seed_locks values ($1, 'alpine', 'x86_64', 'https://example.org', 0)", [lock]);
  await pool.query(
    `insert into runs (id, blueprint, blueprint_digest, seeds, arches, required, settings, requested_by, state, created_at, finished_at, verdict)
     values ($1, 'sample', $2, '{alpine}', '{x86_64}', 'resolved', $3, 'test', 'succeeded', $4, $4, $5)`,
    [RUN, blueprintDigest, JSON.stringify(settings), moment(), JSON.stringify(verdict)],
  );
  await pool.query("insert into run_seeds values ($1, 'x86_64', 0, 'locked', 1, 1, $2, null)", [RUN, lock]);
  await pool.query("insert into run_stages values ($1, 'x86_64', 'final', 0, '{}', 'complete')", [RUN]);
  await pool.query(
    `insert into builds (id, run_id, arch, stage, position, name, version, state, attempt, first_attempt, wave, remaining, priority, recipe, definition_digest, key)
     values ($1, $2, 'x86_64', 'final', 0, 'sed', '1.0-r0', 'done', 1, 1, 0, 1, 2, $3, $4, $5)`,
    [BUILD, RUN, JSON.stringify(made), made.definition.digest, digestOf("key")],
  );
  await pool.query(
    "insert into attempts (build_id, number, state, worker, started_at, finished_at) values ($1, 1, 'succeeded', 'w', $2, $2)",
    [BUILD, moment()],
  );
  await pool.query("insert into build_outputs values ($1, 0, $2)", [BUILD, fileDigest]);
  await pool.query("insert into build_results values ($1, $2)", [digestOf("key"), BUILD]);
  return output;
}

test("a database of an earlier version keeps its verdicts and results, and its history is put on record once", async () => {
  const { url, pool } = await oldDatabase();
  const output = await oldRun(pool);
  await migrate(url);
  const ledger = createPostgresLedger({ databaseUrl: url });
  undo.push(() => ledger.close());
  const run = await ledger.run(RUN);
  expect(run).toMatchObject({ state: "succeeded", verdict });
  expect(run).not.toHaveProperty("purpose");
  expect(await ledger.findResult(digestOf("key"))).toEqual([output]);
  const head = await ledger.chainHead();
  // The run, the lock, that the run has it, the build, the verdict.
  expect(head?.position).toBe(5);
  expect(await ledger.audit({})).toMatchObject({ holds: true, head });
  await migrate(url);
  expect(await ledger.chainHead()).toEqual(head);
  await expect(pool.query("update builds set key = 'x' where state = 'done'")).rejects.toMatchObject({ code: "23001" });
});
