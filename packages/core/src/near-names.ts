import { compareText } from "./text.ts";

/** More than this many edits are no slip of the hand. */
const EDITS = 2;
const TOLD = 3;

/**
 * Names that a person may have meant: at most two edits away (optimal string alignment; one for names under five
 * letters), nearest first, then in code-unit order; at most three.
 */
export function nearNames(name: string, known: Iterable<string>): string[] {
  const limit = name.length < 5 ? 1 : EDITS;
  const near: { readonly name: string; readonly distance: number }[] = [];
  for (const candidate of known) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(name, candidate);
    if (distance <= limit) near.push({ name: candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || compareText(a.name, b.name));
  return near.slice(0, TOLD).map((one) => one.name);
}

/** Insertions, deletions, substitutions and swaps of neighbours between two texts. */
function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      current.push(cell({ a, b, row, column }, { older, last, left: current[column - 1] ?? 0 }));
    }
    older = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

function cell(
  { a, b, row, column }: { a: string; b: string; row: number; column: number },
  { older, last, left }: { older: readonly number[]; last: readonly number[]; left: number },
): number {
  const same = a[row - 1] === b[column - 1];
  const best = Math.min((last[column] ?? 0) + 1, left + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
  const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return swapped ? Math.min(best, (older[column - 2] ?? 0) + 1) : best;
}
