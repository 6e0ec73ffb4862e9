import { DURATION_BOUNDS } from "@ascent/engine";
import type { Labels } from "./ledger-metric.ts";

export interface Series {
  readonly labels: Labels;
  readonly count: number;
  readonly seconds: number;
  /** What each bucket of DURATION_BOUNDS holds by itself, and past the last bound. */
  readonly buckets: readonly number[];
}

interface Counted {
  readonly count: number;
  readonly seconds: number;
  readonly bucket: number;
}

/** Adds up, per combination of labels, what each row counts; rows without labels (undefined) are left out. */
export function tally<Row extends Counted>(rows: readonly Row[], labelsOf: (row: Row) => Labels | undefined): Series[] {
  const series = new Map<string, Series & { count: number; seconds: number; buckets: number[] }>();
  for (const row of rows) {
    const labels = labelsOf(row);
    if (labels === undefined) continue;
    const key = JSON.stringify(labels);
    const known = series.get(key) ?? { labels, count: 0, seconds: 0, buckets: emptyBuckets() };
    known.count += row.count;
    known.seconds += row.seconds;
    known.buckets[row.bucket] = (known.buckets[row.bucket] ?? 0) + row.count;
    series.set(key, known);
  }
  return [...series.values()];
}

function emptyBuckets(): number[] {
  return Array<number>(DURATION_BOUNDS.length + 1).fill(0);
}
