/** What a build is taken to last when nothing of its stage was ever built: a declared guess, in seconds. */
export const GUESSED_SECONDS = 60;

export interface TimedName {
  readonly id: string;
  readonly arch: string;
  readonly stage: string;
  /** Seconds that the same build (arch, stage, name) took in earlier runs, newest first; from the cache does not count. */
  readonly earlier: readonly number[];
}

export interface Expectation {
  readonly seconds: number;
  /** `history`: it was built before; `stage`: the median of its stage and arch; `guess`: `GUESSED_SECONDS`. */
  readonly from: "history" | "stage" | "guess";
}

/**
 * How long each build is likely to take, by id: the median of its own earlier times; where there are none the median of
 * what the others of its stage and arch are likely to take; else a declared guess. Does not depend on the order of `builds`.
 */
export function expectSeconds(builds: readonly TimedName[]): Map<string, Expectation> {
  const own = new Map(
    builds.flatMap(({ id, earlier }) => (earlier.length === 0 ? [] : [[id, median(earlier)] as const])),
  );
  const stages = new Map<string, number[]>();
  for (const { id, arch, stage } of builds) {
    const seconds = own.get(id);
    if (seconds === undefined) continue;
    const known = stages.get(`${arch} ${stage}`);
    if (known === undefined) stages.set(`${arch} ${stage}`, [seconds]);
    else known.push(seconds);
  }
  const typical = new Map([...stages].map(([stage, seconds]) => [stage, median(seconds)]));
  return new Map(
    builds.map(({ id, arch, stage }) => [id, expectationOf(own.get(id), typical.get(`${arch} ${stage}`))]),
  );
}

function expectationOf(own: number | undefined, ofStage: number | undefined): Expectation {
  if (own !== undefined) return { seconds: own, from: "history" };
  return ofStage === undefined ? { seconds: GUESSED_SECONDS, from: "guess" } : { seconds: ofStage, from: "stage" };
}

/** How long a build takes by its earlier times; undefined where there are none. */
export function typicalSeconds(earlier: readonly number[]): number | undefined {
  return earlier.length === 0 ? undefined : median(earlier);
}

/** The lower of the two in the middle where there are two: a time that was really measured. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? 0;
}
