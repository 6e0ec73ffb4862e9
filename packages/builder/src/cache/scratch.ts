import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { identityOf, isRunning } from "../sandbox/processes.ts";
import { makeDirectory } from "./plain-files.ts";
import { removeTree } from "./remove-tree.ts";

let counter = 0;

/**
 * A directory for things in the making. Their names begin with the identity of the process that made them, so what a killed
 * process leaves is found and removed when the next one opens the directory.
 */
export class Scratch {
  readonly directory: string;
  readonly #identity = identityOf(process.pid) ?? `${process.pid}.0`;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** @param name of the directory below `base`, which exists */
  static async open(base: string, name: string): Promise<Scratch> {
    const directory = await makeDirectory(base, name);
    const left = (await readdir(directory)).filter((name) => !isRunning(ownerOf(name)));
    for (const name of left) await removeTree(join(directory, name));
    return new Scratch(directory);
  }

  /** A path that nothing else uses. */
  path(): string {
    counter += 1;
    return join(this.directory, `${this.#identity}.${counter}`);
  }

  /** A new, empty directory that everyone may enter. */
  async make(): Promise<string> {
    const path = this.path();
    await mkdir(path);
    await chmod(path, 0o755);
    return path;
  }
}

/** The process identity `PID.START` that a name begins with. */
export function ownerOf(name: string): string {
  return name.split(".").slice(0, 2).join(".");
}
