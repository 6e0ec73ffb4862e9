import { createHash } from "node:crypto";
import { sortedBy } from "@ascent/core";
import { PackageURL } from "packageurl-js";
import {
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

/** A regular file of the package; hashes in hex. */
export interface SbomFile {
  /** Relative to the root. */
  readonly path: string;
  readonly sha1: string;
  readonly sha256: string;
}

/** Content of one package. Nothing about a host, a run, or a build environment. */
export interface SbomInput {
  readonly name: string;
  /** With the release. */
  readonly version: string;
  readonly arch: string;
  readonly description: string;
  readonly url: string;
  /** SPDX expression; anything else is kept as a comment. */
  readonly license: string;
  /** Seconds since 1970: SOURCE_DATE_EPOCH, not the time of writing. */
  readonly created: number;
  readonly files: readonly SbomFile[];
  readonly sources: readonly SbomSource[];
}

const PACKAGE_ID = "SPDXRef-Package";
/** Of purls: whoever runs it, packages of one content are one. */
const NAMESPACE = "ascent";

/** Where the document lies in its own package. */
export function sbomPath(name: string, version: string): string {
  return `var/lib/db/sbom/${name}-${version}.spdx.json`;
}

/**
 * An SPDX 2.3 document in JSON for one package: the package, each file with its hashes, each source as a package of its own
 * that it was generated from. The same input gives the same bytes. The file that holds the document is named as excluded
 * (SPDX 2.3, 7.9). It goes into packages: whatever changes these bytes, a newer list of licences included, changes the
 * builder's version.
 */
export function writeSbom(input: SbomInput): Uint8Array {
  return documentBytes(documentOf(input), `${input.name}-${input.version}-${input.arch}`);
}

function documentOf(input: SbomInput) {
  const files = sortedBy(input.files, ({ path }) => path).map(fileOf);
  const sources = sortedBy(input.sources, ({ name }) => name).map((source, at) => sourceElement(source, at + 1));
  const licences = extractedLicences([input.license]);
  return {
    ...documentHead(`${input.name}-${input.version}`, new Date(input.created * 1000)),
    packages: [packageOf(input), ...sources],
    files,
    ...(licences.length === 0 ? {} : { hasExtractedLicensingInfos: licences }),
    relationships: [
      relation(DOCUMENT_ID, "DESCRIBES", PACKAGE_ID),
      ...files.map((file) => relation(PACKAGE_ID, "CONTAINS", file.SPDXID)),
      ...sources.map((source) => relation(PACKAGE_ID, "GENERATED_FROM", source.SPDXID)),
    ],
  };
}

function packageOf(input: SbomInput) {
  const { name, version, arch, license } = input;
  const purl = new PackageURL("apk", NAMESPACE, name, version, { arch }).toString();
  return {
    SPDXID: PACKAGE_ID,
    name,
    versionInfo: version,
    ...(input.description === "" ? {} : { summary: input.description }),
    ...(isUrl(input.url) ? { homepage: input.url } : {}),
    downloadLocation: NONE,
    filesAnalyzed: true,
    packageVerificationCode: {
      packageVerificationCodeValue: verificationCode(input.files),
      packageVerificationCodeExcludedFiles: [`./${sbomPath(name, version)}`],
    },
    licenseConcluded: NONE,
    ...declaredLicence(license),
    copyrightText: NONE,
    externalRefs: [purlRef(purl)],
  };
}

/** SPDX 2.3, 7.9.4: SHA-1 over the sorted SHA-1 hashes of the files. */
function verificationCode(files: readonly SbomFile[]): string {
  return createHash("sha1")
    .update(
      sortedBy(files, ({ sha1 }) => sha1)
        .map(({ sha1 }) => sha1)
        .join(""),
    )
    .digest("hex");
}

function fileOf(file: SbomFile, index: number) {
  return {
    SPDXID: `SPDXRef-File-${index + 1}`,
    fileName: `./${file.path}`,
    checksums: [
      { algorithm: "SHA1", checksumValue: file.sha1 },
      { algorithm: "SHA256", checksumValue: file.sha256 },
    ],
    licenseConcluded: NONE,
    copyrightText: NONE,
  };
}
