import { Fault } from "@ascent/core";
import type { EntryType } from "./tar-entry.ts";

/** What the guard looks at; every `TarEntry` is one. */
export interface GuardedEntry {
  readonly path: string;
  readonly type: EntryType;
  readonly linkTarget?: string;
}

/** An entry that can be unpacked. All paths are relative to the root, normalised; the root itself is "". */
export interface SafeEntry {
  /** As the archive names it. */
  readonly path: string;
  /** Where it ends up: the links that lead there, seen earlier, are followed. Equals `path` where there are none. */
  readonly realPath: string;
  readonly type: Exclude<EntryType, "character" | "block" | "fifo">;
  /** Symbolic links: as written. Hard links: the real path of the file that is linked to. */
  readonly linkTarget?: string;
}

/** Checks the entries of one archive (or of several into one root), in order. */
export interface EntryGuard {
  /**
   * Throws Fault "archive-escape" (out of the root), "archive-special-file" (device, fifo), "archive-dangling-link" (hard
   * link to what is not there yet) or "archive-conflict" (a path through a file, or that would replace a directory).
   */
  check(entry: GuardedEntry): SafeEntry;
}

function escapeFault(path: string, why: string): Fault {
  return new Fault("archive-escape", `${JSON.stringify(path)} ${why}`);
}

function partsOf(path: string): string[] {
  if (path.includes("\0")) throw escapeFault(path, "has a NUL in its name");
  return path.split("/").filter((part) => part !== "" && part !== ".");
}

/**
 * Normalises a relative path: `./a//b/` → `a/b`, `.` → ``.
 * Throws Fault "archive-escape" for absolute paths, `..` anywhere, and NUL.
 */
export function safePath(path: string): string {
  const parts = partsOf(path);
  if (path.startsWith("/")) throw escapeFault(path, "is absolute");
  if (parts.includes("..")) throw escapeFault(path, "goes up with ..");
  return parts.join("/");
}

/** As the kernel's own limit: more are a loop. */
const MAX_LINKS = 40;

/** What is known of a path in the root. */
type Known = { readonly kind: "directory" | "file" } | { readonly kind: "symlink"; readonly target: string };

/** A path to resolve, and on whose behalf. */
interface Walk {
  readonly parts: string[];
  readonly path: string;
  links: number;
}

/** The links, files and directories that the entries so far have made. */
class RootMap {
  readonly #known = new Map<string, Known>();

  get(path: string): Known | undefined {
    return this.#known.get(path);
  }

  /** Remembers an entry, and that its parents are directories. */
  set(path: string, known: Known): void {
    this.#known.set(path, known);
    for (let parent = parentOf(path); parent !== ""; parent = parentOf(parent)) {
      if (this.#known.has(parent)) break;
      this.#known.set(parent, { kind: "directory" });
    }
  }

  /**
   * Follows `target` from the directory `from` through every link seen so far; an absolute target starts at the root.
   * `..` above the root is an escape, although a kernel in a changed root would stay: not every reader changes its root.
   */
  resolve(from: string, target: string, path: string): string {
    const walk: Walk = { parts: partsOf(target).reverse(), path, links: 0 };
    let here = target.startsWith("/") ? "" : from;
    for (let part = walk.parts.pop(); part !== undefined; part = walk.parts.pop()) here = this.#step(here, part, walk);
    return here;
  }

  #step(here: string, part: string, walk: Walk): string {
    if (part === "..") {
      if (here === "") throw escapeFault(walk.path, "leads out of the root");
      return parentOf(here);
    }
    const next = joined(here, part);
    const known = this.#known.get(next);
    if (known?.kind !== "symlink") return next;
    walk.links++;
    if (walk.links > MAX_LINKS) throw escapeFault(walk.path, "goes through a loop of links");
    walk.parts.push(...partsOf(known.target).reverse());
    return known.target.startsWith("/") ? "" : here;
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function joined(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

/**
 * The rule for links, so that nothing that is unpacked entry by entry lands outside of the root:
 *
 * - Devices and fifos are refused.
 * - A symbolic link may point anywhere inside the root, existing or not. An absolute target is meant from the root.
 *   One whose target, followed lexically from where the link really is, goes above the root is refused.
 * - The parents of an entry may be links seen earlier (merged /usr): they are followed inside the root, as is the
 *   entry itself when it is a directory, and the result is `realPath`.
 * - The target of a hard link is a path of the archive, and was seen earlier as a file.
 * - A directory that is known is never replaced by anything else, and nothing lies below a file.
 *
 * Unpack at `realPath`, into a root that held nothing when the guard was made: then no link of the archive is ever
 * followed by the file system, whose idea of it may be another.
 */
export function createEntryGuard(): EntryGuard {
  const root = new RootMap();
  return {
    check(entry) {
      const path = safePath(entry.path);
      const realPath = realPathOf(root, path, entry.type === "directory");
      refuseConflict(root, realPath, entry);
      switch (entry.type) {
        case "file":
          root.set(realPath, { kind: "file" });
          return { path, realPath, type: "file" };
        case "directory":
          if (realPath !== "") root.set(realPath, { kind: "directory" });
          return { path, realPath, type: "directory" };
        case "symlink":
          return { path, realPath, type: "symlink", linkTarget: checkSymlink(root, realPath, entry) };
        case "hardlink":
          return { path, realPath, type: "hardlink", linkTarget: checkHardlink(root, realPath, entry) };
        default:
          throw new Fault("archive-special-file", `"${entry.path}" is a ${entry.type} special file`);
      }
    },
  };
}

function realPathOf(root: RootMap, path: string, followLast: boolean): string {
  if (followLast) return root.resolve("", path, path);
  const parent = root.resolve("", parentOf(path), path);
  return joined(parent, path.slice(path.lastIndexOf("/") + 1));
}

function refuseConflict(root: RootMap, realPath: string, entry: GuardedEntry): void {
  const isDirectory = entry.type === "directory";
  const known = realPath === "" ? "directory" : root.get(realPath)?.kind;
  if (known === "directory" && !isDirectory) {
    throw new Fault("archive-conflict", `"${entry.path}" would replace a directory`);
  }
  if (known === "file" && isDirectory) throw new Fault("archive-conflict", `"${entry.path}" would replace a file`);
  for (let parent = parentOf(realPath); parent !== ""; parent = parentOf(parent)) {
    if (root.get(parent)?.kind === "file") throw new Fault("archive-conflict", `"${entry.path}" lies below a file`);
  }
}

function checkSymlink(root: RootMap, realPath: string, entry: GuardedEntry): string {
  const target = entry.linkTarget ?? "";
  if (target === "") throw new Fault("archive-corrupt", `the link "${entry.path}" has no target`);
  root.resolve(parentOf(realPath), target, `${entry.path} -> ${target}`);
  root.set(realPath, { kind: "symlink", target });
  return target;
}

function checkHardlink(root: RootMap, realPath: string, entry: GuardedEntry): string {
  const target = realPathOf(root, safePath(entry.linkTarget ?? ""), false);
  if (root.get(target)?.kind !== "file" || target === realPath) {
    throw new Fault(
      "archive-dangling-link",
      `"${entry.path}" links to "${entry.linkTarget}", which is no earlier file`,
    );
  }
  root.set(realPath, { kind: "file" });
  return target;
}
