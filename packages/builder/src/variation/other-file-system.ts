import { lstat, mkdir, readFile, rmdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { hexOf } from "@ascent/core";
import { sha256 } from "@ascent/formats";
import { removeTree } from "../cache/remove-tree.ts";
import { Scratch } from "../cache/scratch.ts";

/** statfs(2). */
const TMPFS_MAGIC = 0x01021994;
/** With less room, hardly anything could be built there. */
const MIN_BYTES = 256 * 1024 ** 2;

/** A place in memory for the workspace of one build. */
export interface OtherPlace {
  readonly directory: string;
  /** What the build may take there. */
  readonly bytes: number;
  remove(): Promise<void>;
}

/**
 * Makes a directory on another file system than the worker's: one in memory lists its files by the time they were made,
 * newest first, most on disk by a hash of their names (ext4) or the other way round. A build that writes down what
 * `readdir` gave it shows that there. Undefined when this host has none that can run programs and has room to spare.
 * @param base the builder's own directory, which names the one that is made
 */
export async function otherPlace(
  base: string,
  candidates: readonly string[] = ["/dev/shm"],
): Promise<OtherPlace | undefined> {
  for (const candidate of candidates) {
    const bytes = await roomOf(candidate);
    if (bytes < MIN_BYTES || !(await runsPrograms(candidate))) continue;
    const place = await makeIn(candidate, `ascent-${hexOf(sha256(base)).slice(0, 16)}`);
    if (place !== undefined) return { ...place, bytes };
  }
  return undefined;
}

/** Half of what is free there, and a quarter of the memory that is free. */
async function roomOf(directory: string): Promise<number> {
  const found = await statfs(directory).catch(() => undefined);
  if (found?.type !== TMPFS_MAGIC) return 0;
  const memory = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile("/proc/meminfo", "latin1"))?.[1];
  return Math.floor(Math.min((found.bavail * found.bsize) / 2, (Number(memory ?? 0) * 1024) / 4));
}

/** Containers forbid it there as a rule (proc_pid_mountinfo(5): mount point in field 5, its options in field 6). */
async function runsPrograms(directory: string): Promise<boolean> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8")).split("\n").map((line) => line.split(" "));
  const mount = mounts.findLast(([, , , , point]) => point === directory);
  return mount !== undefined && !(mount[5] ?? "").split(",").includes("noexec");
}

/** Several builders of one directory may do this at once, and remove what is empty at any moment. */
async function makeIn(parent: string, name: string): Promise<Omit<OtherPlace, "bytes"> | undefined> {
  const home = join(parent, name);
  for (let tries = 0; tries < 3; tries++) {
    if (!(await isOurs(home))) return undefined;
    try {
      const directory = await (await Scratch.open(parent, name)).make();
      return { directory, remove: () => removeBoth(home, directory) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return undefined;
}

/** Anybody may write to the place around it, and may have put something of that name there. */
async function isOurs(home: string): Promise<boolean> {
  await mkdir(home, { mode: 0o755 }).catch(() => undefined);
  const found = await lstat(home).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

/** What another build has there stays. */
async function removeBoth(home: string, directory: string): Promise<void> {
  await removeTree(directory);
  await rmdir(home).catch(() => undefined);
}
