import { execFile } from "node:child_process";
import { statfs } from "node:fs/promises";

/** Below this much free space on the host's file system a build is stopped before it takes Ascent's own data along. */
export const HOST_RESERVE_BYTES = 64 * 1024 * 1024;

/**
 * Bytes allocated below a directory, hard links once, other file systems left out. It is `du`'s work: in a process of its
 * own it holds up no event loop, and entries that vanish while it walks only cost an exit code.
 */
export function usedBytes(directory: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C" };
    execFile("du", ["-skx", "--", directory], { env }, (error, stdout) => {
      const kibibytes = Number.parseInt(stdout, 10);
      if (Number.isSafeInteger(kibibytes)) resolve(kibibytes * 1024);
      else reject(error ?? new Error(`du printed ${JSON.stringify(stdout)} for ${directory}`));
    });
  });
}

/** Is the host's file system below `directory` (nearly) full? */
export async function isHostDiskFull(directory: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize < HOST_RESERVE_BYTES;
}
