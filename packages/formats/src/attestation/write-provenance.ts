import { type Digest, isSeedInput, type LockedPackage, seedInput } from "@ascent/core";
import { PackageURL } from "packageurl-js";
import type { Provenance, ProvenanceSource } from "./provenance.ts";
import { sha256Of, statementBytes, subjectOf } from "./statement.ts";
import type { ProvenanceStatement, ResolvedDependency } from "./statement-schema.ts";
import { BUILD_TYPE, PROVENANCE_TYPE, STATEMENT_TYPE } from "./vocabulary.ts";

/**
 * An in-toto Statement v1 (subject: the apk by SHA-256) with SLSA provenance v1 as UTF-8 JSON: what is signed. The same
 * provenance gives the same bytes. Sources of the fields: in-toto/attestation spec/v1/statement.md and
 * resource_descriptor.md; slsa.dev/spec/v1.0/provenance, sections BuildDefinition and RunDetails.
 */
export function writeProvenance(provenance: Provenance): Uint8Array {
  const statement: ProvenanceStatement = {
    _type: STATEMENT_TYPE,
    subject: [subjectOf(provenance.subject)],
    predicateType: PROVENANCE_TYPE,
    predicate: { buildDefinition: buildDefinition(provenance), runDetails: runDetails(provenance) },
  };
  return statementBytes(statement);
}

type Predicate = ProvenanceStatement["predicate"];

function buildDefinition(provenance: Provenance): Predicate["buildDefinition"] {
  const { blueprint, stage, arch, definition, declaredInputs, again } = provenance;
  const { buildKey, limits, parallelism, recipe } = provenance;
  const { file, ...text } = definition;
  return {
    buildType: BUILD_TYPE,
    externalParameters: {
      blueprint,
      stage,
      arch,
      definition: { path: file, ...text },
      inputs: [...declaredInputs],
      ...(again === undefined ? {} : { rebuild: rebuildOf(again) }),
    },
    internalParameters: { buildKey, limits, parallelism, recipe },
    resolvedDependencies: dependencies(provenance),
  };
}

function rebuildOf({ runId, buildId, with: setting, variation }: NonNullable<Provenance["again"]>) {
  return { run: runId, build: buildId, with: setting, ...(variation === undefined ? {} : { variation }) };
}

/** Everything that the build used; the environment last, because it is long. */
function dependencies(provenance: Provenance): ResolvedDependency[] {
  const { definition, files, sources, environment, seedLock } = provenance;
  const file = (name: string, digest: Digest, kind: "file" | "definition" | "seed-lock"): ResolvedDependency => {
    return { name, digest: sha256Of(digest), annotations: { kind } };
  };
  return [
    file(definition.file, definition.digest, "definition"),
    ...files.map(({ path, digest }) => file(path, digest, "file")),
    ...sources.map(sourceDependency),
    ...(seedLock === undefined ? [] : [file("seed-lock", seedLock, "seed-lock")]),
    ...environment.map((locked) => packageDependency(locked, provenance)),
  ];
}

function sourceDependency({ name, uri, from, digest, sha512, gitCommit }: ProvenanceSource): ResolvedDependency {
  return {
    name,
    uri,
    downloadLocation: from,
    digest: {
      ...sha256Of(digest),
      ...(sha512 === undefined ? {} : { sha512 }),
      ...(gitCommit === undefined ? {} : { gitCommit }),
    },
    annotations: { kind: "source" },
  };
}

function packageDependency(locked: LockedPackage, { arch, seedLock }: Provenance): ResolvedDependency {
  const { name, version, fileDigest, contentDigest, input } = locked;
  return {
    name,
    uri: apkPurl({ name, version, input }, arch),
    digest: sha256Of(fileDigest),
    annotations: {
      kind: "package",
      version,
      contentDigest,
      input,
      ...(isSeedInput(input) && seedLock !== undefined ? { seedLock } : {}),
    },
  };
}

/** purl of type `apk`; the namespace is the vendor: the seed, or Ascent for what a stage made. */
export function apkPurl(named: Pick<LockedPackage, "name" | "version" | "input">, arch: string): string {
  const { name, version, input } = named;
  const vendor = isSeedInput(input) ? input.slice(seedInput("").length) : "ascent";
  return new PackageURL("apk", vendor, name, version, { arch }).toString();
}

function runDetails({ builder, invocation, byproducts }: Provenance): Predicate["runDetails"] {
  const { runId, buildId, attempt, startedOn, finishedOn } = invocation;
  const { log, sbom, reports } = byproducts;
  return {
    builder: { id: builder.id, version: { ascent: builder.version } },
    metadata: {
      invocationId: `${runId}/${buildId}/${attempt}`,
      startedOn: startedOn.toISOString(),
      finishedOn: finishedOn.toISOString(),
    },
    byproducts: [
      ...(log === undefined ? [] : [{ name: "log" as const, digest: sha256Of(log) }]),
      { name: "sbom", digest: sha256Of(sbom) },
      ...reports.map((report) => ({ name: "scan-report" as const, digest: sha256Of(report) })),
    ],
  };
}
