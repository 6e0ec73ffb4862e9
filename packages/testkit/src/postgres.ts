import { randomUUID } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EmbeddedPostgres } from "@ascent/postgres";

/** Set by vitest's global setup: the directory of this run's server, shared by all test files. */
const SHARED = "ASCENT_TEST_POSTGRES";
const PREFIX = "ascent-test-postgres-";

export interface TestDatabase {
  readonly url: string;
  /** Empties every table: much faster than another database. */
  clear(): Promise<void>;
  /** Ends its connections and drops it. */
  drop(): Promise<void>;
}

/** Rows go without regard to foreign keys, since all of them go. TRUNCATE would make a file per table and index. */
const CLEAR = `do $$
declare name text;
begin
  set local session_replication_role = replica;
  for name in select quote_ident(tablename) from pg_tables where schemaname = 'public' loop
    execute 'delete from ' || name;
  end loop;
end $$`;

/** The adapter is loaded when a test wants a database: tests of pure rooms never pay for it. */
const adapter = () => import("@ascent/postgres");

let running: Promise<EmbeddedPostgres> | undefined;

/**
 * A database of the caller's own, migrated (or with no table at all: `empty`), on a real server that all test files of
 * one vitest run share. The server starts with the first call and is stopped when the run ends.
 */
export async function testDatabase(options: { readonly empty?: boolean } = {}): Promise<TestDatabase> {
  running ??= startShared();
  const server = await running;
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const template = options.empty === true ? "template0" : await migratedTemplate(server.url);
  await onServer(server.url, [`create database ${name} template ${template}`]);
  return {
    url: databaseUrl(server.url, name),
    clear: () => onServer(databaseUrl(server.url, name), [CLEAR]),
    drop: () => onServer(server.url, [`drop database if exists ${name} with (force)`]),
  };
}

/** Makes the directory of one run's server, and tidies up after earlier runs that were killed. For the global setup. */
export async function prepareTestPostgres(): Promise<{ stop(): Promise<void> }> {
  await sweep();
  const directory = await ownDirectory();
  process.env[SHARED] = directory;
  return { stop: () => stopIn(directory) };
}

async function ownDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), PREFIX));
  // When we are root the server is not, and must come through.
  await chmod(directory, 0o711);
  await writeFile(join(directory, "owner"), String(process.pid));
  return directory;
}

async function startShared(): Promise<EmbeddedPostgres> {
  const shared = process.env[SHARED];
  const directory = shared ?? (await ownDirectory());
  const { startEmbeddedPostgres } = await adapter();
  const server = await startEmbeddedPostgres({ dataDirectory: join(directory, "data"), durable: false });
  // Without the global setup this process is the whole run.
  if (shared === undefined) process.once("exit", () => quit(server.pid, directory));
  return server;
}

function quit(pid: number, directory: string): void {
  try {
    process.kill(pid, "SIGQUIT");
  } catch {
    // It is gone already.
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Ends the server of a run, if it ever started one, and removes what it left. */
async function stopIn(directory: string): Promise<void> {
  const pidFile = join(directory, "data", "postmaster.pid");
  const pid = Number.parseInt(await readFile(pidFile, "utf8").catch(() => ""), 10);
  // Without the adapter: the global setup runs outside of what vitest transforms, where a clean clone has nothing built.
  if (pid > 0 && isAlive(pid)) process.kill(pid, "SIGINT");
  const deadline = Date.now() + 10_000;
  // The server removes its file as the last thing.
  while (existsSync(pidFile) && isAlive(pid) && Date.now() < deadline) await sleep(20);
  await rm(directory, { recursive: true, force: true, maxRetries: 10 });
}

/** A run that was killed left its server behind. */
async function sweep(): Promise<void> {
  const left = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of left) {
    const directory = join(tmpdir(), name);
    const owner = Number(await readFile(join(directory, "owner"), "utf8").catch(() => "0"));
    if (owner > 0 && !isAlive(owner)) await stopIn(directory).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

let template: Promise<string> | undefined;

/** Migrated once per server, under a lock: test files run side by side. */
function migratedTemplate(url: string): Promise<string> {
  template ??= makeTemplate(url);
  return template;
}

async function makeTemplate(url: string): Promise<string> {
  const { migrate, openPool } = await adapter();
  const pool = openPool(url, 1);
  try {
    await pool.query("select pg_advisory_lock(1)");
    const { rowCount } = await pool.query("select from pg_database where datname = 'migrated'");
    if (rowCount === 0) {
      await pool.query("drop database if exists migrating");
      await pool.query("create database migrating");
      await migrate(databaseUrl(url, "migrating"));
      await pool.query("alter database migrating rename to migrated");
    }
    return "migrated";
  } finally {
    await pool.end();
  }
}

async function onServer(url: string, statements: readonly string[]): Promise<void> {
  const { openPool } = await adapter();
  const pool = openPool(url, 1);
  try {
    for (const statement of statements) await pool.query(statement);
  } finally {
    await pool.end();
  }
}

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
