import { type Defect, sortDefects } from "../defect.ts";
import type { LintContext } from "./context.ts";
import { applyRule } from "./rule.ts";
import { LINT_RULES } from "./rules.ts";

/** What the rules find, each finding once, sorted: the same context gives the same list, whatever order its parts are in. */
export function lint(context: LintContext): Defect[] {
  const found = LINT_RULES.flatMap((rule) => applyRule(rule, context));
  return sortDefects(uniqueDefects(found));
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
