import { formatPlace } from "@ascent/core";
import { suggestion } from "../yaml/near.ts";
import { placeOf } from "../yaml/node.ts";
import type { PipelineInput, Step } from "./definition.ts";
import type { LibraryPipeline } from "./pipeline-library.ts";
import { type Complaints, type Scope, type Variable, variableOf } from "./scope.ts";

/** A step that uses a pipeline. */
export interface PipelineUse {
  readonly step: Step;
  readonly name: string;
  readonly used: LibraryPipeline;
  /** What the step sees. */
  readonly outside: Scope;
}

/**
 * The scope inside a pipeline: its inputs, given or by default, on top of what the step sees. Defects:
 * `pipeline-input-unknown`, `pipeline-input-missing`.
 */
export function inputScope(use: PipelineUse, complaints: Complaints): Scope {
  const { all, required } = inputsOf(use.used.step);
  const scope = use.outside.inner({
    find: (name, inside) => inputVariable(all.get(name), use, inside),
    names: () => all.keys(),
  });
  checkInputsKnown(use, complaints);
  for (const { input, variable } of required) {
    if (scope.lookup(variable) === "") inputMissing(use, input, complaints);
  }
  return scope;
}

function inputVariable(
  declared: DeclaredInput | undefined,
  { step, outside }: PipelineUse,
  inside: Scope,
): Variable | undefined {
  if (declared === undefined) return undefined;
  const given = step.with.get(declared.input)?.value;
  // melange takes the default for an input that is given but empty, too.
  if (given !== undefined && given.value !== "") return variableOf(given, outside);
  return declared.default === undefined ? "" : variableOf(declared.default, inside);
}

interface DeclaredInput {
  readonly input: string;
  readonly variable: string;
  readonly default: PipelineInput["default"];
}

interface DeclaredInputs {
  /** By variable. */
  readonly all: ReadonlyMap<string, DeclaredInput>;
  readonly required: readonly DeclaredInput[];
}

/** Of pipelines that thousands of definitions use. */
const declaredInputs = new WeakMap<Step["inputs"], DeclaredInputs>();

function inputsOf({ inputs }: Step): DeclaredInputs {
  const known = declaredInputs.get(inputs);
  if (known !== undefined) return known;
  const declared = [...inputs].map(([input, { value }]) => {
    return { input, variable: `inputs.${input}`, default: value.default, required: value.required };
  });
  const all = new Map(declared.map((one) => [one.variable, one]));
  const found = { all, required: declared.filter(({ required }) => required) };
  declaredInputs.set(inputs, found);
  return found;
}

function checkInputsKnown({ step, name, used }: PipelineUse, complaints: Complaints): void {
  for (const [input, { key }] of step.with) {
    if (used.step.inputs.has(input)) continue;
    const none = used.step.inputs.size === 0;
    complaints.add({
      code: "pipeline-input-unknown",
      place: placeOf(key),
      message: `The pipeline "${name}" has no input "${input}", so nothing would come of it.`,
      wayOut: none
        ? "It takes no inputs: drop it."
        : suggestion(input, used.step.inputs.keys(), `Its inputs are: ${[...used.step.inputs.keys()].join(", ")}.`),
    });
  }
}

function inputMissing({ step, name, used }: PipelineUse, input: string, complaints: Complaints): void {
  const at = step.with.get(input)?.value ?? step.uses;
  const declared = used.step.inputs.get(input);
  const where = declared === undefined ? "" : ` (declared at ${formatPlace(placeOf(declared.key))})`;
  complaints.add({
    code: "pipeline-input-missing",
    place: at === undefined ? placeOf(step.node) : placeOf(at),
    message: `The pipeline "${name}" needs its input "${input}"${where}, which is not given or empty.`,
    wayOut: `Add "${input}:" under "with:".`,
  });
}
