import type { Defect } from "@ascent/core";
import { suggestion } from "../yaml/near.ts";
import { parsePipeline, type Step } from "./definition.ts";

export interface LibraryPipeline {
  readonly step: Step;
  /** Ascent's own: the blueprint has no file of that name. */
  readonly builtIn: boolean;
}

export type PipelineAnswer =
  | { readonly kind: "found"; readonly pipeline: LibraryPipeline }
  /** `wayOut`: which pipeline may have been meant. Looked for once: a distribution names an unknown one in hundreds of files. */
  | { readonly kind: "unknown"; readonly wayOut: string }
  | { readonly kind: "broken"; readonly defects: readonly Defect[] };

/** Pipelines of the blueprint that stand elsewhere than in `pipelines/`. */
export interface FurtherPipelines {
  /** Name → file and text; before all others. */
  readonly first: ReadonlyMap<string, PipelineFile>;
  /** After the built-in ones: a checkout of melange's own, say. */
  readonly last: ReadonlyMap<string, PipelineFile>;
}

export interface PipelineFile {
  readonly file: string;
  readonly text: string;
}

/**
 * The pipelines that `uses:` can name: the blueprint's own win over the built-in ones. Each is read when first asked for.
 * Both maps: name (`autoconf/configure`) → YAML text.
 */
export class PipelineLibrary {
  readonly #own: ReadonlyMap<string, string>;
  readonly #builtIn: ReadonlyMap<string, string>;
  readonly #further: FurtherPipelines | undefined;
  readonly #read = new Map<string, PipelineAnswer>();

  constructor(own: ReadonlyMap<string, string>, builtIn: ReadonlyMap<string, string>, further?: FurtherPipelines) {
    this.#own = own;
    this.#builtIn = builtIn;
    this.#further = further;
  }

  find(name: string): PipelineAnswer {
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const answer = this.#parse(name);
    this.#read.set(name, answer);
    return answer;
  }

  #names(): string[] {
    const further = [...(this.#further?.first.keys() ?? []), ...(this.#further?.last.keys() ?? [])];
    return [...new Set([...this.#own.keys(), ...this.#builtIn.keys(), ...further])];
  }

  #parse(name: string): PipelineAnswer {
    const found = this.#locate(name);
    if (found === undefined) {
      const write = `Write it as pipelines/${name}.yaml in the blueprint.`;
      return { kind: "unknown", wayOut: suggestion(name, this.#names(), write) };
    }
    const parsed = parsePipeline(found.file, found.text);
    if (!parsed.ok) return { kind: "broken", defects: parsed.defects };
    return { kind: "found", pipeline: { step: parsed.value, builtIn: found.builtIn } };
  }

  #locate(name: string): (PipelineFile & { readonly builtIn: boolean }) | undefined {
    const first = this.#further?.first.get(name);
    if (first !== undefined) return { ...first, builtIn: false };
    const own = this.#own.get(name);
    if (own !== undefined) return { file: `pipelines/${name}.yaml`, text: own, builtIn: false };
    const text = this.#builtIn.get(name);
    if (text !== undefined) return { file: `built-in pipelines/${name}.yaml`, text, builtIn: true };
    const last = this.#further?.last.get(name);
    return last === undefined ? undefined : { ...last, builtIn: false };
  }
}
