import type { BuildText } from "@ascent/core";
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

function textOf(text: YamlScalar, { kind, key, holder }: Standing): BuildText {
  return {
    kind,
    key,
    value: text.value,
    // Looked for when a rule asks: hardly any text is ever found fault with.
    get step() {
      return placeOf(holder);
    },
    placeAt: (offset) => placeInside(text, offset),
  };
}
