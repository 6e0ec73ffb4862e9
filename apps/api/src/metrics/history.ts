import type { Clock, Ended, OperationsReader } from "@ascent/engine";

/** Whoever ends an attempt holds its lease, which is much shorter: what ended longer ago than this has been recorded. */
const SETTLED_AFTER_MS = 10 * 60_000;
/** The settled part moves on in steps, so that most scrapes read the last minutes alone. */
const STEP_MS = 10 * 60_000;

/**
 * All that ever ended, read from the ledger once and kept; from then on only what is newer is read. Counters made of it
 * never fall while the process lives, and after a restart they are what they were.
 */
export function endedHistory(ledger: Pick<OperationsReader, "ended">, clock: Clock): () => Promise<Ended> {
  let settled: { readonly until: Date; readonly ended: Ended } | undefined;
  return async () => {
    const until = new Date(clock.now().getTime() - SETTLED_AFTER_MS);
    if (settled === undefined) settled = { until, ended: await ledger.ended({ until }) };
    else if (until.getTime() - settled.until.getTime() >= STEP_MS) {
      const since = await ledger.ended({ from: settled.until, until });
      settled = { until, ended: joined(settled.ended, since) };
    }
    return joined(settled.ended, await ledger.ended({ from: settled.until }));
  };
}

/** Rows with the same labels are added up, so that the settled part grows by new labels alone. */
function joined(past: Ended, since: Ended): Ended {
  return {
    attempts: addUp([...past.attempts, ...since.attempts]),
    seeds: addUp([...past.seeds, ...since.seeds]),
    runs: addUp([...past.runs, ...since.runs]),
  };
}

function addUp<Row extends { readonly count: number; readonly seconds: number }>(rows: readonly Row[]): readonly Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const { count, seconds, ...labels } = row;
    const key = JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const known = sums.get(key);
    sums.set(key, known === undefined ? row : { ...row, count: known.count + count, seconds: known.seconds + seconds });
  }
  return [...sums.values()];
}
