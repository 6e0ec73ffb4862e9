import { canonicalJson, hexOf } from "@ascent/core";
import { PackageURL } from "packageurl-js";
import { sha256 } from "../archive/bytes.ts";

/** Something that a package was made from. */
export interface SbomSource {
  /** Name of the file or archive. */
  readonly name: string;
  /** Where people get it: a URL, or `git+URL@COMMIT`; absent for files that came with the definition. */
  readonly location?: string;
  readonly hashes: readonly { readonly algorithm: "sha256" | "sha512"; readonly hex: string }[];
}

export const NONE = "NOASSERTION";
export const DOCUMENT_ID = "SPDXRef-DOCUMENT";

interface Relationship {
  readonly spdxElementId: string;
  readonly relationshipType: string;
  readonly relatedSpdxElement: string;
}

export function relation(spdxElementId: string, relationshipType: string, relatedSpdxElement: string): Relationship {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

/** A source as a package of its own: SPDX 2.3, 7. */
export function sourceElement(source: SbomSource, number: number) {
  const purl = new PackageURL("generic", undefined, source.name, undefined, sourceQualifiers(source)).toString();
  return {
    SPDXID: `SPDXRef-Source-${number}`,
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

export function checksum(algorithm: "sha256" | "sha512", checksumValue: string) {
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

export function purlRef(purl: string) {
  return { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl };
}

export function isUrl(text: string): boolean {
  return /^https?:\/\/[^\s]+$/.test(text);
}

/** What every document says of itself (SPDX 2.3, 6). `created` as SPDX writes times: to the second, in UTC. */
export function documentHead(name: string, created: Date) {
  return {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: DOCUMENT_ID,
    name,
    creationInfo: { created: created.toISOString().replace(/\.\d{3}Z$/, "Z"), creators: ["Tool: ascent"] },
  };
}

/** The document's bytes: its namespace, which must be unique, is made from its own digest, so the same content is the same. */
export function documentBytes(document: object, name: string): Uint8Array {
  const digest = hexOf(sha256(canonicalJson(document)));
  const documentNamespace = `https://spdx.org/spdxdocs/${encodeURIComponent(name)}-${digest}`;
  return new TextEncoder().encode(`${JSON.stringify({ ...document, documentNamespace }, undefined, 1)}\n`);
}
