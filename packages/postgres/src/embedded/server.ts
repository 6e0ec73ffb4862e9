import { type ChildProcess, spawn } from "node:child_process";
import { open, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Fault, isFault } from "@ascent/core";
import pg from "pg";
import { findBinaries } from "./binaries.ts";
import { type DataDirectory, initialise, isInitialised, reaching, readOrMakePassword } from "./data-directory.ts";
import { clearStalePid, owns, type Postmaster, readPostmaster } from "./postmaster.ts";
import { chooseUser, commandAs } from "./run-as.ts";
import { serverFault } from "./server-fault.ts";

export interface EmbeddedPostgresOptions {
  /** Made when it is not there; password, log and (where needed) programs lie beside it. */
  readonly dataDirectory: string;
  /** On 127.0.0.1; 0 or absent: any free one. */
  readonly port?: number;
  /** Name of the database user; `ascent` when absent. */
  readonly user?: string;
  /** System user to run as when we are root; `ascent`, else `nobody`, when absent. */
  readonly runAs?: string;
  /** False for tests alone: a crash of the host may then lose data. */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres {
  /** With password, of the database `postgres`. */
  readonly url: string;
  readonly pid: number;
  /** True when a server was running on this data directory already: an earlier process was killed, or another one lives. */
  readonly adopted: boolean;
  /** Ends the server (also an adopted one) and waits for it; open transactions are rolled back. Safe to call twice. */
  stop(): Promise<void>;
}

const START_MS = 60_000;
const STOP_MS = 30_000;
const LOG_BYTES = 10 * 1024 * 1024;
const PORT_TRIES = 5;

/**
 * Starts the Postgres server that npm brought, or adopts the one that runs on this data directory already. Listens on
 * 127.0.0.1 alone, with a random password. It survives this process: whoever starts it stops it, or adopts it next time.
 * Throws Fault "postgres-port-in-use", "postgres-start-failed" (with the log's last lines), "disk-full".
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const path = resolve(options.dataDirectory);
  try {
    return await startOrAdopt(path, options);
  } catch (error) {
    if (isFault(error)) throw error;
    // The file system's own words: no right, no room, no directory.
    const message = error instanceof Error ? error.message : String(error);
    throw serverFault(`Postgres cannot keep its data in ${path}`, message, error);
  }
}

async function startOrAdopt(path: string, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = options.user ?? "ascent";
  const data: DataDirectory = { path, user, password: await readOrMakePassword(path) };
  for (let attempt = 1; ; attempt++) {
    const running = await adopt(data);
    if (running !== undefined) return handle(data, running);
    try {
      return await start(data, options);
    } catch (error) {
      if (!(await mayRetry(error, { path, options, attempt }))) throw error;
    }
  }
}

/** Another process took the free port that was found, or started a server on the same data meanwhile. */
async function mayRetry(
  error: unknown,
  at: { readonly path: string; readonly options: EmbeddedPostgresOptions; readonly attempt: number },
): Promise<boolean> {
  if (at.attempt >= PORT_TRIES || !(error instanceof Fault)) return false;
  if (error.code === "postgres-port-in-use") return (at.options.port ?? 0) === 0;
  return (await readPostmaster(at.path)) !== undefined;
}

interface Running extends Postmaster {
  readonly adopted: boolean;
}

/** Undefined: nobody runs on this data. */
async function adopt(data: DataDirectory): Promise<Running | undefined> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const found = await readPostmaster(data.path);
    if (found === undefined) return undefined;
    if (found.ready) {
      await proveOurs(data, found);
      return { ...found, adopted: true };
    }
    if (Date.now() > deadline) {
      throw new Fault(
        "postgres-start-failed",
        `a server (process ${found.pid}) on ${data.path} does not become ready`,
        {
          wayOut: `Look at ${data.path}.log; end that process and start again.`,
        },
      );
    }
    await sleep(50);
  }
}

async function proveOurs(data: DataDirectory, found: Postmaster): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(data, found.port), connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new Fault(
      "postgres-start-failed",
      `a server (process ${found.pid}) runs on ${data.path}, but does not let us in`,
      { cause, wayOut: `Its password should be in ${data.path}.password; stop that server and start again.` },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function start(data: DataDirectory, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const runAs = await reaching(await chooseUser(options.runAs), data.path);
  const binaries = await findBinaries(runAs, dirname(data.path));
  if (!(await isInitialised(data.path))) await initialise(data, { runAs, binaries, durable: options.durable ?? true });
  const port = options.port === undefined || options.port === 0 ? await freePort() : options.port;
  const command = commandAs(runAs, binaries.postgres, ["-D", data.path, ...settings(port, options.durable ?? true)]);
  await clearStalePid(data.path);
  const child = await launch(command, `${data.path}.log`);
  const running = await untilReady(data, child);
  return handle(data, { ...running, adopted: false });
}

function settings(port: number, durable: boolean): string[] {
  const values = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "200",
    shared_buffers: "64MB",
    max_wal_size: "1GB",
    wal_level: "minimal",
    max_wal_senders: "0",
    log_checkpoints: "off",
    password_encryption: "scram-sha-256",
    timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** A process group of its own: Ctrl-C in a terminal ends us first, then we end it, in order. */
async function launch([command, ...args]: [string, ...string[]], logPath: string): Promise<ChildProcess> {
  const size = await stat(logPath).then(
    ({ size }) => size,
    () => 0,
  );
  if (size > LOG_BYTES) await rm(logPath, { force: true });
  const log = await open(logPath, "a", 0o600);
  try {
    const env = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
    const child = spawn(command, args, { detached: true, stdio: ["ignore", log.fd, log.fd], env, cwd: "/" });
    child.on("error", () => undefined);
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

async function untilReady(data: DataDirectory, child: ChildProcess): Promise<Postmaster> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const found = await readPostmaster(data.path);
    if (found?.ready === true && found.pid === child.pid) return found;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) break;
    await sleep(20);
  }
  if (child.pid !== undefined && child.exitCode === null) child.kill("SIGQUIT");
  throw serverFault(
    `Postgres did not start on ${data.path}`,
    await readFile(`${data.path}.log`, "utf8").catch(() => ""),
  );
}

/** Of the moment: somebody else may take it before the server does. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address !== null ? address.port : 0;
}

function urlOf(data: DataDirectory, port: number): string {
  return `postgres://${encodeURIComponent(data.user)}:${encodeURIComponent(data.password)}@127.0.0.1:${port}/postgres`;
}

function handle(data: DataDirectory, running: Running): EmbeddedPostgres {
  let stopping: Promise<void> | undefined;
  return {
    url: urlOf(data, running.port),
    pid: running.pid,
    adopted: running.adopted,
    stop() {
      stopping ??= stopServer(data, running.pid);
      return stopping;
    },
  };
}

/** Fast shutdown; a server that does not obey is made to quit at once and recovers when it starts again. */
async function stopServer(data: DataDirectory, pid: number): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!(await owns(pid, data.path))) return;
    send(pid, signal);
    if (await isGone(data, pid)) return;
  }
}

function send(pid: number, signal: "SIGINT" | "SIGQUIT" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
    throw new Fault("postgres-stop-failed", `Postgres (process ${pid}) cannot be stopped`, {
      cause: error,
      wayOut: "It was started by another user: stop it as that user, or as root.",
    });
  }
}

async function isGone(data: DataDirectory, pid: number): Promise<boolean> {
  const deadline = Date.now() + STOP_MS;
  while (Date.now() < deadline) {
    if (!(await owns(pid, data.path))) return true;
    await sleep(20);
  }
  return false;
}
