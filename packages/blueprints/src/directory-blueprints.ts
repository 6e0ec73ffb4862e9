import { type Dirent, readFileSync, type Stats, statSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { compareText, Fault } from "@ascent/core";
import type { BlueprintFile, BlueprintFiles, BlueprintSource } from "@ascent/engine";
import type { KnownFiles } from "./known-files.ts";

export interface DirectoryBlueprintsOptions {
  /** Folders whose sub-folders are blueprints, in order: the first that has a name wins. */
  readonly directories: readonly string[];
  /** Ascent's own pipelines, unless others are wanted. */
  readonly pipelinesDirectory?: string;
}

export const BLUEPRINT_FILE = "bootstrap.yaml";

/** A blueprint is text and small patches; what is larger is a folder that was named by mistake. */
const MAX_FILES = 20_000;
const MAX_BYTES = 512 * 2 ** 20;

/** Not part of a blueprint, wherever they stand. */
const SKIPPED: ReadonlySet<string> = new Set([".git", "node_modules"]);

/**
 * Blueprints in folders. A name is a sub-folder that holds bootstrap.yaml, or, where it contains a `/`, a path that a
 * person gave. Faults: "blueprint-unknown", "blueprint-unreadable" (a link that leaves the folder, a device, a file
 * that cannot be read), "blueprint-too-large".
 */
export function createDirectoryBlueprints(options: DirectoryBlueprintsOptions): BlueprintSource {
  const pipelines = options.pipelinesDirectory ?? fileURLToPath(new URL("../pipelines", import.meta.url));
  return {
    list: () => listBlueprints(options.directories),
    read: async (name) => readTree(await locate(name, options.directories)),
    pipelines: () => readPipelines(pipelines),
  };
}

async function listBlueprints(directories: readonly string[]): Promise<string[]> {
  const names = new Set<string>();
  for (const directory of directories) {
    for (const name of await namesIn(directory)) if (await isBlueprint(join(directory, name))) names.add(name);
  }
  return [...names].sort(compareText);
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw unreadable(directory, "cannot be listed", cause);
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "ENOENT" || code === "ENOTDIR";
}

async function isBlueprint(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, BLUEPRINT_FILE))).isFile();
  } catch {
    return false;
  }
}

export async function locate(name: string, directories: readonly string[]): Promise<string> {
  const candidates = name.includes("/") ? [resolve(name)] : directories.map((directory) => join(directory, name));
  const safe = name.includes("/") || !["", ".", ".."].includes(name);
  for (const folder of safe ? candidates : []) if (await isBlueprint(folder)) return folder;
  const known = await listBlueprints(directories);
  throw new Fault(
    "blueprint-unknown",
    `There is no blueprint "${name}": no folder of that name holds ${BLUEPRINT_FILE}.`,
    {
      wayOut:
        known.length === 0
          ? "Give the path of a folder that holds bootstrap.yaml, such as ./my-blueprint."
          : `Known are: ${known.join(", ")}. A path, such as ./my-blueprint, will do too.`,
    },
  );
}

interface Walk {
  /** Real path of the folder that nothing may leave. */
  readonly root: string;
  readonly kind: "blueprint" | "checkout";
  readonly files: Map<string, BlueprintFile>;
  readonly known: KnownFiles | undefined;
  bytes: number;
}

/**
 * Every file of a folder, in code-unit order of the paths. In somebody's checkout, hidden folders are left out: they hold
 * what belongs to tools. What is `known` is not read. Faults: "blueprint-unreadable", "blueprint-too-large".
 */
export async function readTree(
  folder: string,
  kind: "blueprint" | "checkout" = "blueprint",
  known?: KnownFiles,
): Promise<BlueprintFiles> {
  const root = await realpath(folder);
  const walk: Walk = { root, kind, files: new Map(), known, bytes: 0 };
  await readFolder(walk, "", [root]);
  return new Map([...walk.files].sort(([a], [b]) => compareText(a, b)));
}

/** `chain`: real paths of the folders that we are in, the last one being this folder's. */
async function readFolder(walk: Walk, path: string, chain: readonly string[]): Promise<void> {
  const folder = chain.at(-1) ?? walk.root;
  for (const found of await entriesIn(folder)) {
    const { name } = found;
    const entry = { path: path === "" ? name : `${path}/${name}`, full: join(folder, name), found };
    const hidden = walk.kind === "checkout" && name.startsWith(".");
    if (!hidden && !SKIPPED.has(name)) await readEntry(walk, entry, chain);
  }
}

async function entriesIn(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw unreadable(folder, "cannot be listed", cause);
  }
}

interface Entry {
  /** In the blueprint. */
  readonly path: string;
  /** On disk. */
  readonly full: string;
  readonly found: Dirent;
}

async function readEntry(walk: Walk, entry: Entry, chain: readonly string[]): Promise<void> {
  const { path, full } = entry;
  const isLink = entry.found.isSymbolicLink();
  const target = isLink ? await targetOf(walk, full) : full;
  const found = isLink ? await stat(target) : entry.found;
  if (found.isFile()) return readOne(walk, path, target);
  if (!found.isDirectory()) throw unreadable(full, "is neither a file nor a folder");
  if (chain.includes(target)) throw unreadable(full, "is a link to a folder that it is in, which would never end");
  return readFolder(walk, path, [...chain, target]);
}

/** Where a link leads: a file or folder inside the blueprint, or the blueprint is refused. */
async function targetOf(walk: Walk, link: string): Promise<string> {
  let target: string;
  try {
    target = await realpath(link);
  } catch (cause) {
    throw unreadable(link, "is a link that leads nowhere", cause);
  }
  const inside = relative(walk.root, target);
  const leaves = inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  if (leaves) throw unreadable(link, `is a link that leaves the blueprint's folder, to ${target}`);
  return target;
}

/** At once: a definition is a few kilobytes, and thousands of them through the thread pool take ten times as long. */
function readOne(walk: Walk, path: string, full: string): void {
  const stats = statSync(full);
  walk.bytes += stats.size;
  if (walk.files.size >= MAX_FILES || walk.bytes > MAX_BYTES) throw tooLarge(walk.root);
  try {
    walk.files.set(path, walk.known?.file(full, stats) ?? readWhole(full, stats));
  } catch (cause) {
    throw unreadable(full, "cannot be read", cause);
  }
}

function readWhole(full: string, { mode }: Stats): BlueprintFile {
  return { bytes: readFileSync(full), executable: (mode & 0o100) !== 0 };
}

function tooLarge(root: string): Fault {
  return new Fault(
    "blueprint-too-large",
    `${basename(root)} holds more than ${MAX_FILES} files or ${MAX_BYTES / 2 ** 20} MiB: that is hardly a blueprint.`,
    { wayOut: `Name the folder that holds ${BLUEPRINT_FILE}, and keep build results out of it.` },
  );
}

function unreadable(path: string, why: string, cause?: unknown): Fault {
  return new Fault("blueprint-unreadable", `${path} ${why}.`, {
    cause,
    wayOut: "Mend or remove it; a blueprint is made of files, folders, and links between them.",
  });
}

async function readPipelines(directory: string): Promise<ReadonlyMap<string, string>> {
  const files = await readTree(directory);
  const texts = [...files].flatMap(([path, { bytes }]) => {
    const name = /^(.+)\.yaml$/.exec(path)?.[1];
    return name === undefined ? [] : [[name, new TextDecoder().decode(bytes)] as const];
  });
  return new Map(texts);
}
