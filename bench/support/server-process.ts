import { fork } from "node:child_process";
import { chmod, mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Servers in processes of their own, as users run them: nothing that measures shares their event loop. */

const API = fileURLToPath(new URL("../../apps/api/dist/main.js", import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** File that takes what it says. */
  readonly log: string;
}

/** Starts a program that sends `{ url }` to its parent once it listens. Throws with what it said when it ends before. */
export async function startServer(entry: string, given: StartOptions): Promise<ServerProcess> {
  const log = await open(given.log, "a");
  const child = fork(entry, given.arguments ?? [], {
    env: { ...process.env, NODE_OPTIONS: "", ...given.environment },
    execArgv: [],
    stdio: ["ignore", log.fd, log.fd, "ipc"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.on("message", (message: { url?: string }) => message.url !== undefined && resolve(message.url));
    child.once("exit", async () => reject(new Error(`${entry} ended: ${await readFile(given.log, "utf8")}`)));
  });
  await log.close();
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** The compiled API of `ascent up` on a database, with its log in a file; `directory` is scratchFolder's. */
export function startApi(directory: string, environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const own = { ASCENT_HOME: join(directory, "home"), ASCENT_PORT: "0" };
  return startServer(API, { environment: { ...own, ...environment }, log: join(directory, "api.log") });
}

/** A folder that the embedded Postgres may read too, and what removes it. */
export async function scratchFolder(name: string) {
  const directory = await mkdtemp(join(tmpdir(), `ascent-${name}-`));
  await chmod(directory, 0o755);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
