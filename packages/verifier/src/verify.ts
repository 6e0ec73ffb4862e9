import { type Arch, isFault, type Recipe, type ResidueScan, type Rung, type Verdict } from "@ascent/core";
import type { Provenance } from "@ascent/formats";
import { openArchive, type ProofArchive } from "./archive.ts";
import { type AttestationsRead, readAttestations, readBuilderKeys } from "./attestations.ts";
import { type BlueprintsRead, readBlueprints } from "./blueprint.ts";
import { checkBuildKeys, checkRecipes, expandedRecipe } from "./build-keys.ts";
import { ASK_AGAIN, CLAIM_KINDS, type Claim, fails, notChecked } from "./claim.ts";
import { checkClosure } from "./closure.ts";
import { conclude } from "./conclude.ts";
import type { Closures } from "./evidence.ts";
import type { ProofFiles } from "./files.ts";
import { checkPackages, finalPackages } from "./packages.ts";
import { checkIndex } from "./repository.ts";
import { type Rescan, rescan, type SeedPackages } from "./rescan.ts";
import { type ListedRun, lastStage, type RunsRead, readRuns } from "./runs.ts";
import { checkSboms } from "./sboms.ts";
import { checkScans } from "./scans.ts";
import { readSeedLocks, type SeedLocksRead } from "./seed-locks.ts";
import { checkSources } from "./sources.ts";
import { standsOnRung } from "./verdict.ts";

export interface VerifyRequest {
  readonly files: ProofFiles;
  /** Builder keys in PEM that are trusted; absent: those that the export brings. */
  readonly trustedKeys?: readonly string[];
  /** The rung that every final package must stand on; the run's own when absent. */
  readonly required?: Rung;
  /** Ascent's own pipelines, to expand the definitions again: name → YAML text. */
  readonly pipelines?: ReadonlyMap<string, string>;
  /** The seed's packages, to search the final packages for them again. */
  readonly seedPackages?: SeedPackages;
}

/** How a package of the last stage was built. */
export interface FinalBuild {
  readonly provenance: Provenance;
  /** What its definition comes to here and now, where that is what was attested: whoever has its inputs can build it again. */
  readonly recipe?: Recipe;
}

export interface Verification {
  /** In the order of `CLAIM_KINDS`. */
  readonly claims: readonly Claim[];
  /** As recomputed from what is signed; absent where the export does not go so far. */
  readonly verdict?: Verdict;
  readonly required?: Rung;
  /** The attested packages of the last stage. */
  readonly finals: readonly FinalBuild[];
  /** No claim fails, the exported run's closure holds, and every final package stands on the required rung. */
  readonly holds: boolean;
}

/**
 * Recomputes what an export claims, after docs/verdict.md. Nothing of the export is trusted; what is wrong with it is a claim
 * that fails, never an exception.
 */
export async function verifyExport(request: VerifyRequest): Promise<Verification> {
  const opened = await open(request.files);
  if (!("archive" in opened)) return { claims: [opened.claim], finals: [], holds: false };
  const read = await readAll(opened.archive, request);
  const judged = await judgeAll(opened.archive, read, request);
  const claims = inOrder([...read.claims, ...judged.claims]);
  const { verdict, required } = judged;
  const finals = finalBuilds(read);
  const sound = claims.every((claim) => claim.outcome.state !== "fails" && !isOpenClosure(claim, read.runs.runs));
  if (verdict === undefined || required === undefined) return { claims, finals, holds: false };
  return { claims, verdict, required, finals, holds: sound && standsOnRung(verdict, required) };
}

/** Rungs look two generations back: without the rest of the way, what is further back could be left out of an export. */
function isOpenClosure({ kind, about, outcome }: Claim, runs: readonly ListedRun[]): boolean {
  const exported = runs.find(({ role }) => role === "exported");
  const own = exported?.record.arches.some(({ arch }) => arch === about) === true;
  return kind === "closure" && own && outcome.state !== "holds";
}

function finalBuilds({ runs, attestations, blueprints }: Read): FinalBuild[] {
  const exported = runs.runs.find(({ role }) => role === "exported");
  const survey = exported === undefined ? undefined : blueprints.blueprints.get(exported);
  if (exported === undefined || survey === undefined) return [];
  return exported.record.arches.flatMap(({ arch }) =>
    finalPackages(exported, arch, attestations.attested).map((attested) => {
      const recipe = expandedRecipe(survey, attested);
      return { provenance: attested.provenance, ...(recipe === undefined ? {} : { recipe }) };
    }),
  );
}

async function open(files: ProofFiles): Promise<{ archive: ProofArchive } | { claim: Claim }> {
  try {
    return { archive: await openArchive(files) };
  } catch (error) {
    if (!isFault(error)) throw error;
    const outcome = fails([error.message], error.wayOut ?? ASK_AGAIN);
    return { claim: { kind: "files", about: "proof/proof.json", outcome } };
  }
}

function inOrder(claims: readonly Claim[]): Claim[] {
  return [...claims].sort((a, b) => CLAIM_KINDS.indexOf(a.kind) - CLAIM_KINDS.indexOf(b.kind));
}

interface Read {
  readonly runs: RunsRead;
  readonly attestations: AttestationsRead;
  readonly blueprints: BlueprintsRead;
  readonly seedLocks: SeedLocksRead;
  /** Scans with a statement of their own that holds. */
  readonly stated: readonly ResidueScan[];
  readonly claims: readonly Claim[];
}

/** Everything that is looked at file by file. */
async function readAll(archive: ProofArchive, request: VerifyRequest): Promise<Read> {
  const files = [await archive.checkFiles(), await archive.checkOthers()];
  const runs = await readRuns(archive);
  const keys = await readBuilderKeys(archive, request.trustedKeys);
  const attestations = await readAttestations(archive, runs.runs, keys.publicKeys);
  const { attested } = attestations;
  const pipelines = request.pipelines ?? new Map();
  const blueprints = await readBlueprints(archive, runs.runs, { attested, pipelines });
  const seedLocks = await readSeedLocks(archive, runs.runs, attested);
  const buildKeys = await checkBuildKeys(attested);
  const { publicKeys } = keys;
  const scans = await checkScans(archive, { runs: runs.runs, attested, publicKeys });
  const claims = [...files, ...runs.claims, keys.claim, ...attestations.claims];
  return {
    ...{ runs, attestations, blueprints, seedLocks, stated: scans.signed },
    claims: [...claims, ...blueprints.claims, ...seedLocks.claims, ...buildKeys, ...scans.claims],
  };
}

interface Judged {
  readonly claims: readonly Claim[];
  readonly verdict?: Verdict;
  readonly required?: Rung;
}

/** Everything that is put together from what was read. */
async function judgeAll(archive: ProofArchive, read: Read, request: VerifyRequest): Promise<Judged> {
  const { runs } = read.runs;
  const pipelines = request.pipelines !== undefined;
  const ofRuns = await Promise.all(runs.map((run) => checkRun(archive, read, { run, pipelines })));
  const closures = await checkClosures(read);
  const claims = [...ofRuns.flat(), ...closures.claims];
  const exported = runs.find(({ role }) => role === "exported");
  if (exported === undefined) return { claims };
  const required = request.required ?? exported.record.required;
  const rescans = new Map<Arch, Rescan["scans"]>();
  for (const { arch } of exported.record.arches) {
    const checked = await checkArch(archive, read, { exported, arch, seedPackages: request.seedPackages });
    claims.push(...checked.claims);
    rescans.set(arch, checked.scans);
  }
  const survey = read.blueprints.blueprints.get(exported);
  if (survey === undefined) return { claims, required };
  const { attestations } = read;
  const { locks } = read.seedLocks;
  const end = await conclude(archive, {
    exported,
    survey,
    runs,
    attestations,
    locks,
    closures: closures.closures,
    stated: read.stated,
    rescans,
  });
  return { ...end, required, claims: [...claims, ...end.claims] };
}

/** Of bootstraps; a rebuild has no stages before its own. */
async function checkClosures({ runs, attestations, seedLocks }: Read) {
  const claims: Claim[] = [];
  const closures: Closures = new Map(runs.runs.map((run) => [run, new Map()]));
  const bootstraps = runs.runs.filter(({ role }) => role === "exported" || role === "other-seed");
  for (const { run, arch } of bootstraps.flatMap((run) => run.record.arches.map(({ arch }) => ({ run, arch })))) {
    const claim = await checkClosure(run, arch, { ...attestations, locks: seedLocks.locks });
    claims.push(claim);
    closures.get(run)?.set(arch, claim.outcome.state);
  }
  return { claims, closures };
}

/** What is asked of every run. */
async function checkRun(
  archive: ProofArchive,
  read: Read,
  { run, pipelines }: { readonly run: ListedRun; readonly pipelines: boolean },
): Promise<Claim[]> {
  const { attested } = read.attestations;
  const about = `${run.prefix}${run.record.blueprint.name}`;
  const survey = read.blueprints.blueprints.get(run);
  const recipe: Claim =
    pipelines && survey !== undefined
      ? await checkRecipes(run, survey, attested)
      : { kind: "recipe", about, outcome: notChecked("its definitions were not expanded again") };
  return [recipe, ...(await checkSources(archive, run, read.attestations))];
}

interface ArchGiven {
  readonly exported: ListedRun;
  readonly arch: Arch;
  readonly seedPackages: SeedPackages | undefined;
}

/** What is asked of the packages that are there. */
async function checkArch(archive: ProofArchive, { attestations, seedLocks }: Read, given: ArchGiven) {
  const { exported, arch, seedPackages } = given;
  const stage = lastStage(exported, arch) ?? "";
  const packages = finalPackages(exported, arch, attestations.attested);
  const failed = attestations.failed.filter(
    ({ run, build }) => run === exported && build.arch === arch && build.stage === stage,
  );
  const checked = await checkPackages(archive, { stage, packages });
  const index = await checkIndex(archive, { stage, arch, packages, failed, checked: checked.packages });
  const claims = [...checked.claims, index, ...(await checkSboms(archive, { stage, packages }, checked))];
  if (seedPackages === undefined) return { claims: [...claims, notRescanned(arch)], scans: [] };
  const searched = { run: exported, arch, locks: seedLocks.locks, packages: checked.packages };
  const { claim, scans } = await rescan(archive, searched, seedPackages);
  return { claims: [...claims, claim], scans };
}

function notRescanned(arch: Arch): Claim {
  const why = "the seed's packages are not at hand, so what the builder signed counts (--seed-packages names them)";
  return { kind: "rescan", about: arch, outcome: notChecked(why) };
}
