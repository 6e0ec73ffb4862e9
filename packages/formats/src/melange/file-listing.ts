import type { Digest, Hash, RecipeFile } from "@ascent/core";
import { compareText } from "@ascent/core";

export interface ListedFile {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  /** Of the bytes, where it is known without reading them. */
  readonly digest?: Digest;
  /** Is it text that describes a package? Where that is known without reading it. */
  readonly describesPackage?: boolean;
}

/** The files of a blueprint, found by folder; each is hashed when first asked for. */
export class FileListing {
  readonly #files: ReadonlyMap<string, ListedFile>;
  readonly #hash: Hash;
  readonly #digests = new Map<string, Digest>();
  readonly #paths: readonly string[];

  constructor(files: ReadonlyMap<string, ListedFile>, hash: Hash) {
    this.#files = files;
    this.#hash = hash;
    this.#paths = [...files.keys()].sort(compareText);
  }

  /** Everything below a folder, with paths relative to it, in code-unit order. */
  under(folder: string): RecipeFile[] {
    const prefix = folder === "" ? "" : `${folder}/`;
    const found: RecipeFile[] = [];
    for (let index = this.#firstAtLeast(prefix); index < this.#paths.length; index++) {
      const path = this.#paths[index] ?? "";
      if (!path.startsWith(prefix)) break;
      const file = this.#files.get(path);
      if (file === undefined) continue;
      found.push({ path: path.slice(prefix.length), digest: this.#digestOf(path, file), executable: file.executable });
    }
    return found;
  }

  #digestOf(path: string, file: ListedFile): Digest {
    const known = this.#digests.get(path) ?? file.digest ?? this.#hash(file.bytes);
    this.#digests.set(path, known);
    return known;
  }

  #firstAtLeast(prefix: string): number {
    let low = 0;
    let high = this.#paths.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareText(this.#paths[middle] ?? "", prefix) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
