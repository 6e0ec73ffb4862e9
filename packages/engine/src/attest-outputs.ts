import { type Digest, Fault, normalisedRecipe } from "@ascent/core";
import { type Provenance, type ProvenanceSource, sha256, writeProvenance } from "@ascent/formats";
import type { Attempt, Result } from "./attempt-build.ts";
import { insist } from "./insist.ts";
import type { BuiltPackage, FetchedSource, RepeatedBuild } from "./ports.ts";
import type { WorkerPorts } from "./worker.ts";

type AttestPorts = Pick<WorkerPorts, "attester" | "builder" | "clock" | "ledger" | "log" | "parallelism" | "store">;

/** What is the same for every package of the build. */
type Shared = Omit<Provenance, "subject" | "byproducts">;

export interface LoggedResult {
  readonly result: Result;
  readonly logDigest: Digest | undefined;
}

/**
 * Signs how each output was built and stores the bundles. A result from the cache is answered as it is: its attestation is
 * that of the build which made it, and where it has none, nobody who saw that build can sign for it any more.
 * Throws what the attester and the store throw, and Fault "run-unknown".
 */
export async function attestOutputs(
  ports: AttestPorts,
  attempt: Attempt,
  { result, logDigest }: LoggedResult,
): Promise<Result> {
  if (result.cached) return result;
  const shared = await sharedProvenance(ports, attempt, result);
  const outputs: BuiltPackage[] = [];
  for (const output of result.outputs) {
    const statement = writeProvenance({
      ...shared,
      subject: subjectOf(output),
      byproducts: {
        ...(logDigest === undefined ? {} : { log: logDigest }),
        sbom: output.sbom,
        reports: reportsOn(output, result),
      },
    });
    outputs.push({ ...output, attestation: await ports.store.put(await ports.attester.attest(statement)) });
  }
  return { ...result, outputs };
}

function subjectOf({ record, fileDigest, contentDigest }: BuiltPackage): Provenance["subject"] {
  return { name: record.name, version: record.version, fileDigest, contentDigest };
}

/** What a search for residue found in this package, in full. */
function reportsOn(output: BuiltPackage, { evidence = [] }: Result): readonly Digest[] {
  const about = evidence.filter((each) => each.kind === "residue" && each.package === output.record.name);
  return [...new Set(about.flatMap(({ documents }) => documents.slice(0, 1)))].sort();
}

async function sharedProvenance(ports: AttestPorts, attempt: Attempt, result: Result): Promise<Shared> {
  const { task } = attempt;
  const { recipe, seedLock, again } = task;
  return {
    ...(await whatWasAskedFor(ports, attempt)),
    stage: task.stage,
    arch: task.arch,
    declaredInputs: task.inputs,
    ...(again === undefined ? {} : { again: repeatOf(again, result) }),
    limits: task.settings.limits,
    parallelism: ports.parallelism,
    buildKey: result.key,
    recipe: normalisedRecipe(recipe),
    environment: result.environment,
    sources: result.sources.map(sourceOf),
    files: recipe.files.map(({ path, digest }) => ({ path, digest })),
    ...(seedLock === undefined ? {} : { seedLock: seedLock.digest }),
    builder: { id: ports.attester.builderId, version: ports.builder.version },
    invocation: { runId: task.runId, ...task.ref, ...timesOf(result, ports.clock.now()) },
  };
}

/** The ledger may be away for a while: that must not cost the build. */
async function whatWasAskedFor(
  ports: AttestPorts,
  { task, signal }: Attempt,
): Promise<Pick<Shared, "blueprint" | "definition">> {
  const { runId, recipe } = task;
  const run = await insist(ports, signal, () => ports.ledger.run(runId));
  const files = await insist(ports, signal, () => ports.ledger.runFiles(runId));
  if (run === undefined) throw new Fault("run-unknown", `there is no run ${runId}, though a build of it was done`);
  const { file, digest } = recipe.definition;
  const stored = files?.find(({ path }) => path === file);
  const text = stored === undefined ? undefined : new TextDecoder().decode(await ports.store.read(stored.digest));
  return {
    blueprint: { name: run.blueprint, digest: run.blueprintDigest },
    // The text counts only where it is the one that was planned from.
    definition: { file, digest, ...(text !== undefined && sha256(text) === digest ? { text } : {}) },
  };
}

function repeatOf(
  { runId, buildId, with: setting }: RepeatedBuild,
  { variation }: Result,
): Provenance["again"] & object {
  return { runId, buildId, with: setting, ...(variation === undefined ? {} : { variation: { ...variation } }) };
}

function sourceOf({ ref, digest, from }: FetchedSource): ProvenanceSource {
  const common = { name: ref.fileName, from, digest };
  if (ref.kind === "git") {
    return { ...common, uri: `git+${ref.repository}@${ref.commit}`, gitCommit: ref.commit };
  }
  return { ...common, uri: ref.uri, ...(ref.algorithm === "sha512" ? { sha512: ref.expected } : {}) };
}

/** From the first step's start on; a build without steps only packs. */
function timesOf({ steps }: Result, now: Date) {
  const starts = steps.map(({ startedAt }) => startedAt.getTime());
  return { startedOn: new Date(Math.min(now.getTime(), ...starts)), finishedOn: now };
}
