import type { Located, Place, RecipeStep } from "@ascent/core";
import { formatPlace, SANDBOX } from "@ascent/core";
import { suggestion } from "../yaml/near.ts";
import { placeOf, type YamlScalar } from "../yaml/node.ts";
import { holds } from "./condition.ts";
import type { PipelineInput, Step } from "./definition.ts";
import { addSource, SOURCE_PIPELINES, type SourceTable } from "./expand-source.ts";
import type { Texts } from "./package-schema.ts";
import type { LibraryPipeline, PipelineLibrary } from "./pipeline-library.ts";
import type { Complaints, Scope } from "./scope.ts";
import { hasOwnText } from "./template.ts";

/** What all steps of one expansion share. */
export interface StepWork {
  readonly library: PipelineLibrary;
  readonly complaints: Complaints;
  readonly sources: SourceTable;
  /** `needs.packages` of every step that runs. */
  readonly needs: Located<string>[];
}

/** What a step inherits from what it stands in. */
export interface Surroundings {
  readonly scope: Scope;
  /** As written; absent where nobody has said. */
  readonly workingDirectory?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The nearest name around: what a person reads of a nameless step. */
  readonly label?: string;
  /** The definition's own step, outside of all pipelines. */
  readonly origin?: Place;
  /** Names of the pipelines that we are in, outermost first. */
  readonly chain: readonly string[];
}

/**
 * Evaluates steps into flat scripts, in order. Out: the scripts, and how many of the steps themselves ran.
 * Defects: `unknown-pipeline`, `pipeline-cycle`, `pipeline-input-missing`, `pipeline-input-unknown`, `ambiguous-step`,
 * `required-steps`, those of sources and of texts.
 */
export function expandSteps(steps: readonly Step[], around: Surroundings, work: StepWork): ExpandedSteps {
  const scripts: RecipeStep[] = [];
  let ran = 0;
  for (const step of steps) {
    const expanded = expandStep(step, around, work);
    if (expanded === undefined) continue;
    ran += 1;
    scripts.push(...expanded);
  }
  return { scripts, ran };
}

interface ExpandedSteps {
  readonly scripts: readonly RecipeStep[];
  readonly ran: number;
}

/** The scripts of one step; undefined when its condition does not hold. */
function expandStep(step: Step, around: Surroundings, work: StepWork): readonly RecipeStep[] | undefined {
  if (!holds(step.if, around.scope)) return undefined;
  checkShape(step, work.complaints);
  if (step.uses === undefined || step.pipeline.length > 0) return runStep(step, surroundingsOf(step, around), work);
  const name = step.uses.value;
  const used = findPipeline(step.uses, around, work);
  if (used === undefined) return [];
  const scope = inputScope({ step, name, used }, around, work);
  if (!holds(used.step.if, scope)) return undefined;
  const here = surroundingsOf(step, { ...around, chain: [...around.chain, name] });
  if (used.builtIn && SOURCE_PIPELINES.has(name)) {
    const place = here.origin ?? placeOf(step.node);
    addSource(name, { scope, place, complaints: work.complaints }, work.sources);
  }
  gatherNeeds(step, around.scope, work);
  // A pipeline's own name is its documentation; the step is known by the name that it is used by.
  const body = nameless(used.step);
  return runStep(body, surroundingsOf(body, { ...here, scope }), work);
}

const namelessSteps = new WeakMap<Step, Step>();

function nameless(step: Step): Step {
  const known = namelessSteps.get(step) ?? { ...step, name: undefined };
  namelessSteps.set(step, known);
  return known;
}

function checkShape(step: Step, complaints: Complaints): void {
  const problem = shapeProblem(step);
  if (problem === undefined) return;
  complaints.add({ code: "ambiguous-step", place: placeOf(step.node), ...problem });
}

function shapeProblem(step: Step): { readonly message: string; readonly wayOut: string } | undefined {
  if (step.uses === undefined) {
    if (step.with.size === 0) return undefined;
    return {
      message: 'This step has "with:" but no "uses:" that would take it.',
      wayOut: 'Add "uses:", or drop "with:".',
    };
  }
  const other = step.runs !== undefined ? "runs" : step.pipeline.length > 0 ? "pipeline" : undefined;
  if (other === undefined) return undefined;
  return {
    message: `This step has both "uses:" and "${other}:", and only one of them could be done.`,
    wayOut: "Make two steps of it.",
  };
}

/** The script of a step itself, then those inside it. */
function runStep(step: Step, here: Surroundings, work: StepWork): readonly RecipeStep[] {
  gatherNeeds(step, here.scope, work);
  const own = ownScript(step, here);
  const nested = expandSteps(step.pipeline, here, work);
  checkAssertion(step, nested.ran, work);
  return own === undefined ? nested.scripts : [own, ...nested.scripts];
}

function ownScript(step: Step, here: Surroundings): RecipeStep | undefined {
  if (step.runs === undefined) return undefined;
  const runs = here.scope.evaluate(step.runs);
  // Not looked at where that can be told before: evaluated scripts are long, and put together only when somebody reads them.
  if (!hasOwnText(step.runs.value) && runs.trim() === "") return undefined;
  return {
    label: here.label ?? "runs",
    runs,
    workingDirectory: absolute(here.workingDirectory ?? ""),
    environment: here.environment,
    place: here.origin ?? placeOf(step.node),
  };
}

/** Working directories are relative to the workspace, wherever they are written. Written as `path.posix.normalize` would. */
function absolute(directory: string): string {
  if (directory === "") return SANDBOX.workspace;
  const path = directory.startsWith("/") ? directory : `${SANDBOX.workspace}/${directory}`;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** What the script and the steps inside a step see. Filled in by hand, as there are hundreds of thousands. */
function surroundingsOf(step: Step, around: Surroundings): Surroundings {
  const { scope } = around;
  const directory =
    step.workingDirectory === undefined ? around.workingDirectory : scope.evaluate(step.workingDirectory);
  const label = step.name === undefined ? (step.uses?.value ?? around.label) : scope.evaluate(step.name);
  const here: { -readonly [Key in keyof Surroundings]: Surroundings[Key] } = {
    scope,
    chain: around.chain,
    environment: mergedEnvironment(around.environment, step.environment, scope),
    origin: around.origin ?? placeOf(step.node),
  };
  if (directory !== undefined) here.workingDirectory = directory;
  if (label !== undefined) here.label = label;
  return here;
}

export function mergedEnvironment(
  base: Readonly<Record<string, string>>,
  added: Texts,
  scope: Scope,
): Readonly<Record<string, string>> {
  if (added.size === 0) return base;
  const own = [...added].map(([name, { value }]) => [name, scope.evaluate(value)] as const);
  return { ...base, ...Object.fromEntries(own) };
}

function gatherNeeds(step: Step, scope: Scope, work: StepWork): void {
  for (const need of step.needs?.packages ?? []) {
    const value = scope.evaluate(need).trim();
    if (value !== "") work.needs.push({ value, place: placeOf(need) });
  }
}

function checkAssertion(step: Step, ran: number, work: StepWork): void {
  const wanted = step.assertions?.requiredSteps ?? 0;
  if (step.assertions === undefined || wanted === ran) return;
  work.complaints.add({
    code: "required-steps",
    place: placeOf(step.assertions.node),
    message: `${wanted} of the steps inside must run, but the conditions of ${ran} hold.`,
    wayOut: "Mend the conditions (if:) so that they cover this architecture, or the number.",
  });
}

function findPipeline(uses: YamlScalar, around: Surroundings, work: StepWork): LibraryPipeline | undefined {
  const name = uses.value;
  if (around.chain.includes(name)) return pipelineCycle(uses, around, work);
  const answer = work.library.find(name);
  if (answer.kind === "found") return answer.pipeline;
  if (answer.kind === "broken") for (const defect of answer.defects) work.complaints.add(defect);
  else {
    work.complaints.add({
      code: "unknown-pipeline",
      place: placeOf(uses),
      message: `There is no pipeline "${name}", neither in the blueprint's pipelines/ folder nor built in.`,
      wayOut: answer.wayOut,
    });
  }
  return undefined;
}

function pipelineCycle(uses: YamlScalar, around: Surroundings, work: StepWork): undefined {
  work.complaints.add({
    code: "pipeline-cycle",
    place: placeOf(uses),
    message: `The pipeline "${uses.value}" uses itself: ${[...around.chain, uses.value].join(" → ")}.`,
    wayOut: "Take the step that closes the loop out.",
  });
  return undefined;
}

interface PipelineUse {
  readonly step: Step;
  readonly name: string;
  readonly used: LibraryPipeline;
}

/** The scope inside a pipeline: its inputs, given or by default, on top of what the step sees. */
function inputScope(use: PipelineUse, around: Surroundings, work: StepWork): Scope {
  const scope = around.scope.inner();
  checkInputsKnown(use, work);
  for (const { input, variable, declared } of variablesOf(use.used.step)) {
    const given = use.step.with.get(input)?.value;
    // melange takes the default for an input that is given but empty, too.
    if (given !== undefined && given.value !== "") scope.setTemplate(variable, given, around.scope);
    else if (declared.default === undefined) scope.set(variable, "");
    else scope.setTemplate(variable, declared.default);
  }
  checkInputsGiven(use, scope, work);
  return scope;
}

function checkInputsGiven(use: PipelineUse, scope: Scope, work: StepWork): void {
  for (const { input, variable, declared } of variablesOf(use.used.step)) {
    if (declared.required && scope.lookup(variable) === "") inputMissing(use, input, work);
  }
}

interface InputVariable {
  readonly input: string;
  readonly variable: string;
  readonly declared: PipelineInput;
}

/** Of pipelines that thousands of definitions use. */
const inputVariables = new WeakMap<Step["inputs"], readonly InputVariable[]>();

function variablesOf({ inputs }: Step): readonly InputVariable[] {
  const known = inputVariables.get(inputs);
  if (known !== undefined) return known;
  const variables = [...inputs].map(([input, { value }]) => ({ input, variable: `inputs.${input}`, declared: value }));
  inputVariables.set(inputs, variables);
  return variables;
}

function checkInputsKnown({ step, name, used }: PipelineUse, work: StepWork): void {
  for (const [input, { key }] of step.with) {
    if (used.step.inputs.has(input)) continue;
    const none = used.step.inputs.size === 0;
    work.complaints.add({
      code: "pipeline-input-unknown",
      place: placeOf(key),
      message: `The pipeline "${name}" has no input "${input}", so nothing would come of it.`,
      wayOut: none
        ? "It takes no inputs: drop it."
        : suggestion(input, used.step.inputs.keys(), `Its inputs are: ${[...used.step.inputs.keys()].join(", ")}.`),
    });
  }
}

function inputMissing({ step, name, used }: PipelineUse, input: string, work: StepWork): void {
  const at = step.with.get(input)?.value ?? step.uses;
  const declared = used.step.inputs.get(input);
  const where = declared === undefined ? "" : ` (declared at ${formatPlace(placeOf(declared.key))})`;
  work.complaints.add({
    code: "pipeline-input-missing",
    place: at === undefined ? placeOf(step.node) : placeOf(at),
    message: `The pipeline "${name}" needs its input "${input}"${where}, which is not given or empty.`,
    wayOut: `Add "${input}:" under "with:".`,
  });
}
