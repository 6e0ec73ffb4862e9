import { compareText } from "@ascent/core";

/** How many single-character edits (a swap of neighbours is one) lead from `a` to `b`; stops counting above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(previous, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = swaps(a, b, { row, column }) ? at(before, column - 2) + 1 : replaced;
      current.push(Math.min(at(previous, column) + 1, at(current, column - 1) + 1, replaced, swapped));
    }
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

/** Do the last two characters of both beginnings change places? */
function swaps(a: string, b: string, { row, column }: { readonly row: number; readonly column: number }): boolean {
  return row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** The candidates that a person may have meant, nearest first, at most three; ties in code-unit order. */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  const scored: { candidate: string; score: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const score = distance(name, candidate, limit);
    if (score <= limit && score < Math.max(name.length, candidate.length)) scored.push({ candidate, score });
  }
  scored.sort((a, b) => a.score - b.score || compareText(a.candidate, b.candidate));
  return scored.slice(0, 3).map(({ candidate }) => candidate);
}

/** `did you mean "a" or "b"?`, or `otherwise` when nothing is near. */
export function suggestion(name: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearest(name, candidates);
  if (near.length === 0) return otherwise;
  return `Did you mean ${near.map((candidate) => `"${candidate}"`).join(" or ")}?`;
}

/** A few names for a message: all of them up to `limit`, then how many more. */
export function listed(names: Iterable<string>, limit = 12): string {
  const all = [...names];
  const shown = all.slice(0, limit).join(", ");
  return all.length > limit ? `${shown} and ${all.length - limit} more` : shown;
}
