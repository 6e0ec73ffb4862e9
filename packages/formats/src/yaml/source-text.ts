import type { Place } from "@ascent/core";

/** The text of one file; turns offsets into places. Line starts are looked for when the first place is asked for. */
export class SourceText {
  /** As complaints name it: relative to the blueprint. */
  readonly file: string;
  readonly text: string;
  /** True where its scalars are evaluated again and again: what is found out about them is worth keeping. */
  readonly reused: boolean;
  #lines: readonly number[] | undefined;

  constructor(file: string, text: string, reused = false) {
    this.file = file;
    this.text = text;
    this.reused = reused;
  }

  /** Line and column (both from 1, columns in UTF-16 units) of an offset; offsets outside the text are clamped to it. */
  placeAt(offset: number): Place {
    this.#lines ??= lineStarts(this.text);
    const inside = Math.min(Math.max(offset, 0), this.text.length);
    const line = lastAtMost(this.#lines, inside);
    return { file: this.file, line: line + 1, column: inside - (this.#lines[line] ?? 0) + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

/** Index of the last element that is not larger than `limit`; the first element always is not. */
function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
