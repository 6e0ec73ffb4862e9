import { copyFile, type FileHandle, link, lstat, open } from "node:fs/promises";
import { Fault } from "@ascent/core";
import { systemCode } from "./host-error.ts";

/** Writes bytes to a new file and to the disk. */
export async function writeTemp(temp: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(temp, "wx", 0o444);
  try {
    await handle.writeFile(bytes);
    await settle(handle);
  } finally {
    await handle.close();
  }
}

/** Read-only for everyone, whatever the umask, and on the disk before anyone can see it. */
export async function settle(handle: FileHandle): Promise<void> {
  await handle.chmod(0o444);
  await handle.sync();
}

/** A second name where the file system can give one, a copy where it cannot. The file at `path` stays. */
export async function bringIn(path: string, temp: string): Promise<void> {
  if ((await isOursAlone(path)) && (await linked(path, temp))) return;
  await copyFile(path, temp);
}

/**
 * A link shares the inode: with another name elsewhere, or another owner who may write again, the bytes could change behind
 * the store's back. Those are copied, and so is what a symbolic link points to.
 */
async function isOursAlone(path: string): Promise<boolean> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return false;
  if (!found.isFile()) throw new Fault("artifact-not-a-file", `${path} is no regular file and cannot be stored`);
  return found.nlink === 1 && found.uid === process.geteuid?.();
}

const NO_LINK = new Set(["EXDEV", "EPERM", "EMLINK", "ENOTSUP", "EOPNOTSUPP"]);

async function linked(path: string, temp: string): Promise<boolean> {
  try {
    await link(path, temp);
    return true;
  } catch (error) {
    if (NO_LINK.has(systemCode(error) ?? "")) return false;
    throw error;
  }
}
