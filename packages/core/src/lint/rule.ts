import type { Defect, Place } from "../defect.ts";
import type { LintContext } from "./context.ts";

/** One thing that can be found wrong before anything is built. */
export interface LintRule {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly severity: Defect["severity"];
  /** What it finds, in a few words without a full stop. */
  readonly title: string;
  /** Why it matters: one sentence. */
  readonly why: string;
  /** How to get out of it: one sentence, for every finding of the rule. */
  readonly wayOut: string;
  /** Present where it looks at each definition by itself: what it finds in one, no other has a part in. */
  readonly perDefinition?: true;
  /** Every place where it holds; in no particular order, doubles allowed. */
  check(context: LintContext): Iterable<LintFinding>;
}

export interface LintFinding {
  readonly place: Place;
  /** What was found, with the names that it is about; a sentence without its full stop. The rule adds why it matters. */
  readonly message: string;
  /** Where the rule's own way out can be said better. */
  readonly wayOut?: string;
}

/** The defects of one rule. */
export function applyRule(rule: LintRule, context: LintContext): Defect[] {
  return [...rule.check(context)].map(({ place, message, wayOut }) => ({
    severity: rule.severity,
    code: rule.code,
    place,
    message: `${message}: ${rule.why.charAt(0).toLowerCase()}${rule.why.slice(1)}`,
    wayOut: wayOut ?? rule.wayOut,
  }));
}
