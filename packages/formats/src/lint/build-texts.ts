import type { BuildText, Place } from "@ascent/core";
import type { Definition, Step } from "../melange/definition.ts";
import type { Texts } from "../melange/package-schema.ts";
import { placeInside, placeOf, type YamlScalar } from "../yaml/node.ts";

/** Everything that a definition's build runs or is told, as written. Its tests and update checks are left out. */
export function buildTexts(definition: Definition): BuildText[] {
  const texts: BuildText[] = [
    ...variables(definition.vars),
    ...variables(definition.environment?.environment ?? new Map()),
  ];
  for (const step of definition.pipeline) addStep(step, texts);
  for (const { pipeline } of definition.subpackages) for (const step of pipeline) addStep(step, texts);
  return texts;
}

function addStep(step: Step, texts: BuildText[]): void {
  if (step.runs !== undefined) texts.push(textOf(step.runs, { kind: "script", key: "", holder: step.node }));
  for (const [key, { value }] of step.with) texts.push(textOf(value, { kind: "input", key, holder: step.node }));
  texts.push(...variables(step.environment));
  for (const nested of step.pipeline) addStep(nested, texts);
}

function variables(texts: Texts): BuildText[] {
  return [...texts].map(([key, { value }]) => textOf(value, { kind: "variable", key, holder: value }));
}

interface Standing {
  readonly kind: BuildText["kind"];
  readonly key: string;
  readonly holder: Step["node"] | YamlScalar;
}

function textOf(text: YamlScalar, standing: Standing): BuildText {
  return new WrittenText(text, standing);
}

/** Places are looked for when a rule asks: hardly any text is ever found fault with. */
class WrittenText implements BuildText {
  readonly kind: BuildText["kind"];
  readonly key: string;
  readonly value: string;
  readonly #text: YamlScalar;
  readonly #holder: Standing["holder"];

  constructor(text: YamlScalar, { kind, key, holder }: Standing) {
    this.kind = kind;
    this.key = key;
    this.value = text.value;
    this.#text = text;
    this.#holder = holder;
  }

  get step(): Place {
    return placeOf(this.#holder);
  }

  placeAt(offset: number): Place {
    return placeInside(this.#text, offset);
  }
}
