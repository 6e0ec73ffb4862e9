import { createHash } from "node:crypto";
import { canonicalJson, hexOf, sortedBy } from "@ascent/core";
import { PackageURL } from "packageurl-js";
import { sha256 } from "../archive/bytes.ts";

/** A regular file of the package; hashes in hex. */
export interface SbomFile {
  /** Relative to the root. */
  readonly path: string;
  readonly sha1: string;
  readonly sha256: string;
}

/** Something that the package was made from. */
export interface SbomSource {
  /** Name of the file or archive. */
  readonly name: string;
  /** Where people get it: a URL, or `git+URL@COMMIT`; absent for files that came with the definition. */
  readonly location?: string;
  readonly hashes: readonly { readonly algorithm: "sha256" | "sha512"; readonly hex: string }[];
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

const NONE = "NOASSERTION";
const PACKAGE_ID = "SPDXRef-Package";
const DOCUMENT_ID = "SPDXRef-DOCUMENT";
/** Of purls: whoever runs it, packages of one content are one. */
const NAMESPACE = "ascent";

/** Where the document lies in its own package. */
export function sbomPath(name: string, version: string): string {
  return `var/lib/db/sbom/${name}-${version}.spdx.json`;
}

/**
 * An SPDX 2.3 document in JSON for one package: the package, each file with its hashes, each source as a package of its own
 * that it was generated from. The same input gives the same bytes: the namespace, which must be unique, is made from the
 * document's own digest. The file that holds the document is named as excluded (SPDX 2.3, 7.9).
 */
export function writeSbom(input: SbomInput): Uint8Array {
  const document = documentOf(input);
  const name = encodeURIComponent(`${input.name}-${input.version}-${input.arch}`);
  const documentNamespace = `https://spdx.org/spdxdocs/${name}-${hexOf(sha256(canonicalJson(document)))}`;
  return new TextEncoder().encode(`${JSON.stringify({ ...document, documentNamespace }, undefined, 1)}\n`);
}

function documentOf(input: SbomInput) {
  const files = sortedBy(input.files, ({ path }) => path).map(fileOf);
  const sources = sortedBy(input.sources, ({ name }) => name).map(sourceOf);
  return {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: DOCUMENT_ID,
    name: `${input.name}-${input.version}`,
    creationInfo: {
      created: new Date(input.created * 1000).toISOString().replace(".000Z", "Z"),
      creators: ["Tool: ascent"],
    },
    packages: [packageOf(input), ...sources],
    files,
    relationships: [
      relation(DOCUMENT_ID, "DESCRIBES", PACKAGE_ID),
      ...files.map((file) => relation(PACKAGE_ID, "CONTAINS", file.SPDXID)),
      ...sources.map((source) => relation(PACKAGE_ID, "GENERATED_FROM", source.SPDXID)),
    ],
  };
}

function relation(from: string, type: string, to: string) {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
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
    ...(isExpression(license)
      ? { licenseDeclared: license }
      : { licenseDeclared: NONE, licenseComments: `Declared as: ${license || "(nothing)"}` }),
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

function sourceOf(source: SbomSource, index: number) {
  const purl = new PackageURL("generic", undefined, source.name, undefined, sourceQualifiers(source)).toString();
  return {
    SPDXID: `SPDXRef-Source-${index + 1}`,
    name: source.name,
    downloadLocation: source.location ?? NONE,
    filesAnalyzed: false,
    ...(source.hashes.length === 0
      ? {}
      : { checksums: source.hashes.map(({ algorithm, hex }) => checksum(algorithm, hex)) }),
    licenseConcluded: NONE,
    licenseDeclared: NONE,
    copyrightText: NONE,
    externalRefs: [purlRef(purl)],
  };
}

function checksum(algorithm: "sha256" | "sha512", checksumValue: string) {
  return { algorithm: algorithm === "sha256" ? "SHA256" : "SHA512", checksumValue };
}

/** purl-spec, "generic": `download_url`, `vcs_url` and `checksum` are its known qualifiers. */
function sourceQualifiers({ location, hashes }: SbomSource): Record<string, string> {
  const sums = hashes.map(({ algorithm, hex }) => `${algorithm}:${hex}`).join(",");
  return {
    ...(sums === "" ? {} : { checksum: sums }),
    ...(location === undefined ? {} : { [location.startsWith("git+") ? "vcs_url" : "download_url"]: location }),
  };
}

function purlRef(purl: string) {
  return { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl };
}

function isUrl(text: string): boolean {
  return /^https?:\/\/[^\s]+$/.test(text);
}

/** Annex D of SPDX 2.3, without asking whether each id is on the list or each parenthesis has its partner. */
function isExpression(text: string): boolean {
  return /^\(*[A-Za-z0-9.:-]+\+?\)*( (AND|OR|WITH) \(*[A-Za-z0-9.:-]+\+?\)*)*$/.test(text);
}
