import { type Arch, type ArchRecord, canonicalJson, type Digest, type Evidence, type EvidenceKind } from "@ascent/core";
import type { SeedLockContent } from "@ascent/formats";
import type { Attested } from "./attestations.ts";
import { count, type Outcome } from "./claim.ts";
import { type ListedRun, lastStage, type ProofRunRole } from "./runs.ts";
import { contentsOf } from "./seed-locks.ts";

/** What the other runs of an export show about the final packages of one arch, from attestations alone. */
export interface EvidenceGiven {
  readonly exported: ListedRun;
  readonly arch: Arch;
  readonly runs: readonly ListedRun[];
  readonly attested: readonly Attested[];
  /** Of the exported run. */
  readonly final: readonly Attested[];
  readonly closures: Closures;
  readonly locks: ReadonlyMap<Digest, SeedLockContent>;
}

/** What came of checking each bootstrap's closure, by arch. */
export type Closures = ReadonlyMap<ListedRun, Map<Arch, Outcome["state"]>>;

/** The evidence of one kind that runs of one role give. */
const KINDS: Readonly<Record<Exclude<ProofRunRole, "exported">, EvidenceKind>> = {
  rebuild: "rebuild",
  "fixed-point": "fixed-point",
  "other-seed": "other-seed",
};

/** One item for each final package and run that has another build of it. */
export function evidenceFromRuns(given: EvidenceGiven): Evidence[] {
  return given.runs.flatMap((run) => {
    const { role } = run;
    const unknown = role === "other-seed" && !isKnown(run, given);
    if (role === "exported" || unknown) return [];
    const theirs = given.attested.filter(
      (each) => each.run === run && each.build.arch === given.arch && each.build.stage === stageOf(run, given),
    );
    return given.final.flatMap((ours) => {
      const again = theirs.filter(({ output }) => output.name === ours.output.name);
      return again.map((other) => evidenceOf(KINDS[role], { ours, other, given }));
    });
  });
}

/** A bootstrap whose closure or seed could not be checked shows nothing, neither for nor against. */
function isKnown(run: ListedRun, { exported, arch, closures, locks }: EvidenceGiven): boolean {
  const readable = [exported, run].every((each) => locks.has(seedLockOf(each, arch) ?? "sha256:"));
  return readable && closures.get(run)?.get(arch) !== "not-checked";
}

/** A rebuild repeats builds of the exported run's last stage; a bootstrap has its own. */
function stageOf(run: ListedRun, { exported, arch }: EvidenceGiven): string | undefined {
  return lastStage(run.role === "other-seed" ? run : exported, arch);
}

interface Compared {
  readonly ours: Attested;
  readonly other: Attested;
  readonly given: EvidenceGiven;
}

function evidenceOf(kind: EvidenceKind, compared: Compared): Evidence {
  const { ours, other, given } = compared;
  const { subject } = ours.provenance;
  const seedLock = kind === "other-seed" ? seedLockOf(other.run, given.arch) : undefined;
  const reasons = [...unlike(ours, other), ...RULES[kind](compared)];
  return {
    kind,
    arch: given.arch,
    package: subject.name,
    buildKey: ours.provenance.buildKey,
    contentDigest: subject.contentDigest,
    outcome: reasons.length === 0 ? "holds" : "fails",
    summary: `run ${other.run.record.id} made the same content${kind === "other-seed" ? shared(compared) : ""}`,
    reasons: reasons.map((reason) => `run ${other.run.record.id}: ${reason}`),
    ...(seedLock === undefined ? {} : { seedLock }),
    documents: other.output.attestation === undefined ? [] : [other.output.attestation],
  };
}

function unlike({ provenance: ours }: Attested, { provenance: other }: Attested): string[] {
  if (ours.subject.contentDigest === other.subject.contentDigest) return [];
  return [`it made ${other.subject.contentDigest}, not ${ours.subject.contentDigest}`];
}

/** Content digests of both seeds' packages, as far as their locks could be read. */
function seedContents({ other, given: { exported, arch, locks } }: Compared) {
  const [ours, theirs] = [exported, other.run].map((run) => locks.get(seedLockOf(run, arch) ?? "sha256:"));
  if (ours === undefined || theirs === undefined) return { both: 0, onlyTheirs: 0 };
  const contents = contentsOf(ours);
  const all = [...contentsOf(theirs)];
  const both = all.filter((content) => contents.has(content)).length;
  return { both, onlyTheirs: all.length - both };
}

/** What both seeds have in common is not independent of either. */
function shared(compared: Compared): string {
  return ` (${count(seedContents(compared).both, "package")} of the two seeds are the same)`;
}

/** What must be so beside equal content; sentences say what is not. */
const RULES: Readonly<Record<EvidenceKind, (compared: Compared) => string[]>> = {
  residue: () => [],
  rebuild: ({ ours, other }) => [
    ...another(ours, other),
    ...sameRecipe(ours, other),
    ...(contents(ours) === contents(other) ? [] : ["its lock is not the recorded one"]),
  ],
  "fixed-point": ({ ours, other, given }) => [
    ...another(ours, other),
    ...sameRecipe(ours, other),
    ...onlyFinal(other, given),
  ],
  "other-seed": (compared) => [
    ...(seedContents(compared).onlyTheirs === 0 ? ["its seed has no package that this run's seed has not"] : []),
    ...startedElsewhere(compared),
  ],
};

function startedElsewhere({ other, given }: Compared): string[] {
  return [
    ...(seedLockOf(other.run, given.arch) === seedLockOf(given.exported, given.arch)
      ? ["it started from the same seed lock"]
      : []),
    ...(given.closures.get(other.run)?.get(given.arch) === "holds"
      ? []
      : ["its own closure does not hold, so where it started from is not shown"]),
  ];
}

/** An attestation cannot be its own witness, under whatever run it is listed. */
function another({ provenance: ours }: Attested, { provenance: other }: Attested): string[] {
  return ours.invocation.buildId === other.invocation.buildId ? ["it is the same build, not another one"] : [];
}

function sameRecipe({ provenance: ours }: Attested, { provenance: other }: Attested): string[] {
  return canonicalJson(ours.recipe) === canonicalJson(other.recipe) ? [] : ["it was built from another recipe"];
}

function contents({ provenance: { environment } }: Attested): string {
  return [...new Set(environment.map(({ contentDigest }) => contentDigest))].sort().join(" ");
}

function onlyFinal(other: Attested, { final, exported, arch }: EvidenceGiven): string[] {
  const stage = lastStage(exported, arch);
  const made = new Set(final.map(({ provenance }) => provenance.subject.contentDigest));
  return other.provenance.environment
    .filter((locked) => locked.input !== stage || !made.has(locked.contentDigest))
    .map(({ name, version, input }) => `${name}-${version} of ${input} in its lock is no final package of this run`);
}

export function seedLockOf({ record }: ListedRun, arch: Arch): Digest | undefined {
  return record.arches.find((each) => each.arch === arch)?.seedLock;
}

/**
 * What the record says against a package is taken at its word: nobody gains by it. In its favour only what attestations
 * show counts.
 */
export function recordedAgainst({ record }: ListedRun, arch: Arch): Evidence[] {
  return record.evidence.filter(({ kind, outcome, ...each }) => {
    // What counts of a scan is decided by the verdict's rule, from the scan itself.
    return each.arch === arch && outcome === "fails" && kind !== "residue";
  });
}

export function archRecord(
  run: ListedRun,
  arch: Arch,
  more: Pick<ArchRecord, "builds" | "evidence" | "scans">,
): ArchRecord {
  const { seed = "", seedLock } = run.record.arches.find((each) => each.arch === arch) ?? {};
  return { arch, seed, ...(seedLock === undefined ? {} : { seedLock }), ...more };
}
