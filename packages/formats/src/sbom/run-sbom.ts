import { type Digest, hexOf, type PackageRecord, sortedBy } from "@ascent/core";
import { apkPurl, type Provenance } from "../attestation/index.ts";
import {
  checksum,
  DOCUMENT_ID,
  documentBytes,
  documentHead,
  isUrl,
  NONE,
  purlRef,
  relation,
  type SbomSource,
  sourceElement,
} from "./elements.ts";
import { declaredLicence, extractedLicences } from "./licence.ts";

/** A package of a run's last stage, with what its build was made from. */
export interface RunSbomPackage {
  readonly record: Pick<PackageRecord, "name" | "version" | "arch" | "description" | "url" | "license">;
  readonly fileDigest: Digest;
  readonly sources: readonly SbomSource[];
}

export interface RunSbomInput {
  readonly blueprint: string;
  readonly runId: string;
  /** When the run ended. */
  readonly created: Date;
  readonly packages: readonly RunSbomPackage[];
}

/**
 * An SPDX 2.3 document in JSON for all that a run published: each package by purl and file digest, each source once, and
 * which package was generated from which. What is in the packages, file by file, their own documents say. The same input
 * gives the same bytes.
 */
export function runSbom(input: RunSbomInput): Uint8Array {
  return documentBytes(documentOf(input), `${input.blueprint}-${input.runId}`);
}

function documentOf({ blueprint, runId, created, packages }: RunSbomInput) {
  const published = sortedBy(packages, ({ record }) => `${record.arch}\n${record.name}\n${record.version}`);
  const sources = eachOnce(published.flatMap((each) => each.sources));
  const ids = new Map([...sources.keys()].map((key, at) => [key, `SPDXRef-Source-${at + 1}`]));
  const licences = extractedLicences(published.map(({ record }) => record.license));
  return {
    ...documentHead(`${blueprint} ${runId}`, created),
    packages: [
      ...published.map(packageElement),
      ...[...sources.values()].map((source, at) => sourceElement(source, at + 1)),
    ],
    ...(licences.length === 0 ? {} : { hasExtractedLicensingInfos: licences }),
    relationships: published.flatMap((each, at) => [
      relation(DOCUMENT_ID, "DESCRIBES", packageId(at)),
      ...[...new Set(each.sources.map(keyOf))]
        .sort()
        .map((key) => relation(packageId(at), "GENERATED_FROM", ids.get(key) ?? NONE)),
    ]),
  };
}

/** By content; in order of name. */
function eachOnce(sources: readonly SbomSource[]): ReadonlyMap<string, SbomSource> {
  return new Map(sortedBy(sources, keyOf).map((source) => [keyOf(source), source]));
}

function keyOf({ name, location = "", hashes }: SbomSource): string {
  return `${name}\n${location}\n${hashes.map(({ hex }) => hex).join(" ")}`;
}

function packageId(at: number): string {
  return `SPDXRef-Package-${at + 1}`;
}

function packageElement({ record, fileDigest }: RunSbomPackage, at: number) {
  const { name, version, arch } = record;
  return {
    SPDXID: packageId(at),
    name,
    versionInfo: version,
    packageFileName: `${name}-${version}.apk`,
    ...(record.description === "" ? {} : { summary: record.description }),
    ...(isUrl(record.url) ? { homepage: record.url } : {}),
    downloadLocation: NONE,
    filesAnalyzed: false,
    checksums: [checksum("sha256", hexOf(fileDigest))],
    licenseConcluded: NONE,
    ...declaredLicence(record.license),
    copyrightText: NONE,
    externalRefs: [purlRef(apkPurl({ name, version, input: "" }, arch))],
  };
}

/** What a package was made from, as its attestation says it. */
export function sbomSourcesOf({ sources, files }: Pick<Provenance, "sources" | "files">): SbomSource[] {
  const fetched = sources.map(({ name, uri, digest, sha512 }): SbomSource => {
    const pinned = sha512 === undefined ? [] : [{ algorithm: "sha512" as const, hex: sha512 }];
    return { name, location: uri, hashes: [{ algorithm: "sha256", hex: hexOf(digest) }, ...pinned] };
  });
  const beside = files.map(({ path, digest }): SbomSource => {
    return { name: path, hashes: [{ algorithm: "sha256", hex: hexOf(digest) }] };
  });
  return [...fetched, ...beside];
}
