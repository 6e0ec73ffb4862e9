import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Fault } from "@ascent/core";

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of the host that writes bytes to its standard output while it runs. */
export interface RunningCommand {
  readonly output: AsyncIterable<Uint8Array>;
  /** Resolves when the program has ended and its streams are closed. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  stop(): void;
}

/**
 * What a host tool gets of our own environment: where programs and proxies are, never its language. Anything more would let
 * the caller's shell change what is resolved.
 */
const PASSED_ON = ["PATH", "HOME", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

function environment(extra: Readonly<Record<string, string>>): Record<string, string> {
  const env: Record<string, string> = { LC_ALL: "C", TZ: "UTC" };
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...env, ...extra };
}

const STDERR_LIMIT = 64 * 1024;

/**
 * Starts a program in a process group of its own, so that an abort reaches what it started itself.
 * Throws (or rejects `ended` with) Fault "host-tool-missing" when there is no such program, and the signal's reason after
 * an abort.
 */
export function startCommand(command: string, args: readonly string[], options: CommandOptions): RunningCommand {
  options.signal.throwIfAborted();
  const child = spawn(command, args, {
    env: environment(options.env ?? {}),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const stop = () => killGroup(child);
  options.signal.addEventListener("abort", stop, { once: true });
  const ended = finish(command, child, options.signal).finally(() => options.signal.removeEventListener("abort", stop));
  // Whoever reads the output first may fail first; the rejection is still theirs to see when they await it.
  ended.catch(() => {});
  return { output: child.stdout as AsyncIterable<Uint8Array>, ended, stop };
}

async function finish(command: string, child: ChildProcess, signal: AbortSignal) {
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-STDERR_LIMIT);
  });
  try {
    const [code] = (await once(child, "close")) as [number | null];
    signal.throwIfAborted();
    return { code, stderr };
  } catch (cause) {
    signal.throwIfAborted();
    throw (cause as NodeJS.ErrnoException).code === "ENOENT" ? missingTool(command, cause) : cause;
  }
}

function missingTool(command: string, cause: unknown): Fault {
  return new Fault("host-tool-missing", `there is no ${command} on this host`, { cause });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** Runs a program to its end and collects what it says, as UTF-8. Any exit code is a result; see `startCommand` for faults. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const running = startCommand(command, args, options);
  const chunks: Uint8Array[] = [];
  for await (const chunk of running.output) chunks.push(chunk);
  const { code, stderr } = await running.ended;
  return { code, stderr, stdout: Buffer.concat(chunks).toString("utf8") };
}
