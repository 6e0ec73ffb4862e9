import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "@ascent/core";
import { bwrapArguments, type SandboxSpec } from "./bwrap-arguments.ts";
import { launchCommand, type SandboxHost, STATUS_FD } from "./launch.ts";
import { isRunning, type ProcessIdentity, tasksOfUser } from "./processes.ts";
import { SandboxStatus } from "./status.ts";
import { type Excess, type WatchLimits, watchTree } from "./watchdog.ts";

export interface SandboxRun {
  readonly spec: SandboxSpec;
  readonly limits: WatchLimits;
  readonly cpus?: readonly number[];
  /** 022 when absent. */
  readonly umask?: number;
  readonly signal: AbortSignal;
  /** Output as it comes; false: enough, stop the sandbox. */
  onOutput(bytes: Uint8Array): boolean;
}

export type SandboxEnd =
  /** 128 + N when signal N ended the command (bwrap's convention, as the shell's). */
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "stopped"; readonly why: Excess | "log-limit" | "cancelled" }
  /** Someone else (an administrator, the kernel for lack of memory) killed bwrap. */
  | { readonly kind: "killed"; readonly signal: string }
  /** bwrap itself failed; its message is in the output. */
  | { readonly kind: "not-started" };

type Stop = Extract<SandboxEnd, { kind: "stopped" }>["why"];

/** No single process needs more address space than this when the sum of resident memory may be less. */
const ADDRESS_SPACE_FACTOR = 2;
const MIN_ADDRESS_SPACE = 1024 ** 3;
/** RLIMIT_NPROC counts other builds of the same user too, so it is only the backstop behind the watchdog's count. */
const TASKS_FACTOR = 4;
const MIN_USER_TASKS = 256;

/**
 * Runs one command in a fresh sandbox and returns when no process of it exists any more, however it ended. Stopping kills
 * the init of the pid namespace, and with it, by the kernel, every process inside (pid_namespaces(7)).
 * Throws Fault "sandbox-missing" when the command line cannot be started at all.
 */
export async function runInSandbox(host: SandboxHost, run: SandboxRun): Promise<SandboxEnd> {
  if (run.signal.aborted) return { kind: "stopped", why: "cancelled" };
  const child = start(host, run);
  const status = new SandboxStatus(child.stdio[STATUS_FD]);
  let stopped: Stop | undefined;
  const stop = (why: Stop): void => {
    if (stopped !== undefined) return;
    stopped = why;
    void kill(child, status);
  };
  const endWatch = watch(child, run, stop);
  const exit = await ended(child).finally(endWatch);
  await vanished(await status.init);
  if (stopped !== undefined) return { kind: "stopped", why: stopped };
  const exitCode = status.exitCode ?? (await status.settled);
  if (exit.error !== undefined) throw notStartable(host, exit.error);
  if (exit.signal !== undefined) return { kind: "killed", signal: exit.signal };
  return exitCode === undefined ? { kind: "not-started" } : { kind: "exited", exitCode };
}

function start(host: SandboxHost, run: SandboxRun): ChildProcess {
  const { cpus, umask } = run;
  const options = {
    limits: processLimits(host, run.limits),
    ...(cpus === undefined ? {} : { cpus }),
    ...(umask === undefined ? {} : { umask }),
  };
  const [program, ...args] = launchCommand(host, options, bwrapArguments(run.spec, STATUS_FD));
  return spawn(program, args, {
    cwd: "/",
    env: { PATH: process.env.PATH ?? "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" },
    // A session of its own: Ctrl-C on the worker's terminal must reach the worker, which then cancels, not the build.
    detached: true,
    stdio: ["ignore", "pipe", "ignore", "pipe"],
  });
}

function processLimits(host: SandboxHost, limits: WatchLimits) {
  const uid = host.runAs?.uid ?? process.getuid?.() ?? 0;
  return {
    addressSpaceBytes: Math.max(limits.memoryBytes * ADDRESS_SPACE_FACTOR, MIN_ADDRESS_SPACE),
    fileBytes: limits.disk.bytes,
    userTasks: tasksOfUser(uid) + Math.max(limits.processes * TASKS_FACTOR, MIN_USER_TASKS),
  };
}

function watch(child: ChildProcess, run: SandboxRun, stop: (why: Stop) => void): () => void {
  const cancel = (): void => stop("cancelled");
  run.signal.addEventListener("abort", cancel);
  let full = false;
  child.stdout?.on("data", (bytes: Buffer) => {
    if (full) return;
    full = !run.onOutput(bytes);
    if (full) stop("log-limit");
  });
  const endWatch = child.pid === undefined ? () => {} : watchTree(child.pid, run.limits, stop);
  return () => {
    run.signal.removeEventListener("abort", cancel);
    endWatch();
  };
}

/** Resolves when the process is reaped and all output has been read, whatever became of it. */
function ended(child: ChildProcess): Promise<{ readonly error?: Error; readonly signal?: string }> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ error }));
    child.once("close", (_code, signal) => resolve(signal === null ? {} : { signal }));
  });
}

/**
 * Kills the sandbox. The init is killed by name and not through bwrap's parent-death signal alone: bwrap sets that signal
 * only after it has started, and a sandbox killed before would be left waiting for its parent for ever.
 */
async function kill(child: ChildProcess, status: SandboxStatus): Promise<void> {
  const init = await status.init;
  if (init !== undefined && isRunning(init)) signalKill(pidOf(init));
  child.kill("SIGKILL");
}

/** Waits until the init of the pid namespace is gone: the kernel lets it go only after every other process inside. */
async function vanished(init: ProcessIdentity | undefined): Promise<void> {
  for (let delay = 1; init !== undefined && isRunning(init); delay = Math.min(delay * 2, 100)) {
    signalKill(pidOf(init));
    await sleep(delay);
  }
}

function pidOf(identity: ProcessIdentity): number {
  return Number(identity.split(".")[0]);
}

function signalKill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in between.
  }
}

function notStartable(host: SandboxHost, cause: Error): Fault {
  return new Fault("sandbox-missing", `the sandbox could not be started through ${host.bwrap}`, {
    cause,
    wayOut: "Install bubblewrap and util-linux: apt-get install bubblewrap util-linux.",
  });
}
