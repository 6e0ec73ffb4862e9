import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPostgresLedger, migrate, openPool } from "@ascent/postgres";
import { testDatabase } from "@ascent/testkit";
import { afterEach, expect, test } from "vitest";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function emptyDatabase(): Promise<string> {
  const database = await testDatabase({ empty: true });
  undo.push(() => database.drop());
  return database.url;
}

test("several processes may migrate the same empty database at once, and again later", async () => {
  const url = await emptyDatabase();
  await Promise.all([migrate(url), migrate(url), migrate(url), migrate(url)]);
  await migrate(url);
  const pool = openPool(url, 1);
  undo.push(() => pool.end());
  await migrate(pool);
  const { rows } = await pool.query("select count(*)::int as runs from runs");
  expect(rows).toEqual([{ runs: 0 }]);
});

test("a database without the tables is told from one that cannot be reached", async () => {
  const ledger = createPostgresLedger({ databaseUrl: await emptyDatabase() });
  undo.push(() => ledger.close());
  await expect(ledger.runs({ limit: 1 })).rejects.toMatchObject({ code: "database-outdated", retryable: false });
});

test("a database that does not exist, or a wrong password, is refused, with a way out", async () => {
  const url = new URL(await emptyDatabase());
  const strange = new URL(url);
  strange.pathname = "/no_such_database";
  await expect(migrate(strange.href)).rejects.toMatchObject({ code: "database-refused", retryable: false });
  const wrong = new URL(url);
  wrong.password = "wrong";
  await expect(migrate(wrong.href)).rejects.toMatchObject({
    code: "database-refused",
    wayOut: expect.stringContaining("DATABASE_URL"),
  });
});

test("a schema that migrations/ does not hold is found without a database", () => {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const copy = mkdtempSync(join(tmpdir(), "ascent-schema-"));
  undo.push(() => rmSync(copy, { recursive: true, force: true }));
  for (const path of ["migrations", "scripts/check-migrations.ts", "packages/postgres/src", "package.json"]) {
    mkdirSync(join(copy, path, ".."), { recursive: true });
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const check = () =>
    spawnSync(process.execPath, ["--import", "tsx", "scripts/check-migrations.ts"], { cwd: copy, encoding: "utf8" });
  const same = check();
  expect(same.status, same.stderr).toBe(0);
  const schema = join(copy, "packages/postgres/src/schema/delivery.ts");
  writeFileSync(schema, readFileSync(schema, "utf8").replace("host: text()", "house: text(), host: text()"));
  const changed = check();
  expect(changed.status).toBe(1);
  expect(changed.stderr).toContain('ADD COLUMN "house" text');
  expect(changed.stderr).toContain("npm run migrations");
}, 60_000);
