import { DURATION_BOUNDS, type Ended } from "@ascent/engine";
import { histogramSamples, type Labels, type ReadMetric } from "./ledger-metric.ts";
import { type Series, tally } from "./tally.ts";

/** Packages come by the thousand, and each would be a series per stage and arch: those that take the most time are told. */
export const PACKAGE_SERIES = 500;

const WHERE = ["blueprint", "stage", "arch"] as const;

function counted(rows: readonly Series[]) {
  return rows.map(({ labels, count }) => ({ labels, value: count }));
}

/** Counters and histograms of what ended, of the whole history of the ledger. */
export const ENDED_METRICS: readonly ReadMetric<Ended>[] = [
  {
    name: "ascent_builds_done_total",
    help: "Builds done, by where the result came from: built, or cache",
    type: "counter",
    labels: [...WHERE, "from"],
    read: ({ attempts }) =>
      counted(
        tally(attempts, ({ blueprint, stage, arch, outcome }) => {
          if (outcome !== "built" && outcome !== "cached") return undefined;
          return { blueprint, stage, arch, from: outcome === "cached" ? "cache" : "built" };
        }),
      ),
  },
  {
    name: "ascent_build_seconds",
    help: "Seconds from claim to end of builds that were built, not taken from the cache",
    type: "histogram",
    labels: WHERE,
    read: ({ attempts }) => {
      const built = attempts.filter(({ outcome }) => outcome === "built");
      const series = tally(built, ({ blueprint, stage, arch }) => ({ blueprint, stage, arch }));
      return histogramSamples("ascent_build_seconds", DURATION_BOUNDS, series);
    },
  },
  {
    name: "ascent_package_build_seconds",
    help: `Seconds that a package's builds took, of the ${PACKAGE_SERIES} packages of a stage and arch that took the most`,
    type: "summary",
    labels: ["package", "stage", "arch"],
    read: ({ attempts }) => {
      const built = attempts.filter(({ outcome }) => outcome === "built");
      const series = tally(built, ({ name, stage, arch }): Labels => ({ package: name, stage, arch }));
      const longest = series.toSorted((a, b) => b.seconds - a.seconds).slice(0, PACKAGE_SERIES);
      return longest.flatMap(({ labels, count, seconds }) => [
        { metricName: "ascent_package_build_seconds_sum", labels, value: seconds },
        { metricName: "ascent_package_build_seconds_count", labels, value: count },
      ]);
    },
  },
  {
    name: "ascent_attempts_lost_total",
    help: "Attempts whose worker stopped renewing its lease",
    type: "counter",
    labels: WHERE,
    read: ({ attempts }) =>
      counted(
        tally(attempts, ({ blueprint, stage, arch, outcome }) =>
          outcome === "lost" ? { blueprint, stage, arch } : undefined,
        ),
      ),
  },
  {
    name: "ascent_attempts_failed_total",
    help: "Attempts that failed, by the failure's code; also those that are tried again",
    type: "counter",
    labels: [...WHERE, "code"],
    read: ({ attempts }) =>
      counted(
        tally(attempts, ({ blueprint, stage, arch, outcome, code = "unknown" }) =>
          outcome === "failed" ? { blueprint, stage, arch, code } : undefined,
        ),
      ),
  },
  {
    name: "ascent_seed_attempts_total",
    help: "Tries at bringing in a run's seed, by how they ended; code is empty but for failed ones",
    type: "counter",
    labels: ["blueprint", "arch", "outcome", "code"],
    read: ({ seeds }) =>
      counted(tally(seeds, ({ blueprint, arch, outcome, code = "" }) => ({ blueprint, arch, outcome, code }))),
  },
  {
    name: "ascent_run_seconds",
    help: "Seconds from a run's creation to its end, by how it ended; a retried run ends again",
    type: "histogram",
    labels: ["blueprint", "purpose", "state"],
    read: ({ runs }) => {
      const series = tally(runs, ({ blueprint, purpose, state }) => ({ blueprint, purpose, state }));
      return histogramSamples("ascent_run_seconds", DURATION_BOUNDS, series);
    },
  },
];
