import { readFile, readlink, realpath, rm } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";

/** A server process that owns a data directory. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * Reads `postmaster.pid` (PostgreSQL source, miscadmin.h: pid, data directory, start time, port, socket directory, listen
 * address, shared memory key, status). Undefined when there is none, or when nothing of what it names lives any more.
 */
export async function readPostmaster(dataDirectory: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(dataDirectory, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !(await owns(pid, dataDirectory))) return undefined;
  return { pid, port: Number(lines[3]), ready: (lines[7] ?? "").startsWith("ready") };
}

/**
 * A killed host leaves `postmaster.pid` behind. Postgres sees for itself that its process is dead; but when the number is
 * by now another living process's it refuses to start, so that file goes. Call it when `readPostmaster` found nobody.
 */
export async function clearStalePid(dataDirectory: string): Promise<void> {
  const path = join(dataDirectory, "postmaster.pid");
  const pid = Number.parseInt(await readFile(path, "utf8").catch(() => ""), 10);
  if (pid > 0 && isAlive(pid) && !(await owns(pid, dataDirectory))) await rm(path, { force: true });
}

/** Does this process live, and serve this data directory? A server works in its data directory. */
export async function owns(pid: number, dataDirectory: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(dataDirectory));
  } catch (error) {
    // Where the system does not tell (another user's process, no /proc), being alive must do; what is gone is a zombie.
    const { code } = error as NodeJS.ErrnoException;
    return code === "EACCES" || code === "EPERM" || platform() !== "linux";
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There, but somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
