import { Fault } from "@ascent/core";
import { readJson } from "../read-json.ts";
import type { Provenance } from "./provenance.ts";
import { apkOf, digestOf } from "./statement.ts";
import { ProvenanceStatement, type ResolvedDependency } from "./statement-schema.ts";

/**
 * Reads what `writeProvenance` writes: the payload of a verified bundle. Fields that are not known are passed over.
 * Throws Fault "provenance-malformed" that names the first place that is wrong; also for statements of another type and
 * provenance of another build type.
 */
export function parseProvenance(statement: Uint8Array): Provenance {
  return provenanceOf(readJson(ProvenanceStatement, statement, malformed));
}

function malformed(why: string, cause?: unknown): Fault {
  return new Fault("provenance-malformed", `the statement is no provenance of Ascent's: ${why}`, { cause });
}

function provenanceOf({ subject: [subject], predicate }: ProvenanceStatement): Provenance {
  const { externalParameters, internalParameters, resolvedDependencies } = predicate.buildDefinition;
  const { blueprint, stage, arch, definition, inputs, rebuild } = externalParameters;
  const { path, ...text } = definition;
  return {
    subject: apkOf(subject),
    blueprint,
    stage,
    arch,
    definition: { file: path, ...text },
    declaredInputs: inputs,
    ...(rebuild === undefined ? {} : { again: repeatOf(rebuild) }),
    ...internalParameters,
    ...used(resolvedDependencies),
    ...detailsOf(predicate.runDetails),
  };
}

type Predicate = ProvenanceStatement["predicate"];
type Rebuild = NonNullable<Predicate["buildDefinition"]["externalParameters"]["rebuild"]>;

function repeatOf({ run, build, with: setting, variation }: Rebuild): NonNullable<Provenance["again"]> {
  return { runId: run, buildId: build, with: setting, ...(variation === undefined ? {} : { variation }) };
}

type Used = Pick<Provenance, "environment" | "sources" | "files" | "seedLock">;

function used(dependencies: readonly ResolvedDependency[]): Used {
  const seedLock = dependencies.find(({ annotations }) => annotations.kind === "seed-lock");
  return {
    environment: dependencies.flatMap((each) => (isPackage(each) ? [lockedOf(each)] : [])),
    sources: dependencies.flatMap((each) => (isSource(each) ? [sourceOf(each)] : [])),
    files: dependencies
      .filter(({ annotations }) => annotations.kind === "file")
      .map((file) => ({ path: file.name, digest: digestOf(file) })),
    ...(seedLock === undefined ? {} : { seedLock: digestOf(seedLock) }),
  };
}

type PackageDependency = Extract<ResolvedDependency, { annotations: { kind: "package" } }>;
type SourceDependency = Extract<ResolvedDependency, { annotations: { kind: "source" } }>;

function isPackage(dependency: ResolvedDependency): dependency is PackageDependency {
  return dependency.annotations.kind === "package";
}

function isSource(dependency: ResolvedDependency): dependency is SourceDependency {
  return dependency.annotations.kind === "source";
}

function lockedOf(dependency: PackageDependency): Provenance["environment"][number] {
  const { version, contentDigest, input } = dependency.annotations;
  return { name: dependency.name, version, fileDigest: digestOf(dependency), contentDigest, input };
}

function sourceOf(source: SourceDependency): Provenance["sources"][number] {
  const { sha256: _hex, ...others } = source.digest;
  return {
    name: source.name,
    uri: source.uri,
    from: source.downloadLocation,
    digest: digestOf(source),
    ...others,
  };
}

function detailsOf({ builder, metadata, byproducts }: Predicate["runDetails"]) {
  const [runId = "", buildId = "", attempt = ""] = metadata.invocationId.split("/");
  const named = (name: string) => byproducts.filter((byproduct) => byproduct.name === name).map(digestOf);
  const [log] = named("log");
  const [sbom] = named("sbom");
  if (sbom === undefined) throw malformed("predicate.runDetails.byproducts: no SBOM is named");
  return {
    builder: { id: builder.id, version: builder.version.ascent },
    invocation: {
      runId,
      buildId,
      attempt: Number(attempt),
      startedOn: new Date(metadata.startedOn),
      finishedOn: new Date(metadata.finishedOn),
    },
    byproducts: { ...(log === undefined ? {} : { log }), sbom, reports: named("scan-report") },
  };
}
