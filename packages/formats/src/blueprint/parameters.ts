import type { ListedFile } from "../melange/file-listing.ts";
import { complain, type Reading } from "../yaml/decode.ts";
import type { BlueprintSection } from "./schema.ts";

/** A blueprint's files, and which of its parameters have been given: folders of definitions from elsewhere. */
export interface Layout {
  readonly files: ReadonlyMap<string, ListedFile>;
  readonly parameters: ReadonlyMap<string, "given" | "missing">;
}

/** Folders that mean something in every blueprint. */
const RESERVED: ReadonlySet<string> = new Set(["pipelines"]);

/**
 * A parameter is a folder of the blueprint that comes from elsewhere: its files stand under the parameter's name, and it
 * is missing when there are none. Defect: `reserved-name`.
 */
export function readLayout(section: BlueprintSection, files: Layout["files"], reading: Reading): Layout {
  const parameters = new Map<string, "given" | "missing">();
  const folders = new Set([...files.keys()].map((path) => path.slice(0, path.indexOf("/"))));
  for (const [name, { key }] of section.parameters) {
    if (RESERVED.has(name) || !/^[a-z0-9][a-z0-9.-]{0,62}$/.test(name)) {
      complain(reading, key, {
        code: "reserved-name",
        message: `A parameter cannot be called "${name}": its files stand in a folder of that name.`,
        wayOut: "Use lower-case letters, digits, dots and dashes, and not the name pipelines.",
      });
    }
    parameters.set(name, folders.has(name) ? "given" : "missing");
  }
  return { files, parameters };
}

/** Does a path or glob lie in a parameter's folder that was not given? */
export function isMissingFolder(path: string, { parameters }: Layout): boolean {
  const slash = path.indexOf("/");
  return slash > 0 && parameters.get(path.slice(0, slash)) === "missing";
}
