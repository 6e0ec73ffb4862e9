import { compareText } from "@ascent/core";
import type { ListedFile } from "../melange/file-listing.ts";
import { textOfFile } from "./file-text.ts";

/** Folder under which further pipelines of a plain folder stand. */
export const PLAIN_PIPELINES = "more-pipelines";

/** How the only stage of a plain folder, and all that is not in it, are called. */
export const PLAIN_STAGE = "definitions";

const PACKAGE = /^package:/m;

/**
 * The `bootstrap.yaml` that a folder of definitions would have, had it one: a single stage of all the YAML files at its
 * top that describe a package, with everything else taken on trust. Undefined when there is no such file.
 */
export function plainBlueprint(name: string, files: ReadonlyMap<string, ListedFile>): string | undefined {
  const definitions = [...files].filter(([path, file]) => isDefinition(path, file)).map(([path]) => path);
  if (definitions.length === 0) return undefined;
  return [
    `name: ${plainName(name)}`,
    "arches: [x86_64, aarch64]",
    `parameters: {${PLAIN_PIPELINES}: folder of pipelines}`,
    "seeds:",
    "  - {name: elsewhere, type: alpine, reason: taken on trust, repositories: [], keys: []}",
    "stages:",
    `  - name: ${PLAIN_STAGE}`,
    "    inputs: [seed]",
    `    conventions: {pipeline-dir: [${PLAIN_PIPELINES}]}`,
    "    definitions:",
    ...definitions.sort(compareText).map((path) => `      - ${JSON.stringify(path)}`),
    "",
  ].join("\n");
}

function isDefinition(path: string, file: ListedFile): boolean {
  if (path.includes("/") || path.startsWith(".") || path.includes("*") || !/\.ya?ml$/.test(path)) return false;
  return file.describesPackage ?? describesPackage(path, file.bytes);
}

/** Is a YAML file to be read as a definition? What is no text is told as such when it is read, rather than passed over. */
export function describesPackage(path: string, bytes: Uint8Array): boolean {
  const text = textOfFile(path, bytes);
  return !text.ok || PACKAGE.test(text.value);
}

function plainName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, 63);
  return name === "" ? "definitions" : name;
}
