import { type Arch, type Digest, isSeedInput, type LockedPackage } from "@ascent/core";
import type { SeedLockContent } from "@ascent/formats";
import type { Attested } from "./attestations.ts";
import { type Claim, check, count, fails, holds, type Outcome, standsOn } from "./claim.ts";
import { type ListedOutput, type ListedRun, lastStage, nameOf } from "./runs.ts";
import { contentsOf } from "./seed-locks.ts";

export interface ClosureGiven {
  readonly attested: readonly Attested[];
  /** Whose attestations did not hold: what is missing because of them is their fault alone. */
  readonly failed: readonly ListedOutput[];
  readonly locks: ReadonlyMap<Digest, SeedLockContent>;
}

/** The claim `closure` of a run and arch: from the last stage's packages back to the seed, every link is signed. */
export async function checkClosure(run: ListedRun, arch: Arch, given: ClosureGiven): Promise<Claim> {
  return check({ kind: "closure", about: `${run.prefix}${arch}` }, () => {
    const stage = lastStage(run, arch);
    const here = given.attested.filter((each) => each.run === run && each.build.arch === arch);
    const last = here.filter((each) => each.build.stage === stage);
    if (last.length === 0) throw standsOn(`no package of the last stage has a good attestation`);
    return walk(new Closure(run, arch, { ...given, attested: here }), last);
  });
}

interface Missing {
  readonly reason: string;
  /** The listed package whose own attestation failed, where that is why. */
  readonly because?: ListedOutput;
}

interface Trace {
  readonly makers: readonly Attested[];
  readonly missing?: Missing;
}

class Closure {
  readonly #makers = new Map<string, Attested[]>();
  readonly #failed: ReadonlyMap<string, ListedOutput>;
  readonly #seed: ReadonlySet<Digest> | undefined;
  readonly seedPackages = new Set<Digest>();

  constructor(run: ListedRun, arch: Arch, { attested, failed, locks }: ClosureGiven) {
    for (const each of attested) {
      const key = makerKey(each.build.stage, each.output.contentDigest);
      this.#makers.set(key, [...(this.#makers.get(key) ?? []), each]);
    }
    const own = failed.filter((each) => each.run === run && each.build.arch === arch);
    this.#failed = new Map(own.map((each) => [makerKey(each.build.stage, each.output.contentDigest), each]));
    const seedLock = run.record.arches.find((each) => each.arch === arch)?.seedLock;
    const lock = seedLock === undefined ? undefined : locks.get(seedLock);
    this.#seed = lock === undefined ? undefined : contentsOf(lock);
  }

  /** Who made a locked package: builds, or nobody because it is the seed's, or a link that is missing. */
  trace(locked: LockedPackage, by: Attested): Trace {
    const what = `${locked.name}-${locked.version} (${locked.contentDigest}) in the lock of ${nameOf(by)}`;
    if (isSeedInput(locked.input)) return this.#traceSeed(locked, what);
    const key = makerKey(locked.input, locked.contentDigest);
    const makers = this.#makers.get(key);
    if (makers !== undefined) return { makers };
    const because = this.#failed.get(key);
    const reason = `${what} is the subject of no attestation of ${locked.input}`;
    return { makers: [], missing: { reason, ...(because === undefined ? {} : { because }) } };
  }

  #traceSeed(locked: LockedPackage, what: string): Trace {
    if (this.#seed === undefined) throw standsOn("the seed lock cannot be read");
    if (!this.#seed.has(locked.contentDigest))
      return { makers: [], missing: { reason: `${what} is not in the run's seed lock` } };
    this.seedPackages.add(locked.contentDigest);
    return { makers: [] };
  }
}

function makerKey(stage: string, content: Digest): string {
  return `${stage} ${content}`;
}

function walk(closure: Closure, last: readonly Attested[]): Outcome {
  const { met, missing } = reach(closure, last);
  const reasons = missing.flatMap(({ reason, because }) => (because === undefined ? [reason] : []));
  if (reasons.length > 0) return fails(reasons, CLOSURE_WAY_OUT);
  const [because] = missing.flatMap((each) => each.because ?? []);
  if (because !== undefined) throw standsOn(`the attestation of ${nameOf(because)} does not hold`);
  const sources = new Set([...met].flatMap(({ provenance }) => provenance.sources.map(({ digest }) => digest)));
  return holds(
    `${count(met.size, "package")} of all stages, down to ${count(closure.seedPackages.size, "package")} of the seed ` +
      `and ${count(sources.size, "source")}`,
  );
}

/** All that the last stage's packages go back to: attestations, and links that lead nowhere. */
function reach(closure: Closure, last: readonly Attested[]) {
  const met = new Set(last);
  const missing: Missing[] = [];
  // A set that grows while it is walked through: what is added comes in turn.
  for (const each of met) {
    const traces = each.provenance.environment.map((locked) => closure.trace(locked, each));
    for (const maker of traces.flatMap(({ makers }) => makers)) met.add(maker);
    missing.push(...traces.flatMap((trace) => trace.missing ?? []));
  }
  return { met, missing };
}

const CLOSURE_WAY_OUT =
  "What is missing was left out of the export, or was never built: export the run again, or start a new one.";
