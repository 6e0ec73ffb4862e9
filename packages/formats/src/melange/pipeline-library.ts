import type { Defect } from "@ascent/core";
import { parsePipeline, type Step } from "./definition.ts";

export interface LibraryPipeline {
  readonly step: Step;
  /** Ascent's own: the blueprint has no file of that name. */
  readonly builtIn: boolean;
}

export type PipelineAnswer =
  | { readonly kind: "found"; readonly pipeline: LibraryPipeline }
  | { readonly kind: "unknown" }
  | { readonly kind: "broken"; readonly defects: readonly Defect[] };

/**
 * The pipelines that `uses:` can name: the blueprint's own win over the built-in ones. Each is read when first asked for.
 * Both maps: name (`autoconf/configure`) → YAML text.
 */
export class PipelineLibrary {
  readonly #own: ReadonlyMap<string, string>;
  readonly #builtIn: ReadonlyMap<string, string>;
  readonly #read = new Map<string, PipelineAnswer>();

  constructor(own: ReadonlyMap<string, string>, builtIn: ReadonlyMap<string, string>) {
    this.#own = own;
    this.#builtIn = builtIn;
  }

  find(name: string): PipelineAnswer {
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const answer = this.#parse(name);
    this.#read.set(name, answer);
    return answer;
  }

  names(): string[] {
    return [...new Set([...this.#own.keys(), ...this.#builtIn.keys()])];
  }

  #parse(name: string): PipelineAnswer {
    const own = this.#own.get(name);
    const text = own ?? this.#builtIn.get(name);
    if (text === undefined) return { kind: "unknown" };
    const builtIn = own === undefined;
    const parsed = parsePipeline(`${builtIn ? "built-in " : ""}pipelines/${name}.yaml`, text);
    if (!parsed.ok) return { kind: "broken", defects: parsed.defects };
    return { kind: "found", pipeline: { step: parsed.value, builtIn } };
  }
}
