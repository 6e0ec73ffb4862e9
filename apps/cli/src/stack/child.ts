import { type ChildProcess, fork } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault } from "@ascent/core";

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const FIRST_RESTART_MS = 500;
const SLOWEST_RESTART_MS = 30_000;

export interface ChildPlan {
  /** `api` or `worker`: what a person knows it by. */
  readonly name: "api" | "worker";
  readonly logFile: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Child {
  readonly plan: ChildPlan;
  stop(): Promise<void>;
}

/**
 * Forks an app, waits until it says that it is ready, and starts it again, ever more slowly, when it dies. It ends by
 * itself when this process does. Throws Fault "service-start-failed" with the last lines of its log.
 */
export async function startChild(plan: ChildPlan): Promise<Child> {
  await mkdir(dirname(plan.logFile), { recursive: true });
  let stopping = false;
  const before = await sizeOf(plan.logFile);
  let process = spawn(plan);
  await ready({ ...plan, before }, process);
  let delay = FIRST_RESTART_MS;
  let timer: NodeJS.Timeout | undefined;
  const keepAlive = () => {
    process.once("exit", () => {
      if (stopping) return;
      timer = setTimeout(() => {
        process = spawn(plan);
        process.once("message", () => {
          delay = FIRST_RESTART_MS;
        });
        keepAlive();
      }, delay);
      delay = Math.min(delay * 2, SLOWEST_RESTART_MS);
    });
  };
  keepAlive();
  return {
    plan,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await end(process);
    },
  };
}

function spawn(plan: ChildPlan): ChildProcess {
  // The apps are siblings in dist as in src; they are started, never imported.
  const entry = fileURLToPath(new URL(`../../../${plan.name}/dist/main.js`, import.meta.url));
  const child = fork(entry, [], {
    env: { ...process.env, ...plan.environment },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A group of its own: Ctrl-C reaches the command alone, and it stops its children in order.
    detached: true,
  });
  const log = createWriteStream(plan.logFile, { flags: "a" });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  return child;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** What an app that does not start tells a person: its own last words; where it has none, the end of its log since then. */
async function lastWords(path: string, before: number): Promise<string> {
  const log = await readFile(path).catch(() => Buffer.alloc(0));
  const lines = log.subarray(before).toString().trimEnd().split("\n");
  const words = lines.filter((line) => !line.startsWith("{"));
  return (words.length > 0 ? words : lines).slice(-8).join("\n");
}

function ready(plan: ChildPlan & { readonly before: number }, child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = async (why: string) => {
      clearTimeout(timer);
      const tail = await lastWords(plan.logFile, plan.before);
      reject(
        new Fault("service-start-failed", `the ${plan.name} ${why}:\n${tail}`, { wayOut: `Its log: ${plan.logFile}` }),
      );
    };
    const timer = setTimeout(() => void fail("was not ready in time"), READY_WITHIN_MS);
    child.once("exit", (code) => void fail(`ended at once (exit code ${code})`));
    child.once("message", () => {
      clearTimeout(timer);
      child.removeAllListeners("exit");
      resolve();
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
