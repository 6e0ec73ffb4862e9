import { randomBytes } from "node:crypto";
import { link, open, readFile, rename, stat, unlink } from "node:fs/promises";
import { Fault } from "@ascent/core";

/** Of private parts and of everything else. */
export const PRIVATE_MODE = 0o600;
export const PUBLIC_MODE = 0o644;

export interface NewFile {
  readonly path: string;
  readonly mode: number;
  readonly text: string;
}

/** Puts a new file in place, whole or not at all. False when one is there already, which is then left alone. */
export async function putNew(file: NewFile): Promise<boolean> {
  const draft = await writeDraft(file);
  try {
    // Linking is exclusive: of several makers, one wins.
    await link(draft, file.path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

/** Puts a file in the place of the one that is there. */
export async function replace(file: NewFile): Promise<void> {
  await rename(await writeDraft(file), file.path);
}

async function writeDraft({ path, mode, text }: NewFile): Promise<string> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const handle = await open(draft, "wx", mode);
  try {
    await handle.writeFile(text);
    // A key that signed and is then lost with the host's power could never be verified again.
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}

/** The file's text, made first when there is none; of several makers at once, all get what one of them made. */
export async function readOrPut(path: string, mode: number, make: () => Promise<string>): Promise<string> {
  const there = await readIfThere(path);
  if (there !== undefined) return there;
  await putNew({ path, mode, text: await make() });
  return readFile(path, "utf8");
}

/** Throws Fault "key-unreadable" for anything that keeps it from being read but its absence. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Fault("key-unreadable", `${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Throws Fault "key-too-open" when anybody but the owner may read or change the file. */
export async function refuseOpenKey(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  throw new Fault("key-too-open", `${path} can be read by others (mode ${(mode & 0o777).toString(8)})`, {
    wayOut: `Run: chmod 600 ${path}; and replace the key with \`ascent keys rotate\` if it may no longer be a secret.`,
  });
}
