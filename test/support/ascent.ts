import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));
const ENTRY = join(CHECKOUT, "apps", "cli", "dist", "main.js");

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when stdout so far matches; rejects when the command ends without. */
  until(pattern: RegExp): Promise<void>;
}

/** A data directory of its own, and the real command line on it. */
export class Installation {
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;

  private constructor(home: string, environment: Readonly<Record<string, string>>) {
    this.home = home;
    this.environment = environment;
  }

  static async make(environment: Readonly<Record<string, string>> = {}): Promise<Installation> {
    const home = await mkdtemp(join(tmpdir(), "ascent-home-"));
    // As root, builds run as a user that must be able to get there.
    await chmod(home, 0o755);
    return new Installation(home, environment);
  }

  start(...args: string[]): Running {
    return this.startIn(process.cwd(), ...args);
  }

  startIn(cwd: string, ...args: string[]): Running {
    const child = spawn(process.execPath, [ENTRY, ...args], {
      cwd,
      env: { ...process.env, ASCENT_HOME: this.home, ASCENT_PORT: "0", NO_COLOR: "1", ...this.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    const watchers = new Set<() => void>();
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      for (const look of watchers) look();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const finished = new Promise<Finished>((resolve) => {
      child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    });
    const until = (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (!pattern.test(stdout)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        void finished.then(() => reject(new Error(`ended without ${pattern}:\n${stdout}\n${stderr}`)));
      });
    return { child, finished, until };
  }

  run(...args: string[]): Promise<Finished> {
    return this.start(...args).finished;
  }

  async remove(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}
