import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/*
 * What the sandbox's user must reach, and what a build may look at, has the mode that is named here: never what the
 * worker's umask leaves of it.
 */

/** Makes `relative` below `base`, each part 0755; what is there already may stay. Returns its path. */
export async function makeDirectory(base: string, relative: string): Promise<string> {
  let path = base;
  for (const part of relative.split("/").filter((each) => each !== "")) {
    path = join(path, part);
    await mkdir(path, { recursive: true });
    await chmod(path, 0o755);
  }
  return path;
}

/** Writes a new file, 0644 or 0755. */
export async function writeNew(path: string, content: Uint8Array | string, mode: 0o644 | 0o755): Promise<void> {
  await writeFile(path, content, { flag: "wx" });
  await chmod(path, mode);
}
