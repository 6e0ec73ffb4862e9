import { type Arch, type BuildLineage, canonicalJson, type Digest, Fault } from "@ascent/core";
import { keyIdOf, type Provenance, parseProvenance, type RecipeHead, recipeHead, verifyBundle } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import { ASK_AGAIN, type Claim, check, count, fails, holds, notChecked, standsOn, unless } from "./claim.ts";
import { type ListedOutput, type ListedRun, nameOf, outputsOf } from "./runs.ts";

/** A package with a good signature on how it was built. */
export interface Attested extends ListedOutput {
  readonly provenance: Provenance;
  readonly recipe: RecipeHead;
}

export interface AttestationsRead {
  readonly attested: readonly Attested[];
  /** Listed outputs whose attestation did not hold. */
  readonly failed: readonly ListedOutput[];
  readonly claims: readonly Claim[];
}

/** Checks every attestation that the runs' records name, by these public keys (PEM). */
export async function readAttestations(
  archive: ProofArchive,
  runs: readonly ListedRun[],
  publicKeys: readonly string[],
): Promise<AttestationsRead> {
  const attested: Attested[] = [];
  const failed: ListedOutput[] = [];
  const claims: Claim[] = [];
  for (const listed of runs.flatMap(outputsOf)) {
    const claim = await check({ kind: "attestation", about: nameOf(listed) }, async () => {
      const found = await readAttestation(archive, listed, publicKeys);
      const reasons = differences(found);
      if (reasons.length > 0) return fails(reasons, ASK_AGAIN);
      attested.push(found);
      return holds(`signed by ${found.provenance.builder.id}`);
    });
    claims.push(claim);
    if (claim.outcome.state !== "holds") failed.push(listed);
  }
  return { attested, failed, claims };
}

async function readAttestation(
  archive: ProofArchive,
  listed: ListedOutput,
  publicKeys: readonly string[],
): Promise<Attested> {
  const { attestation } = listed.output;
  if (attestation === undefined) {
    throw standsOn("nobody has signed how it was built: it is older than attestations, or was built elsewhere");
  }
  const provenance = parseProvenance(await signedStatement(archive, attestation, publicKeys));
  return { ...listed, provenance, recipe: recipeHead(provenance) };
}

/**
 * The statement in a bundle of the export, if one of these keys (PEM) signed it. Throws Fault "bundle-…", "proof-file-missing",
 * and "proof-unchecked" for a keyless signature.
 */
export async function signedStatement(
  archive: ProofArchive,
  digest: Digest,
  publicKeys: readonly string[],
): Promise<Uint8Array> {
  const verified = verifyBundle(await archive.bytes(archive.need("attestation", digest)), { publicKeys });
  if (!verified.ok && verified.code === "bundle-keyless") {
    throw standsOn(
      "it is signed through a Sigstore instance, by a certificate: `cosign verify-blob-attestation` checks it",
    );
  }
  if (!verified.ok) {
    throw new Fault(verified.code, `its attestation is refused: ${verified.reason}`, {
      wayOut: verified.code === "bundle-unknown-key" ? "Name the key with --key if you trust who holds it." : ASK_AGAIN,
    });
  }
  return verified.statement;
}

/** Where the record says otherwise than what is signed. */
function differences({ run, build, output, provenance, recipe }: Attested): string[] {
  const { subject } = provenance;
  const pairs: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ["package", output.name, subject.name],
    ["version", output.version, subject.version],
    ["file digest", output.fileDigest, subject.fileDigest],
    ["content digest", output.contentDigest, subject.contentDigest],
    ["SBOM", output.sbom, provenance.byproducts.sbom],
    ["stage", build.stage, provenance.stage],
    ["arch", build.arch, provenance.arch],
    ["build key", build.key, provenance.buildKey],
    ["definition's package", build.name, recipe.name],
    ["blueprint", run.record.blueprint.name, provenance.blueprint.name],
    ["recipe's stage", recipe.stage, provenance.stage],
    ["recipe's arch", recipe.arch, provenance.arch],
  ];
  return pairs
    .filter(([, listed, signed]) => listed !== signed)
    .map(([what, listed, signed]) => `${what}: ${listed ?? "nothing"} is listed, but ${signed ?? "nothing"} is signed`);
}

/** One build with its lock, as its attestations say it. */
export function lineageOf({ build, provenance }: Attested, outputs: readonly Attested[]): BuildLineage {
  return {
    buildId: provenance.invocation.buildId,
    stage: provenance.stage,
    name: build.name,
    key: provenance.buildKey,
    declaredInputs: provenance.declaredInputs,
    environment: provenance.environment,
    outputs: outputs.map(({ provenance: { subject } }) => {
      const { name, version, fileDigest, contentDigest } = subject;
      return { record: { name, version }, fileDigest, contentDigest };
    }),
  };
}

/** The builds of a run and arch; packages of one build that are signed with different locks count as two. */
export function lineagesOf(attested: readonly Attested[], run: ListedRun, arch: Arch): BuildLineage[] {
  const builds = new Map<string, Attested[]>();
  for (const each of attested) {
    if (each.run !== run || each.build.arch !== arch) continue;
    const { environment, buildKey, declaredInputs } = each.provenance;
    const key = canonicalJson([each.build.stage, each.build.name, buildKey, declaredInputs, environment]);
    builds.set(key, [...(builds.get(key) ?? []), each]);
  }
  return [...builds.values()].flatMap((outputs) => outputs.slice(0, 1).map((first) => lineageOf(first, outputs)));
}

export interface KeysRead {
  readonly publicKeys: readonly string[];
  readonly claim: Claim;
}

/** The builder keys that count: those that the reader pinned, or all that the export brings. */
export async function readBuilderKeys(archive: ProofArchive, pinned: readonly string[] | undefined): Promise<KeysRead> {
  const publicKeys: string[] = [...(pinned ?? [])];
  const claim = await check({ kind: "trust", about: "builder keys" }, async () => {
    const broken = pinned === undefined ? await collectKeys(archive, publicKeys) : [];
    const ids = publicKeys.map((pem): Digest => keyIdOf(pem));
    if (broken.length > 0) return unless(broken, { evidence: "", wayOut: ASK_AGAIN });
    if (pinned !== undefined) return holds(`only ${count(ids.length, "key")} that you named: ${ids.join(", ")}`);
    return notChecked(
      `the keys are those that the export brings (${ids.join(", ") || "none"}); whether they are the builder's is not ` +
        `known. Ask whoever built it for the key by another way, and name it with --key`,
    );
  });
  return { publicKeys, claim };
}

/** What cannot be read is told; the rest is taken. */
async function collectKeys(archive: ProofArchive, into: string[]): Promise<string[]> {
  const broken: string[] = [];
  for (const { path } of archive.manifest.builderKeys) {
    const one = await check({ kind: "trust", about: path }, async () => {
      const pem = new TextDecoder().decode(await archive.bytes(archive.at(path)));
      keyIdOf(pem);
      into.push(pem);
      return holds(path);
    });
    if (one.outcome.state === "fails") broken.push(...one.outcome.reasons.map((reason) => `${path}: ${reason}`));
  }
  return broken;
}
