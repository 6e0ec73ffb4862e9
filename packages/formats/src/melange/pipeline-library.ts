import type { Checked, Defect } from "@ascent/core";
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

/** A file of the blueprint, read when its text is asked for. Defect: `not-utf8`. */
export interface PipelineFile {
  readonly file: string;
  text(): Checked<string>;
}

/** Name (`autoconf/configure`) → pipeline, those of the blueprint on both sides of Ascent's own. */
export interface PipelinePlaces {
  readonly before: ReadonlyMap<string, PipelineFile>;
  /** YAML texts. */
  readonly builtIn: ReadonlyMap<string, string>;
  /** A checkout of melange's own, say. */
  readonly after: ReadonlyMap<string, PipelineFile>;
}

/** The pipelines that `uses:` can name: the first place that has one wins. Each is read when first asked for. */
export class PipelineLibrary {
  readonly #places: PipelinePlaces;
  readonly #read = new Map<string, PipelineAnswer>();

  constructor(places: PipelinePlaces) {
    this.#places = places;
  }

  find(name: string): PipelineAnswer {
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const answer = this.#parse(name);
    this.#read.set(name, answer);
    return answer;
  }

  #names(): string[] {
    const { before, builtIn, after } = this.#places;
    return [...new Set([...before.keys(), ...builtIn.keys(), ...after.keys()])];
  }

  #parse(name: string): PipelineAnswer {
    const found = this.#locate(name);
    if (found === undefined) {
      const write = `Write it as pipelines/${name}.yaml in the blueprint.`;
      return { kind: "unknown", wayOut: suggestion(name, this.#names(), write) };
    }
    const text = found.text();
    const parsed = text.ok ? parsePipeline(found.file, text.value) : text;
    if (!parsed.ok) return { kind: "broken", defects: parsed.defects };
    return { kind: "found", pipeline: { step: parsed.value, builtIn: found.builtIn } };
  }

  #locate(name: string): (PipelineFile & { readonly builtIn: boolean }) | undefined {
    const { before, builtIn, after } = this.#places;
    const file = before.get(name) ?? (builtIn.has(name) ? undefined : after.get(name));
    if (file !== undefined) return { file: file.file, text: () => file.text(), builtIn: false };
    const value = builtIn.get(name);
    if (value === undefined) return undefined;
    return { file: `built-in pipelines/${name}.yaml`, text: () => ({ ok: true, value, warnings: [] }), builtIn: true };
  }
}
