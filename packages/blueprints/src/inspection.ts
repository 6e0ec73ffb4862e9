import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Fault, isFault } from "@ascent/core";
import type { BlueprintFile, BlueprintFiles } from "@ascent/engine";
import { PLAIN_PIPELINES, plainBlueprint } from "@ascent/formats";
import { BLUEPRINT_FILE, locate, readTree } from "./directory-blueprints.ts";
import type { KnownFiles } from "./known-files.ts";

export interface InspectionRequest {
  /** A blueprint's name, or the path of a folder: with bootstrap.yaml, or of plain definitions. */
  readonly name: string;
  /** Folders whose sub-folders are blueprints. */
  readonly directories: readonly string[];
  /** Parameter → folder. */
  readonly parameters: ReadonlyMap<string, string>;
  /** A folder of further pipelines, for plain definitions. */
  readonly pipelines?: string;
  /** Files that need not be read again. */
  readonly known?: KnownFiles;
}

/** A blueprint to look at, put together from where its parts are. */
export interface Inspection {
  readonly files: BlueprintFiles;
  /** True where the folder has no bootstrap.yaml, and one was made for it. */
  readonly plain: boolean;
  /** Where a file of the blueprint is on disk, as a person would write it. */
  locate(file: string): string;
}

/**
 * Reads a blueprint, or a plain folder of definitions, with the folders that are its parameters. Faults: those of
 * `createDirectoryBlueprints`; "definitions-missing" for a folder without any; "parameter-unknown" for a parameter that
 * the blueprint has files for, or that it does not name.
 */
export async function readInspection(request: InspectionRequest): Promise<Inspection> {
  const { folder, plain } = await findFolder(request);
  const own = await readTree(folder, plain ? "checkout" : "blueprint", request.known);
  const files = new Map(own);
  const roots = new Map<string, string>([["", folder]]);
  const given = new Map(request.parameters);
  if (request.pipelines !== undefined) given.set(PLAIN_PIPELINES, request.pipelines);
  for (const [parameter, path] of given) await mount(parameter, path, { files, roots, known: request.known });
  if (plain) files.set(BLUEPRINT_FILE, plainFile(folder, own));
  else await refuseUnknown(given, own);
  return { files, plain, locate: (file) => onDisk(file, roots) };
}

async function findFolder({ name, directories }: InspectionRequest): Promise<{ folder: string; plain: boolean }> {
  try {
    return { folder: shownPath(await locate(name, directories)), plain: false };
  } catch (error) {
    if (!isFault(error) || error.code !== "blueprint-unknown") throw error;
    if (!(await isFolder(name))) throw await notThere(name, error);
    return { folder: name, plain: !(await isFile(join(name, BLUEPRINT_FILE))) };
  }
}

/** A path that leads to no folder is told as that; anything else may be a misspelt blueprint. */
async function notThere(name: string, unknown: Fault): Promise<Fault> {
  if (await isFile(name)) {
    return new Fault("blueprint-unknown", `${name} is a file, and not a folder of definitions.`, {
      wayOut: `Name the folder that it is in: ${dirname(name)}${dirname(name).includes("/") ? "" : "/"}`,
    });
  }
  if (!name.includes("/")) return unknown;
  return new Fault("blueprint-unknown", `There is no folder ${name}.`, {
    wayOut: "Name a folder with bootstrap.yaml or with melange definitions directly in it, or a blueprint.",
  });
}

/** Relative to where we are, where that is shorter to read. */
function shownPath(path: string): string {
  const here = `${resolve(".")}/`;
  return path.startsWith(here) ? path.slice(here.length) : path;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

interface Mounts {
  readonly files: Map<string, BlueprintFile>;
  readonly roots: Map<string, string>;
  readonly known: KnownFiles | undefined;
}

async function mount(parameter: string, path: string, { files, roots, known }: Mounts): Promise<void> {
  if (!(await isFolder(path))) {
    throw new Fault("parameter-unreadable", `The folder given for ${parameter}, ${path}, is not there.`, {
      wayOut: "Give the path of a folder of definitions.",
    });
  }
  if ([...files.keys()].some((file) => file.startsWith(`${parameter}/`))) {
    throw new Fault("parameter-unknown", `The blueprint has a folder ${parameter} of its own, which cannot be given.`, {
      wayOut: "Leave the parameter out, or rename one of the two.",
    });
  }
  for (const [file, content] of await readTree(path, "checkout", known)) files.set(`${parameter}/${file}`, content);
  roots.set(parameter, path);
}

function plainFile(folder: string, files: BlueprintFiles) {
  const text = plainBlueprint(basename(resolve(folder)), files);
  if (text === undefined) {
    throw new Fault("definitions-missing", `${folder} holds neither bootstrap.yaml nor any definition.`, {
      wayOut: "Name a folder with melange definitions (YAML files with package: at the top) directly in it.",
    });
  }
  return { bytes: new TextEncoder().encode(text), executable: false };
}

async function refuseUnknown(given: ReadonlyMap<string, string>, own: BlueprintFiles): Promise<void> {
  const text = new TextDecoder().decode(own.get(BLUEPRINT_FILE)?.bytes);
  for (const parameter of given.keys()) {
    // The blueprint is parsed later, and told in full then; here it is enough that the name is there at all.
    if (text.includes(parameter)) continue;
    throw new Fault("parameter-unknown", `The blueprint has no parameter "${parameter}".`, {
      wayOut: "Its parameters are listed under parameters: in bootstrap.yaml.",
    });
  }
}

function onDisk(file: string, roots: ReadonlyMap<string, string>): string {
  if (file.startsWith("built-in ")) return file;
  const slash = file.indexOf("/");
  const root = slash === -1 ? undefined : roots.get(file.slice(0, slash));
  if (root !== undefined) return join(root, file.slice(slash + 1));
  return join(roots.get("") ?? "", file);
}
