import { Fault, isFault } from "@ascent/core";

/** In the order in which they are checked; docs/verdict.md says what each means. */
export const CLAIM_KINDS = [
  "files",
  "run",
  "trust",
  "attestation",
  "blueprint",
  "seed-lock",
  "build-key",
  "recipe",
  "closure",
  "package",
  "index",
  "sbom",
  "run-sbom",
  "sources",
  "scan",
  "rescan",
  "rebuilt",
  "declared",
  "resolved",
  "clean",
  "reproducible",
  "fixed-point",
  "seed-independent",
  "verdict",
] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** One thing that the export says, and what came of checking it. */
export interface Claim {
  readonly kind: ClaimKind;
  /** What it is about: a file, a package, `RUN ARCH`, … */
  readonly about: string;
  readonly outcome: Outcome;
}

export type Outcome =
  | { readonly state: "holds"; readonly evidence: string }
  | { readonly state: "fails"; readonly reasons: readonly string[]; readonly wayOut: string }
  | { readonly state: "not-checked"; readonly why: string };

export function holds(evidence: string): Outcome {
  return { state: "holds", evidence };
}

export function fails(reasons: readonly string[], wayOut: string): Outcome {
  return { state: "fails", reasons: [...new Set(reasons)].sort(), wayOut };
}

export function notChecked(why: string): Outcome {
  return { state: "not-checked", why };
}

/** Holds unless something speaks against it. */
export function unless(reasons: readonly string[], otherwise: { readonly evidence: string; readonly wayOut: string }) {
  return reasons.length === 0 ? holds(otherwise.evidence) : fails(reasons, otherwise.wayOut);
}

/** What a check stands on failed by itself: the check says nothing then. Caught by `check`. */
export function standsOn(what: string): Fault {
  return new Fault("proof-unchecked", what);
}

export const ASK_AGAIN = "Get the export again from whoever made it; if it stays so, do not trust it.";

export interface Question {
  readonly kind: ClaimKind;
  readonly about: string;
}

/** Asks one question. Faults of what is read on the way make it fail; those of `standsOn` leave it unchecked. */
export async function check(question: Question, answer: () => Promise<Outcome> | Outcome): Promise<Claim> {
  try {
    return { ...question, outcome: await answer() };
  } catch (error) {
    if (!isFault(error)) throw error;
    const outcome =
      error.code === "proof-unchecked" ? notChecked(error.message) : fails([error.message], error.wayOut ?? ASK_AGAIN);
    return { ...question, outcome };
  }
}

/** "3 files", "1 file". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
