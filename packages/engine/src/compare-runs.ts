import {
  type Arch,
  canonicalJson,
  compareEnds,
  type Digest,
  divergedSince,
  type EndsBeside,
  type Evidence,
  Fault,
  normalisedRecipe,
  type PackageDigests,
  type PackagePair,
  type PackageSide,
} from "@ascent/core";
import { explainDifference } from "./compare-rebuild.ts";
import { type JudgePorts, judgeAgain } from "./conclude.ts";
import type { BuildInputs, BuiltPackage, Ledger, LedgerReader, RunRecord, SeedRecord } from "./ports.ts";

export type CompareRunsPorts = JudgePorts & {
  readonly ledger: Pick<Ledger, "addEvidence"> & Pick<LedgerReader, "build">;
};

export interface ComparedSide extends PackageDigests {
  readonly version: string;
}

/** A package of the last stage in two bootstraps. */
export interface ComparedPackage {
  readonly name: string;
  /** `other-recipe`: not the same bits, but other definitions made them, so it tells nothing about the seed. */
  readonly outcome: "same" | "different" | "other-recipe" | "missing";
  readonly first?: ComparedSide;
  readonly second?: ComparedSide;
  /** The stage from which on it was not the same. */
  readonly since?: string;
  /** What is not the same, in short. */
  readonly differences: readonly string[];
  /** The same in full (JSON, "ascent-differences/1"). */
  readonly report?: Digest;
}

export interface ComparedStage {
  readonly stage: string;
  readonly same: number;
  /** Names, in build order; what only one of the runs made included. */
  readonly different: readonly string[];
}

export interface ComparedArch {
  readonly arch: Arch;
  readonly seeds: { readonly first: SeedRecord; readonly second: SeedRecord };
  /** Only then do equal bits say that the seed left nothing behind. */
  readonly isOtherSeed: boolean;
  readonly stages: readonly ComparedStage[];
  readonly packages: readonly ComparedPackage[];
  /** The first package of the last stage, in build order, that is not the same. */
  readonly firstDivergence?: string;
}

export interface RunsComparison {
  /** Run ids. */
  readonly first: string;
  readonly second: string;
  readonly arches: readonly ComparedArch[];
  /** Every final package is the same in both, and the seeds are not. */
  readonly holds: boolean;
}

/** Differing packages that are explained, in build order; others follow from them as a rule, and all are named. */
const EXPLAINED = 20;

/**
 * Compares the final packages of two bootstraps by content. Where their seeds are not the same, that is evidence of
 * independence of the seed (or of the contrary) for the packages of both, and both are judged again. A rebuild stands for
 * the bootstrap that it rebuilds. Throws Fault "run-unknown", "run-unfinished", "runs-incomparable", and as `judgeAgain`.
 */
export async function compareRuns(
  ports: CompareRunsPorts,
  ids: { readonly first: string; readonly second: string },
): Promise<RunsComparison> {
  const first = await bootstrapOf(ports, ids.first);
  const second = await bootstrapOf(ports, ids.second);
  const shared = first.arches.filter((arch) => second.arches.includes(arch));
  if (first.id === second.id || shared.length === 0) throw incomparable(first, second);
  const arches: ComparedArch[] = [];
  for (const arch of shared) arches.push(await new ArchComparison(ports, { first, second }, arch).compare());
  await judgeAgain(ports, first.id);
  await judgeAgain(ports, second.id);
  const isWhole = shared.length === first.arches.length && shared.length === second.arches.length;
  const holds =
    isWhole && arches.every(({ isOtherSeed, firstDivergence }) => isOtherSeed && firstDivergence === undefined);
  return { first: first.id, second: second.id, arches, holds };
}

async function bootstrapOf({ ledger }: CompareRunsPorts, id: string): Promise<RunRecord> {
  const run = await ledger.run(id);
  if (run?.purpose?.kind === "rebuild") return bootstrapOf({ ledger } as CompareRunsPorts, run.purpose.of);
  if (run === undefined) {
    throw new Fault("run-unknown", `there is no run ${id}`, { wayOut: "`ascent status --all` lists the runs." });
  }
  if (run.state === "succeeded") return run;
  throw new Fault("run-unfinished", `run ${id} is ${run.state}: it has no final packages to compare`, {
    wayOut: "Compare runs that have succeeded; `ascent retry` tries failed builds again.",
  });
}

function incomparable(first: RunRecord, second: RunRecord): Fault {
  const why = first.id === second.id ? "they are the same run" : "they are of different arches";
  return new Fault("runs-incomparable", `runs ${first.id} and ${second.id} cannot be compared: ${why}`, {
    wayOut: "Compare two bootstraps of one blueprint for one arch, each from another seed.",
  });
}

type Side = PackageSide<BuildInputs>;
type Pair = PackagePair<BuildInputs>;

class ArchComparison {
  readonly #ports: CompareRunsPorts;
  readonly #runs: { readonly first: RunRecord; readonly second: RunRecord };
  readonly #arch: Arch;
  #explained = 0;

  constructor(ports: CompareRunsPorts, runs: { readonly first: RunRecord; readonly second: RunRecord }, arch: Arch) {
    this.#ports = ports;
    this.#runs = runs;
    this.#arch = arch;
  }

  async compare(): Promise<ComparedArch> {
    const { ledger, clock } = this.#ports;
    const { first, second } = this.#runs;
    const seeds = { first: seedOf(first, this.#arch), second: seedOf(second, this.#arch) };
    const isOtherSeed = seeds.first.lockDigest !== seeds.second.lockDigest;
    const ends = compareEnds(this.#arch, {
      first: await ledger.inputsOf(first.id, this.#arch),
      second: await ledger.inputsOf(second.id, this.#arch),
    });
    const packages: ComparedPackage[] = [];
    const evidence: Evidence[] = [];
    for (const pair of ends.stages.at(-1)?.packages ?? []) {
      const compared = await this.#comparePackage(pair, ends);
      packages.push(compared);
      if (isOtherSeed) evidence.push(...evidenceOf(pair, compared, { arch: this.#arch, seeds }));
    }
    await ledger.addEvidence(evidence, { runIds: [first.id, second.id], at: clock.now() });
    return {
      ...{ arch: this.#arch, seeds, isOtherSeed, stages: stagesOf(ends), packages },
      ...(ends.firstDivergence === undefined ? {} : { firstDivergence: ends.firstDivergence.name }),
    };
  }

  async #comparePackage(pair: Pair, ends: EndsBeside): Promise<ComparedPackage> {
    const { name, first, second, isSame } = pair;
    const sides = { ...(first && { first: shown(first) }), ...(second && { second: shown(second) }) };
    const since = divergedSince(ends, name);
    const told = { name, ...sides, ...(since === undefined ? {} : { since }) };
    if (isSame) return { ...told, outcome: "same", differences: [] };
    if (first === undefined || second === undefined) {
      const run = first === undefined ? this.#runs.second : this.#runs.first;
      return { ...told, outcome: "missing", differences: [`only run ${run.id} makes it`] };
    }
    const outcome = (await this.#sameRecipe(first, second)) ? "different" : "other-recipe";
    return { ...told, outcome, ...(await this.#explain(first, second)) };
  }

  async #sameRecipe(first: Side, second: Side): Promise<boolean> {
    const [a, b] = await Promise.all([first, second].map(({ build }) => this.#ports.ledger.build(build.buildId)));
    if (a === undefined || b === undefined) return false;
    return canonicalJson(normalisedRecipe(a.recipe)) === canonicalJson(normalisedRecipe(b.recipe));
  }

  async #explain(first: Side, second: Side): Promise<Pick<ComparedPackage, "differences" | "report">> {
    this.#explained += 1;
    if (this.#explained > EXPLAINED)
      return { differences: [`not looked into: it is not among the first ${EXPLAINED}`] };
    const { name, version } = first.output.record;
    const runs = this.#runs;
    const { reasons, report } = await explainDifference(this.#ports.store, {
      head: { package: `${name}-${version}`, first: `run ${runs.first.id}`, second: `run ${runs.second.id}` },
      first: first.output.fileDigest,
      second: second.output.fileDigest,
    });
    return { differences: reasons, report };
  }
}

function shown({ output: { record, fileDigest, contentDigest } }: Side): ComparedSide {
  return { version: record.version, fileDigest, contentDigest };
}

function seedOf(run: RunRecord, arch: Arch): SeedRecord {
  const found = run.preparation.find((prepared) => prepared.arch === arch);
  if (found?.lockDigest !== undefined) return found;
  throw new Fault("run-unfinished", `run ${run.id} has no seed for ${arch}, though it has succeeded`);
}

function stagesOf({ stages }: EndsBeside): ComparedStage[] {
  return stages.map(({ stage, packages }) => {
    const different = packages.filter(({ isSame }) => !isSame).map(({ name }) => name);
    return { stage, same: packages.length - different.length, different };
  });
}

interface EvidenceContext {
  readonly arch: Arch;
  readonly seeds: ComparedArch["seeds"];
}

/** About the package of each run, by what the other one made of it. */
function evidenceOf(pair: Pair, compared: ComparedPackage, { arch, seeds }: EvidenceContext): Evidence[] {
  if (compared.outcome === "other-recipe") return [];
  const about = (own: Side | undefined, other: Side | undefined, seed: SeedRecord): Evidence[] => {
    const key = own?.build.key;
    if (own === undefined || key === undefined || seed.lockDigest === undefined) return [];
    const how = `bootstrapped from ${seed.seed} (${seed.lockDigest.slice(0, 19)}…) too`;
    const documents = [attestationOf(other), compared.report].filter((digest) => digest !== undefined);
    return [
      {
        ...{ kind: "other-seed", arch, package: pair.name, buildKey: key, documents, seedLock: seed.lockDigest },
        contentDigest: own.output.contentDigest,
        outcome: pair.isSame ? "holds" : "fails",
        summary: `${how}: ${pair.isSame ? "the same bits" : "other bits"}`,
        reasons: compared.differences.map((difference) => `${how}: ${difference}`),
      },
    ];
  };
  return [...about(pair.first, pair.second, seeds.second), ...about(pair.second, pair.first, seeds.first)];
}

function attestationOf(side: Side | undefined): Digest | undefined {
  const output: BuiltPackage | undefined = side?.output;
  return output?.attestation;
}
