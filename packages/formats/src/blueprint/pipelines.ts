import type { Defect, Stage } from "@ascent/core";
import type { ListedFile } from "../melange/file-listing.ts";
import { type PipelineFile, PipelineLibrary } from "../melange/pipeline-library.ts";
import { textOfFile } from "./file-text.ts";

type Files = ReadonlyMap<string, ListedFile>;

/**
 * The pipelines that a definition of a stage can name. A checkout of somebody's definitions has its own `pipelines/`
 * folder, which counts for the definitions in that checkout; then the blueprint's, the built-in ones, and the folders that
 * the stage's conventions name. Defect, told once per file: `not-utf8`.
 */
export class PipelineShelf {
  readonly #files: Files;
  readonly #builtIn: ReadonlyMap<string, string>;
  readonly #folders = new Map<string, ReadonlyMap<string, PipelineFile>>();
  readonly #libraries = new Map<string, PipelineLibrary>();
  readonly defects: Defect[] = [];

  constructor(files: Files, builtIn: ReadonlyMap<string, string>) {
    this.#files = files;
    this.#builtIn = builtIn;
  }

  /** `pipelines/NAME.yaml` → NAME. */
  own(): ReadonlyMap<string, PipelineFile> {
    return this.#folder("pipelines");
  }

  libraryFor(definition: string, stage: Stage): PipelineLibrary {
    const slash = definition.indexOf("/");
    const beside = slash === -1 ? "" : `${definition.slice(0, slash)}/pipelines`;
    const last = stage.pipelineFolders ?? [];
    const key = [beside, ...last].join("\n");
    const known = this.#libraries.get(key);
    if (known !== undefined) return known;
    const own = new Map([...this.own()].map(([name, { text }]) => [name, text]));
    const library = new PipelineLibrary(own, this.#builtIn, {
      first: beside === "" ? new Map() : this.#folder(beside),
      last: new Map(last.toReversed().flatMap((folder) => [...this.#folder(folder)])),
    });
    this.#libraries.set(key, library);
    return library;
  }

  #folder(folder: string): ReadonlyMap<string, PipelineFile> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const found = new Map<string, PipelineFile>();
    for (const [file, { bytes }] of this.#files) {
      if (!file.startsWith(`${folder}/`) || !file.endsWith(".yaml")) continue;
      const text = textOfFile(file, bytes);
      if (text.ok) found.set(file.slice(folder.length + 1, -".yaml".length), { file, text: text.value });
      else this.defects.push(...text.defects);
    }
    this.#folders.set(folder, found);
    return found;
  }
}
