import { compareText } from "./text.ts";

/** A position in a file that a person wrote; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A value and where it was written. */
export interface Located<T> {
  readonly value: T;
  readonly place: Place;
}

/** Something wrong with the input. Nothing runs while a `defect` is open; a `warning` lets it run. */
export interface Defect {
  readonly severity: "defect" | "warning";
  /** Stable, kebab-case; documented in docs/defects.md. */
  readonly code: string;
  readonly place: Place;
  /** What is wrong, with the names that it is about, and why it matters. One sentence. */
  readonly message: string;
  /** How to get out of it. One sentence. */
  readonly wayOut: string;
}

/** A value, or the defects because of which there is none; warnings may come with a value. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Defect[] }
  | { readonly ok: false; readonly defects: readonly Defect[] };

export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** By file, line, column, then code: the same defects are always told in the same order. */
export function sortDefects(defects: Iterable<Defect>): Defect[] {
  return [...defects].sort(
    (a, b) =>
      compareText(a.place.file, b.place.file) ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}
