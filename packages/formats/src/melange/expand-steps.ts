import type { Located, Place, RecipeStep } from "@ascent/core";
import { SANDBOX } from "@ascent/core";
import { placeOf, type YamlScalar } from "../yaml/node.ts";
import { holds } from "./condition.ts";
import type { Step } from "./definition.ts";
import { inputScope } from "./expand-inputs.ts";
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
  /** As written; undefined where nobody has said. */
  readonly workingDirectory: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** The nearest name around: what a person reads of a nameless step. */
  readonly label: string | undefined;
  /** The definition's own step, outside of all pipelines. */
  readonly origin: Place | undefined;
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
  const scope = inputScope({ step, name, used, outside: around.scope }, work.complaints);
  if (!holds(used.step.if, scope)) return undefined;
  const here = surroundingsOf(step, around);
  if (used.builtIn && SOURCE_PIPELINES.has(name)) {
    const place = here.origin ?? placeOf(step.node);
    addSource(name, { scope, place, complaints: work.complaints }, work.sources);
  }
  gatherNeeds(step, around.scope, work);
  const chain = [...around.chain, name];
  // A pipeline's own name is its documentation; the step is known by the name that it is used by.
  const label = used.step.uses?.value ?? here.label;
  return runStep(used.step, surroundingsOf(used.step, { ...here, scope, chain }, label), work);
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

/** What the script and the steps inside a step see. */
function surroundingsOf(step: Step, around: Surroundings, label = labelOf(step, around)): Surroundings {
  const { scope, chain } = around;
  const directory = step.workingDirectory;
  return {
    scope,
    workingDirectory: directory === undefined ? around.workingDirectory : scope.evaluate(directory),
    environment: mergedEnvironment(around.environment, step.environment, scope),
    label,
    origin: around.origin ?? placeOf(step.node),
    chain,
  };
}

function labelOf({ name, uses }: Step, { label, scope }: Surroundings): string | undefined {
  return name === undefined ? (uses?.value ?? label) : scope.evaluate(name);
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
