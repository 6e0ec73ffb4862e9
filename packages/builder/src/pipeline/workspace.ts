import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { chmod, copyFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { Fault, type Recipe, SANDBOX } from "@ascent/core";
import type { ArtifactStore, FetchedSource } from "@ascent/engine";
import { safePath } from "@ascent/formats";
import { makeDirectory, writeNew } from "../cache/plain-files.ts";
import { removeTree } from "../cache/remove-tree.ts";
import type { Scratch } from "../cache/scratch.ts";
import type { SandboxMount } from "../sandbox/bwrap-arguments.ts";
import type { RunAs } from "../sandbox/launch.ts";
import { type Conditions, inFileOrder } from "../variation/conditions.ts";

/** The directories of one build. Only `box` and what is below it can be written to from inside. */
export interface Workspace {
  /** What counts against the disk limit. */
  readonly box: string;
  readonly home: string;
  readonly shared: string;
  /** The scripts of the steps: out of the build's reach, for the worker writes here between steps. */
  readonly scripts: string;
  /** Temporary files of packaging. */
  readonly packaging: string;
  readonly mounts: readonly SandboxMount[];
  remove(): Promise<void>;
}

export interface WorkspaceParts {
  readonly scratch: Scratch;
  readonly store: ArtifactStore;
  readonly runAs?: RunAs;
  readonly conditions: Conditions;
  /** An empty directory for what the build writes, on another file system; beside the rest when absent. */
  readonly box?: string;
}

export interface WorkspaceContent {
  readonly recipe: Recipe;
  readonly sources: readonly FetchedSource[];
}

const execute = promisify(execFile);

/**
 * Makes the directories of a build and fills them: sources and the files beside the definition from the artifact store,
 * an output directory for each package of the recipe. Throws Fault "archive-escape" for a path that leads out.
 */
export async function prepareWorkspace(parts: WorkspaceParts, content: WorkspaceContent): Promise<Workspace> {
  const directory = await parts.scratch.make();
  const { conditions, box = join(directory, "box") } = parts;
  const workspace = layOut(directory, box, conditions);
  try {
    await makeParts(directory, workspace);
    await placeSources(parts.store, join(directory, "sources"), inFileOrder(content.sources, conditions));
    await placeFiles(parts.store, workspace.home, inFileOrder(content.recipe.files, conditions));
    for (const { name } of inFileOrder(content.recipe.packages, conditions))
      await makeDirectory(workspace.home, outputOf(name));
    await giveTo(parts.runAs, workspace.box);
  } catch (error) {
    await workspace.remove();
    throw error;
  }
  return workspace;
}

/** Where a package's files are collected, below the workspace's home. */
export function outputOf(packageName: string): string {
  return `${SANDBOX.output.slice(SANDBOX.workspace.length + 1)}/${oneName(packageName)}`;
}

function layOut(directory: string, box: string, { workspace }: Conditions): Workspace {
  const home = join(box, "home");
  return {
    box,
    home,
    shared: join(box, "shared"),
    scripts: join(directory, "scripts"),
    packaging: join(directory, "packaging"),
    mounts: [
      { access: "writable", source: home, target: workspace },
      { access: "writable", source: join(box, "tmp"), target: "/tmp" },
      { access: "read-only", source: join(directory, "sources"), target: SANDBOX.sources },
    ],
    remove: () => removeTree(directory),
  };
}

async function makeParts(directory: string, workspace: Workspace): Promise<void> {
  const { box, home, shared, scripts, packaging } = workspace;
  await makeDirectory(dirname(box), basename(box));
  for (const path of [home, shared, join(box, "tmp")]) await makeDirectory(box, relative(box, path));
  for (const path of [scripts, packaging, join(directory, "sources")])
    await makeDirectory(directory, relative(directory, path));
}

async function placeSources(store: ArtifactStore, folder: string, sources: readonly FetchedSource[]): Promise<void> {
  for (const { ref, digest } of sources) {
    const path = join(folder, oneName(ref.fileName));
    await copyFile(await store.localPath(digest), path, constants.COPYFILE_FICLONE);
    await chmod(path, 0o444);
  }
}

async function placeFiles(store: ArtifactStore, home: string, files: Recipe["files"]): Promise<void> {
  for (const file of files) {
    const path = safePath(file.path);
    await makeDirectory(home, dirname(path));
    await writeNew(join(home, path), await store.read(file.digest), file.executable ? 0o755 : 0o644);
  }
}

/** A name that is one part of a path and nothing else. */
function oneName(name: string): string {
  if (name !== "" && name !== "." && name !== ".." && basename(name) === name && !name.includes("\0")) return name;
  throw new Fault("archive-escape", `${JSON.stringify(name)} cannot be the name of a file`);
}

async function giveTo(runAs: RunAs | undefined, path: string): Promise<void> {
  if (runAs !== undefined) await execute("chown", ["-RhP", `${runAs.uid}:${runAs.gid}`, "--", path]);
}
