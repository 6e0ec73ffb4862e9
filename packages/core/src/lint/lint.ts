import { type Defect, sortDefects } from "../defect.ts";
import type { LintContext, LintedDefinition } from "./context.ts";
import { applyRule } from "./rule.ts";
import { LINT_RULES } from "./rules.ts";

/** What the rules find, each finding once, sorted: the same context gives the same list, whatever order its parts are in. */
export function lint(context: LintContext): Defect[] {
  const found = WHOLE.flatMap((rule) => applyRule(rule, context));
  const each = context.definitions.flatMap((definition) => definition.found ?? lintDefinition(definition, context));
  return sortDefects(uniqueDefects([...found, ...each]));
}

const SINGLE = LINT_RULES.filter(({ perDefinition }) => perDefinition === true);
const WHOLE = LINT_RULES.filter(({ perDefinition }) => perDefinition !== true);

/** What those rules find in a definition that look at each by itself: it depends on the definition and the blueprint alone. */
export function lintDefinition(definition: LintedDefinition, context: LintContext): Defect[] {
  const alone: LintContext = { ...context, definitions: [definition], files: [], surveys: [] };
  return SINGLE.flatMap((rule) => applyRule(rule, alone));
}

/** Each once: the same slip is met in several arches and stages. */
export function uniqueDefects(defects: readonly Defect[]): Defect[] {
  const unique = new Map<string, Defect>();
  for (const defect of defects) {
    const { place, code, message } = defect;
    unique.set(`${place.file}\n${place.line}\n${place.column}\n${code}\n${message}`, defect);
  }
  return [...unique.values()];
}
