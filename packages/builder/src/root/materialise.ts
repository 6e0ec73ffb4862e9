import { constants, copyFileSync, linkSync } from "node:fs";
import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { type Conditions, inFileOrder } from "../variation/conditions.ts";
import type { DirectoryNode, FileNode, RootTree, TreeNode } from "./tree.ts";

export interface Materials {
  /** Path on the host of a package's file. */
  sourceOf(file: FileNode): string;
  /** `copy` when something will write into the root: links would let it change the cache. */
  readonly by: "hard-link" | "copy";
  readonly fileOrder: Conditions["fileOrder"];
}

/** Files after which other work of this process gets its turn: linking is synchronous, for it is much faster so. */
const BATCH = 256;

/**
 * Writes a tree into the empty directory `target`. Every name was resolved in memory, so no path that is written to goes
 * through a link. Returns the bytes that it takes by itself, hard links not counted.
 */
export async function materialise(tree: RootTree, target: string, materials: Materials): Promise<number> {
  const writer = new TreeWriter(materials);
  await writer.directory(tree.root, target);
  return writer.bytes;
}

/** What a directory or a link takes on disk, about. */
const INODE_BYTES = 4096;

class TreeWriter {
  bytes = 0;
  readonly #materials: Materials;
  #sinceBreath = 0;

  constructor(materials: Materials) {
    this.#materials = materials;
  }

  async directory(node: DirectoryNode, path: string): Promise<void> {
    this.bytes += INODE_BYTES;
    for (const [name, child] of inFileOrder(node.children, this.#materials)) await this.#child(child, join(path, name));
    // Every directory plainly 0755, whatever its package says and the umask cuts: the mount is read-only for builds, and
    // other users of the host must not add to a root.
    await chmod(path, 0o755);
  }

  async #child(node: TreeNode, path: string): Promise<void> {
    switch (node.kind) {
      case "directory":
        await mkdir(path, { mode: 0o755 });
        return this.directory(node, path);
      case "symlink":
        return symlink(node.target, path);
      case "text":
        this.bytes += INODE_BYTES + node.text.length;
        await writeFile(path, node.text);
        return chmod(path, 0o644);
      case "file":
        return this.#file(node, path);
    }
  }

  async #file(node: FileNode, path: string): Promise<void> {
    this.#sinceBreath = (this.#sinceBreath + 1) % BATCH;
    if (this.#sinceBreath === 0) await breathe();
    const source = this.#materials.sourceOf(node);
    if (this.#materials.by === "copy" || !linked(source, path)) {
      copyFileSync(source, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      this.bytes += INODE_BYTES + node.size;
    }
  }
}

/** False when the file has as many links as its file system allows: then a copy serves. */
function linked(source: string, path: string): boolean {
  try {
    linkSync(source, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EMLINK") return false;
    throw error;
  }
}
