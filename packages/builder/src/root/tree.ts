import { Fault } from "@ascent/core";

/** Who put something into a root: an index into the packages, or the builder itself. */
export type Owner = number | "builder";

export interface DirectoryNode {
  readonly kind: "directory";
  readonly owner: Owner;
  readonly children: Map<string, TreeNode>;
}

export interface FileNode {
  readonly kind: "file";
  readonly owner: Owner;
  /** Path inside its package, which usr-merge may have turned into another one here. */
  readonly path: string;
  /** SHA-256 of the content, hex. */
  readonly sha256: string;
  readonly size: number;
}

export interface SymlinkNode {
  readonly kind: "symlink";
  readonly owner: Owner;
  readonly path: string;
  readonly target: string;
}

/** Written by the builder: /etc/passwd, the package database. */
export interface TextNode {
  readonly kind: "text";
  readonly owner: "builder";
  readonly text: string;
}

export type LeafNode = FileNode | SymlinkNode | TextNode;
export type TreeNode = DirectoryNode | LeafNode;

/** Which of two leaves at one path stays; throws when neither may. */
export type Referee = (held: LeafNode, coming: LeafNode, path: string) => LeafNode;

/** As the kernel's limit (path_resolution(7)). */
const MAX_LINKS = 40;

/**
 * A root file system in memory, into which packages are merged before anything is written. Paths follow the symbolic links
 * that are in the tree already, inside the tree: `bin -> usr/bin` of one package moves another's `bin/sh` to `usr/bin/sh`,
 * as it would on a disk, and no link can lead out, for there is nothing outside.
 */
export class RootTree {
  readonly root: DirectoryNode = directory("builder");
  readonly #referee: Referee;
  readonly #nameOf: (owner: Owner) => string;

  constructor(referee: Referee, nameOf: (owner: Owner) => string) {
    this.#referee = referee;
    this.#nameOf = nameOf;
  }

  /** The directory at `path`, links followed, made with its parents where missing. */
  directoryAt(path: string, owner: Owner): DirectoryNode {
    return this.#walk(path, owner);
  }

  /** Puts a file or link where `path` leads; the referee decides when something is there. */
  place(path: string, node: LeafNode): void {
    const { parent, name } = split(path);
    const into = this.#walk(parent, node.owner);
    const held = into.children.get(name);
    if (held === undefined) into.children.set(name, node);
    else if (held.kind === "directory") throw this.#conflict(path, held.owner, node.owner);
    else into.children.set(name, this.#referee(held, node, path));
  }

  /** Puts a text of the builder's own in place of whatever file or link is there. */
  write(path: string, text: string): void {
    const { parent, name } = split(path);
    const into = this.#walk(parent, "builder");
    const held = into.children.get(name);
    if (held?.kind === "directory") throw this.#conflict(path, held.owner, "builder");
    into.children.set(name, { kind: "text", owner: "builder", text });
  }

  /** What is at `path`, links in its directories followed, the last part not; undefined when nothing is. */
  find(path: string): TreeNode | undefined {
    const { parent, name } = split(path);
    const into = parent === "" ? this.root : this.#lookUp(parent);
    return into?.children.get(name);
  }

  #lookUp(path: string): DirectoryNode | undefined {
    const walk = new Walk(this.root, path);
    for (let part = walk.next(); part !== undefined; part = walk.next()) {
      const child = walk.here.children.get(part);
      if (child?.kind === "directory") walk.enter(child);
      else if (child?.kind !== "symlink" || !walk.follow(child.target)) return undefined;
    }
    return walk.here;
  }

  #walk(path: string, owner: Owner): DirectoryNode {
    const walk = new Walk(this.root, path);
    for (let part = walk.next(); part !== undefined; part = walk.next()) {
      const child = walk.here.children.get(part) ?? this.#make(walk, part, owner);
      if (child.kind === "directory") walk.enter(child);
      else if (child.kind !== "symlink" || !walk.follow(child.target)) throw this.#conflict(path, child.owner, owner);
    }
    return walk.here;
  }

  #make(walk: Walk, part: string, owner: Owner): DirectoryNode {
    const made = directory(owner);
    walk.here.children.set(part, made);
    return made;
  }

  #conflict(path: string, held: Owner, coming: Owner): Fault {
    const names = `${this.#nameOf(held)} and ${this.#nameOf(coming)}`;
    return new Fault(
      "file-conflict",
      `${names} cannot be in one root: /${path} would be a directory and something else`,
      {
        wayOut: "Leave one of the two out of the build environment, or change where one of them puts its files.",
      },
    );
  }
}

/** A position in the tree and the parts of a path that are still to go. */
class Walk {
  readonly #pending: string[];
  readonly #trail: [DirectoryNode, ...DirectoryNode[]];
  #links = 0;

  constructor(root: DirectoryNode, path: string) {
    this.#trail = [root];
    this.#pending = path.split("/");
  }

  get here(): DirectoryNode {
    return this.#trail.at(-1) ?? this.#trail[0];
  }

  get isAtEnd(): boolean {
    return this.#pending.every((part) => part === "" || part === ".");
  }

  next(): string | undefined {
    for (let part = this.#pending.shift(); part !== undefined; part = this.#pending.shift()) {
      if (part === "..") this.#leave();
      else if (part !== "" && part !== ".") return part;
    }
    return undefined;
  }

  enter(child: DirectoryNode): void {
    this.#trail.push(child);
  }

  /** Goes on at a link's target; false when there are too many links on the way. */
  follow(target: string): boolean {
    this.#links += 1;
    if (target.startsWith("/")) this.#trail.splice(1);
    this.#pending.unshift(...target.split("/"));
    return this.#links <= MAX_LINKS;
  }

  #leave(): void {
    if (this.#trail.length > 1) this.#trail.pop();
  }
}

function directory(owner: Owner): DirectoryNode {
  return { kind: "directory", owner, children: new Map() };
}

function split(path: string): { readonly parent: string; readonly name: string } {
  const at = path.lastIndexOf("/");
  return { parent: path.slice(0, Math.max(at, 0)), name: path.slice(at + 1) };
}
