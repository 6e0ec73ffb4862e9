import { access, constants, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Fault } from "@ascent/core";

/** Writes a file that a person named. Fault "output-unwritable". */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  if (path.startsWith("-"))
    throw new Fault("output-unwritable", `${path} is taken for the name of a file, and looks like an option`, {
      wayOut: `Name the file behind its option, such as --svg out.svg; one that is really called so is ./${path}.`,
    });
  try {
    await writeFile(path, content);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("output-unwritable", `${path} cannot be written: ${why}`, {
      cause,
      wayOut: "Name a file in a folder that is there and that you may write to.",
    });
  }
}

/**
 * Tells before long work that its end could not be left in a folder, which need not be there yet: Fault "output-unwritable".
 * Makes nothing.
 */
export async function refuseUnwritableFolder(path: string): Promise<void> {
  const there = await nearestOf(resolve(path));
  const isFolder = (await stat(there)).isDirectory();
  const mayWrite = await access(there, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (isFolder && mayWrite) return;
  const why = isFolder ? `you may not write to ${there}` : `${there} is no folder`;
  throw new Fault("output-unwritable", `nothing can be left in ${path}: ${why}`, {
    wayOut: "Name a folder that you may write to, or one that can be made in such a folder.",
  });
}

/** The path, or whatever of what it leads through is there. */
async function nearestOf(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : nearestOf(dirname(path));
}
