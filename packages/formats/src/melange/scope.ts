import type { Defect, Place } from "@ascent/core";
import { formatPlace } from "@ascent/core";
import { listed, nearest } from "../yaml/near.ts";
import { placeInside, placeOf, placeOfOccurrence, type YamlScalar } from "../yaml/node.ts";
import { OPENING, type Segment, segmentsOf, written } from "./template.ts";

/** A variable: text that stands as it is, or a text with references of its own, evaluated when first asked for. */
export type Variable = string | { readonly text: YamlScalar; readonly scope: Scope };

/** `scope` is where the references of `text` are looked up. */
export function variableOf(text: YamlScalar, scope: Scope): Variable {
  return text.value.includes(OPENING) ? { text, scope } : text.value;
}

const EVALUATING = Symbol("being evaluated");

/** Variables that a scope has besides those that are set in it, found when they are referred to. */
export interface FurtherVariables {
  /** `scope` is the one that has them. */
  find(name: string, scope: Scope): Variable | undefined;
  names(): Iterable<string>;
}

export interface Complaint {
  readonly code: string;
  readonly place: Place;
  readonly message: string;
  readonly wayOut: string;
}

/** Defects of one expansion. The same fault is told once, however many ranges, stages or arches come across it. */
export class Complaints {
  readonly #seen = new Map<string, Defect>();

  add(complaint: Complaint): void {
    const key = `${formatPlace(complaint.place)} ${complaint.code} ${complaint.message}`;
    if (!this.#seen.has(key)) this.#seen.set(key, { severity: "defect", ...complaint });
  }

  list(): Defect[] {
    return [...this.#seen.values()];
  }
}

/**
 * The variables that a text may refer to, on top of those of an outer scope. Inner names win. Values may refer to
 * further variables; what refers to itself is a defect (`variable-cycle`), or the outer variable of that name where
 * there is one, as `with: { opts: ${{inputs.opts}} }` means.
 */
export class Scope {
  /** Most pipelines' scopes set nothing of their own. */
  #own: Map<string, Variable | typeof EVALUATING> | undefined;
  readonly #outer: Scope | undefined;
  readonly #further: FurtherVariables | undefined;
  readonly #complaints: Complaints;

  constructor(complaints: Complaints, outer?: Scope, further?: FurtherVariables) {
    this.#complaints = complaints;
    this.#outer = outer;
    this.#further = further;
  }

  inner(further?: FurtherVariables): Scope {
    return new Scope(this.#complaints, this, further);
  }

  set(name: string, value: string): void {
    this.#keep(name, value);
  }

  #keep(name: string, value: Variable | typeof EVALUATING): void {
    this.#own ??= new Map();
    this.#own.set(name, value);
  }

  /** `scope` is where the references of `text` are looked up: usually this one. */
  setTemplate(name: string, text: YamlScalar, scope: Scope = this): void {
    this.#keep(name, variableOf(text, scope));
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined || (this.#outer?.has(name) ?? false);
  }

  #find(name: string): Variable | typeof EVALUATING | undefined {
    return this.#own?.get(name) ?? this.#further?.find(name, this);
  }

  /** The value, or undefined when there is no such variable, or none but the one being evaluated. */
  lookup(name: string): string | undefined {
    const variable = this.#find(name);
    if (typeof variable === "string") return variable;
    if (variable === undefined || variable === EVALUATING) return this.#outer?.lookup(name);
    this.#keep(name, EVALUATING);
    const value = variable.scope.evaluate(variable.text);
    this.set(name, value);
    return value;
  }

  /** Every name that can be referred to from here, in no particular order. */
  names(): string[] {
    return [...(this.#own?.keys() ?? []), ...(this.#further?.names() ?? []), ...(this.#outer?.names() ?? [])];
  }

  /**
   * The text with every reference replaced. Defects, each at the reference itself: `undefined-variable`,
   * `variable-cycle`, `bad-reference`; the reference is then left out.
   */
  evaluate(text: YamlScalar): string {
    return text.value.includes(OPENING) ? this.#join(text, segmentsIn(text), 0) : text.value;
  }

  /** Like {@link evaluate}, for the part of the text between two offsets. */
  evaluatePart(text: YamlScalar, part: { readonly from: number; readonly to: number }): string {
    const skipped = text.value.slice(0, part.from).split(OPENING).length - 1;
    return this.#join(text, segmentsOf(text.value.slice(part.from, part.to)), skipped);
  }

  /** `skipped`: openings of the text before these segments. */
  #join(text: YamlScalar, segments: readonly Segment[], skipped: number): string {
    let result = "";
    for (const segment of segments) {
      if (segment.kind === "literal") result += segment.text;
      else if (segment.kind === "reference") {
        result += this.resolve(segment.name, { text, ordinal: segment.ordinal + skipped });
      } else this.#malformed(text, segment.ordinal + skipped, segment.reason);
    }
    return result;
  }

  /** Value of one reference; complains and gives "" when there is none. */
  resolve(name: string, at: { readonly text: YamlScalar; readonly ordinal: number }): string {
    const value = this.lookup(name);
    if (value !== undefined) return value;
    const place = placeOfOccurrence(at.text, OPENING, at.ordinal);
    this.#complaints.add(this.has(name) ? cycle(name, place) : undefinedVariable(name, place, this.names()));
    return "";
  }

  #malformed(text: YamlScalar, ordinal: number, reason: string): void {
    this.#complaints.add({
      code: "bad-reference",
      place: placeOfOccurrence(text, OPENING, ordinal),
      message: `This ${OPENING} ${reason}.`,
      wayOut: `Write ${written("name")}, with letters, digits, dots, dashes and underscores in the name.`,
    });
  }

  complain(at: YamlScalar, complaint: Omit<Complaint, "place">, offset?: number): void {
    this.#complaints.add({ place: offset === undefined ? placeOf(at) : placeInside(at, offset), ...complaint });
  }
}

/** Of texts that are evaluated for thousands of definitions. */
const known = new WeakMap<YamlScalar, readonly Segment[]>();

function segmentsIn(text: YamlScalar): readonly Segment[] {
  if (!text.source.reused) return segmentsOf(text.value);
  const before = known.get(text);
  if (before !== undefined) return before;
  const segments = segmentsOf(text.value);
  known.set(text, segments);
  return segments;
}

function cycle(name: string, place: Place): Complaint {
  return {
    code: "variable-cycle",
    place,
    message: `The value of "${name}" refers to itself through this reference, so it has no value.`,
    wayOut: "Break the loop: one of the variables on it must be plain text.",
  };
}

/** Names that exist only somewhere else: where, so that nobody looks for a typing error. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [
    /^(targets\.subpkgdir|subpkg\.name)$/,
    `It exists in subpackages only; the main package has ${written("targets.destdir")}.`,
  ],
  [/^range\.(key|value)$/, 'It exists only in a subpackage that has "range:".'],
  [/^source\./, "It exists only in the built-in pipelines that bring sources in."],
];

function undefinedVariable(name: string, place: Place, known: readonly string[]): Complaint {
  return {
    code: "undefined-variable",
    place,
    message: `There is no variable "${name}" here.`,
    wayOut: ELSEWHERE.find(([pattern]) => pattern.test(name))?.[1] ?? wayOutOf(name, known),
  };
}

function wayOutOf(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near.length > 0) return `Did you mean ${near.map(written).join(" or ")}?`;
  const family = name.split(".", 1)[0] ?? "";
  const relatives = [...new Set(known.filter((candidate) => candidate.startsWith(`${family}.`)))].sort();
  if (relatives.length > 0) return `Known here are: ${listed(relatives)}.`;
  if (family === "vars") return 'Define it under "vars:", or make it with "var-transforms:".';
  if (family === "inputs") return 'Inputs exist only in a pipeline that declares them under "inputs:".';
  return "Define it under vars:, or use one of melange's own variables.";
}
