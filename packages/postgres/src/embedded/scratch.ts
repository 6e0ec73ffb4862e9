import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isAlive } from "./postmaster.ts";

/** A name beside `path` for something that is not whole yet, and nobody else's. */
export function scratchName(path: string): string {
  return `${path}.new-${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** Removes what processes that are dead by now left unfinished beside `path`. */
export async function sweepScratch(path: string): Promise<void> {
  const prefix = `${basename(path)}.new-`;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(prefix)) continue;
    const owner = Number.parseInt(name.slice(prefix.length), 10);
    if (owner > 0 && !isAlive(owner)) await rm(join(dirname(path), name), { recursive: true, force: true });
  }
}
