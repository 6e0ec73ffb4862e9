import type { Stage } from "@ascent/core";
import type { ListedFile } from "../melange/file-listing.ts";
import { type PipelineFile, PipelineLibrary } from "../melange/pipeline-library.ts";
import { textOfFile } from "./file-text.ts";

type Files = ReadonlyMap<string, ListedFile>;

/**
 * The pipelines that a definition of a stage can name. A checkout of somebody's definitions has its own `pipelines/`
 * folder, which counts for the definitions in that checkout; then the blueprint's, the built-in ones, and the folders that
 * the stage's conventions name. A file is read when something names it: most changes of a definition need few of them.
 */
export class PipelineShelf {
  readonly #files: Files;
  readonly #builtIn: ReadonlyMap<string, string>;
  readonly #folders = new Map<string, ReadonlyMap<string, PipelineFile>>();
  readonly #libraries = new Map<string, PipelineLibrary>();

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
    const library = new PipelineLibrary({
      before: beside === "" ? this.own() : new Map([...this.own(), ...this.#folder(beside)]),
      builtIn: this.#builtIn,
      after: new Map(last.toReversed().flatMap((folder) => [...this.#folder(folder)])),
    });
    this.#libraries.set(key, library);
    return library;
  }

  #folder(folder: string): ReadonlyMap<string, PipelineFile> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const found = new Map<string, PipelineFile>();
    // Bytes are left alone: asking for them reads the file.
    for (const [file, content] of this.#files) {
      if (!file.startsWith(`${folder}/`) || !file.endsWith(".yaml")) continue;
      const name = file.slice(folder.length + 1, -".yaml".length);
      found.set(name, { file, text: () => textOfFile(file, content.bytes) });
    }
    this.#folders.set(folder, found);
    return found;
  }
}
