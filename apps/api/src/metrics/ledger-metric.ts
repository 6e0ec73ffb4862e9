import type { Metric, MetricType, Registry } from "prom-client";

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  /** With its suffix (`_bucket`, `_sum`, `_count`), where that is not the metric's name. */
  readonly metricName?: string;
}

/** A metric whose values are read somewhere, whole, whenever someone asks. */
export interface ReadMetric<Numbers> {
  readonly name: string;
  readonly help: string;
  readonly type: `${MetricType}`;
  readonly labels: readonly string[];
  read(numbers: Numbers): readonly Sample[];
}

/**
 * Registers metrics whose values `numbers` has: prom-client's own kinds count by themselves and cannot be told a histogram
 * that Postgres has counted. Without numbers (undefined: they cannot be had now) a metric has no samples.
 */
export function registerRead<Numbers>(
  register: Registry,
  metrics: readonly ReadMetric<Numbers>[],
  numbers: () => Promise<Numbers | undefined>,
): void {
  for (const { name, help, type, read } of metrics) {
    const get = async () => {
      const known = await numbers();
      return { name, help, type, values: known === undefined ? [] : read(known), aggregator: "first" };
    };
    // What the registry asks of a metric is its name and `get`; its type says that it must be one of its classes.
    register.registerMetric({ name, help, type, get } as unknown as Metric<string>);
  }
}

/** Samples of a histogram from what each bucket holds by itself; the last is the one past all bounds. */
export function histogramSamples(
  name: string,
  bounds: readonly number[],
  series: Iterable<{ readonly labels: Labels; readonly buckets: readonly number[]; readonly seconds: number }>,
): Sample[] {
  const samples: Sample[] = [];
  for (const { labels, buckets, seconds } of series) {
    let count = 0;
    for (const [at, own] of buckets.entries()) {
      count += own;
      const le = bounds[at] === undefined ? "+Inf" : String(bounds[at]);
      samples.push({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: count });
    }
    samples.push({ metricName: `${name}_sum`, labels, value: seconds });
    samples.push({ metricName: `${name}_count`, labels, value: count });
  }
  return samples;
}
