import { Fault, SANDBOX, sortedBy } from "@ascent/core";
import type { UnpackedEntry, UnpackedMeta } from "../unpack/meta.ts";
import { type RootShape, USUAL_SHAPE } from "../variation/conditions.ts";
import { type LeafNode, type Owner, type Referee, RootTree } from "./tree.ts";

/** Where things are mounted; real directories in every root, so that no package can move a mount elsewhere by a link. */
function mountPoints({ workspace }: RootShape): readonly string[] {
  return ["dev", inRoot(workspace), "proc", "run", "tmp", inRoot(SANDBOX.sources)];
}

function inRoot(path: string): string {
  return path.replace(/^\//, "");
}

/** Does package `a` say that it replaces files of package `b`? Its priority when it does. */
export type Replaces = (a: UnpackedMeta, b: UnpackedMeta) => number | undefined;

/**
 * Merges packages into one tree. The order of `packages` decides nothing but who is named in the database for files that
 * are the same in several: links come first, so that every path finds the merged directories, then directories, then files.
 * Throws Fault "file-conflict", which names both packages and the path.
 */
export function mergePackages(
  packages: readonly UnpackedMeta[],
  replaces: Replaces,
  shape: RootShape = USUAL_SHAPE,
): RootTree {
  const nameOf = (owner: Owner): string =>
    owner === "builder" ? "the sandbox" : `package ${packages[owner]?.record.name}-${packages[owner]?.record.version}`;
  const tree = new RootTree(refereeFor(packages, replaces, nameOf), nameOf);
  for (const path of mountPoints(shape)) tree.directoryAt(path, "builder");
  placeWorkspaceLink(tree, shape);
  for (const { path, node } of symlinksByDepth(packages)) tree.place(path, node);
  packages.forEach(({ entries }, owner) => {
    for (const entry of entries) if (entry.kind === "directory") tree.directoryAt(entry.path, owner);
  });
  packages.forEach(({ entries }, owner) => {
    for (const entry of entries) if (entry.kind === "file") tree.place(entry.path, fileNode(entry, owner));
  });
  return tree;
}

/** The usual path leads to the workspace wherever that really is. */
function placeWorkspaceLink(tree: RootTree, { workspace }: RootShape): void {
  if (workspace === SANDBOX.workspace) return;
  const path = inRoot(SANDBOX.workspace);
  tree.place(path, { kind: "symlink", owner: "builder", path, target: workspace });
}

function fileNode({ path, sha256, size }: UnpackedEntry & { kind: "file" }, owner: number): LeafNode {
  return { kind: "file", owner, path, sha256, size };
}

/** Shallow links first: `bin -> usr/bin` must be there before anything below `bin` is placed. */
function symlinksByDepth(packages: readonly UnpackedMeta[]): { path: string; node: LeafNode }[] {
  const links = packages.flatMap(({ entries }, owner) =>
    entries.flatMap((entry) =>
      entry.kind === "symlink" ? [{ path: entry.path, node: { ...entry, owner } satisfies LeafNode }] : [],
    ),
  );
  const byPath = sortedBy(links, ({ path }) => path);
  return byPath.sort((a, b) => a.path.split("/").length - b.path.split("/").length);
}

/** apk's rules (apk-tools, apk_pkg_replaces_file), but a tie that content does not settle is an error here. */
function refereeFor(packages: readonly UnpackedMeta[], replaces: Replaces, nameOf: (owner: Owner) => string): Referee {
  const priority = (of: LeafNode, over: LeafNode): number | undefined => {
    const [a, b] = [packageOf(packages, of), packageOf(packages, over)];
    return a && b && replaces(a, b);
  };
  return (held, coming, path) => {
    if (isSame(held, coming)) return held;
    const [heldPriority = -1, comingPriority = -1] = [priority(held, coming), priority(coming, held)];
    if (heldPriority >= 0 || comingPriority >= 0) return comingPriority >= heldPriority ? coming : held;
    const names = `${nameOf(held.owner)} and ${nameOf(coming.owner)}`;
    throw new Fault("file-conflict", `${names} both hold /${path}, with different content`, {
      wayOut:
        "Leave one of the two out of the build environment, or let one of them declare that it replaces the other.",
    });
  };
}

function isSame(a: LeafNode, b: LeafNode): boolean {
  if (a.kind === "file" && b.kind === "file") return a.sha256 === b.sha256;
  return a.kind === "symlink" && b.kind === "symlink" && a.target === b.target;
}

function packageOf(packages: readonly UnpackedMeta[], node: LeafNode): UnpackedMeta | undefined {
  return node.owner === "builder" ? undefined : packages[node.owner];
}

/**
 * Lines that make the sandbox's user known, added to what the packages' own file says; programs ask for its name and home
 * (melange's).
 */
export function userLines({ id }: RootShape): Readonly<Record<string, string>> {
  return {
    "etc/passwd": `build:x:${id}:${id}:build:${SANDBOX.workspace}:/bin/sh\n`,
    "etc/group": `build:x:${id}:\n`,
  };
}
