import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, hexOf, type LockedPackage, lockDigest } from "@ascent/core";
import { sha256 } from "@ascent/formats";
import { prune } from "../cache/prune.ts";
import { removeTree } from "../cache/remove-tree.ts";
import type { Shelf } from "../cache/shelf.ts";
import { Cancelled, throwIfCancelled } from "../cancelled.ts";
import type { SandboxHost } from "../sandbox/launch.ts";
import type { UnpackedMeta } from "../unpack/meta.ts";
import type { Unpacked, UnpackedCache } from "../unpack/unpacked-cache.ts";
import { type RootShape, shapeName, USUAL_SHAPE } from "../variation/conditions.ts";
import { packageDatabase } from "./database.ts";
import { materialise } from "./materialise.ts";
import { mergePackages, userLines } from "./merge.ts";
import { installOrder } from "./order.ts";
import { replacesPriority } from "./replaces.ts";
import { runScriptlets, type Scriptlet, type ScriptletContext, scriptletsOf } from "./scriptlets.ts";
import type { FileNode, RootTree } from "./tree.ts";
import { directoriesOf } from "./triggers.ts";

export interface HeldRoot {
  /** To be mounted read-only: its files are hard links into the cache. */
  readonly path: string;
  release(): Promise<void>;
}

interface Parts {
  readonly shelf: Shelf;
  readonly unpacked: UnpackedCache;
  readonly host: SandboxHost;
}

/** What a root is made from, and how. */
export interface RootOrder {
  readonly environment: readonly LockedPackage[];
  /** The usual when absent. */
  readonly shape?: RootShape;
}

/** One root per locked environment (and shape), shared by all builds that lock the same. */
export class RootCache {
  readonly #parts: Parts;
  readonly #assembling = new Map<Digest, Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * The root of an environment, assembled when it is not there yet. Two builds that need it at once make it once.
   * Throws Faults "file-conflict", "scriptlet-failed", those of the unpacked cache, and Cancelled.
   */
  async use(order: RootOrder, context: ScriptletContext): Promise<HeldRoot> {
    const digest = nameOf(order);
    const { shelf } = this.#parts;
    const hold = await shelf.hold(digest);
    try {
      while (!(await shelf.has(digest))) await this.#assembleOnce(digest, order, context);
      return { path: join(shelf.pathOf(digest), "root"), release: () => hold.release() };
    } catch (error) {
      await hold.release();
      throw error;
    }
  }

  prune(maxBytes: number) {
    return prune({ roots: this.#parts.shelf, unpacked: this.#parts.unpacked.shelf }, maxBytes);
  }

  async #assembleOnce(digest: Digest, order: RootOrder, context: ScriptletContext): Promise<void> {
    throwIfCancelled(context.signal);
    const running = this.#assembling.get(digest);
    if (running !== undefined) return running.catch(ignoreCancelled);
    const assembling = this.#assemble(digest, order, context);
    this.#assembling.set(digest, assembling);
    try {
      await assembling;
    } finally {
      this.#assembling.delete(digest);
    }
  }

  async #assemble(digest: Digest, order: RootOrder, context: ScriptletContext): Promise<void> {
    const { host, shelf, unpacked } = this.#parts;
    const { environment, shape = USUAL_SHAPE } = order;
    const packages = await unpacked.useAll(environment, context.signal);
    const scratch = await shelf.scratch();
    try {
      const assembly = new Assembly({ host, shape }, packages.entries);
      const bytes = await assembly.write(join(scratch, "root"), context);
      await shelf.install(digest, scratch, {
        bytes,
        shares: environment.map(({ contentDigest }) => hexOf(contentDigest)),
      });
    } catch (error) {
      await removeTree(scratch);
      throw error;
    } finally {
      await packages.release();
    }
  }
}

function nameOf({ environment, shape = USUAL_SHAPE }: RootOrder): Digest {
  const lock = lockDigest(environment, sha256);
  const variant = shapeName(shape);
  return variant === undefined ? lock : sha256(`${lock} ${variant}`);
}

/** Another build's cancelling is no reason for this one to end: it tries itself. */
function ignoreCancelled(error: unknown): void {
  if (!(error instanceof Cancelled)) throw error;
}

class Assembly {
  readonly #host: SandboxHost;
  readonly #shape: RootShape;
  readonly #packages: readonly Unpacked[];
  readonly #metas: readonly UnpackedMeta[];

  constructor(how: { readonly host: SandboxHost; readonly shape: RootShape }, packages: readonly Unpacked[]) {
    this.#host = how.host;
    this.#shape = how.shape;
    const order = installOrder(packages.map(({ meta }) => meta));
    this.#packages = [...packages].sort((a, b) => order.indexOf(a.meta) - order.indexOf(b.meta));
    this.#metas = order;
  }

  async write(root: string, context: ScriptletContext): Promise<number> {
    const tree = mergePackages(this.#metas, replacesPriority, this.#shape);
    const database = packageDatabase(this.#metas, tree);
    await this.#addTexts(tree, database);
    const scriptlets = scriptletsOf(this.#metas, directoriesOf(tree));
    throwIfCancelled(context.signal);
    await mkdir(root);
    const by = scriptlets.length === 0 ? "hard-link" : "copy";
    const { fileOrder } = this.#shape;
    const bytes = await materialise(tree, root, { by, fileOrder, sourceOf: (file) => this.#sourceOf(file) });
    await this.#runAll(root, scriptlets, context);
    return bytes;
  }

  async #runAll(root: string, scriptlets: readonly Scriptlet[], context: ScriptletContext): Promise<void> {
    if (scriptlets.length > 0) await runScriptlets(this.#host, { root, scriptlets }, context);
  }

  /** apk's database, and the sandbox's user in the files that name users. */
  async #addTexts(tree: RootTree, database: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(database)) tree.write(path, text);
    for (const [path, line] of Object.entries(userLines(this.#shape))) {
      const held = tree.find(path);
      const before = held?.kind === "file" ? await readFile(this.#sourceOf(held), "utf8") : "";
      const separator = before === "" || before.endsWith("\n") ? "" : "\n";
      tree.write(path, `${before}${separator}${line}`);
    }
  }

  #sourceOf(file: FileNode): string {
    const owner = file.owner === "builder" ? undefined : this.#packages[file.owner];
    if (owner === undefined) throw new RangeError(`no package ${file.owner} for ${file.path}`);
    return join(owner.files, file.path);
  }
}
