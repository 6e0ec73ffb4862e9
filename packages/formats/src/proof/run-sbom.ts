import { canonicalJson, hexOf, sortedBy } from "@ascent/core";
import { sha256 } from "../archive/bytes.ts";
import { apkPurl, type Provenance } from "../attestation/index.ts";
import { recipeHead } from "./recipe-head.ts";

const NONE = "NOASSERTION";
const DOCUMENT = "SPDXRef-DOCUMENT";

/**
 * An SPDX 2.3 document in JSON about all packages of a run's last stage: each with purl, SHA-256 and the sources that it was
 * generated from. It follows from their attestations alone; its time is that of the last build's end. In: the run's
 * blueprint and the provenance of each package, in any order. Throws Fault "proof-malformed" for a recipe that is none.
 */
export function writeRunSbom(blueprint: string, packages: Iterable<Provenance>): string {
  const sorted = sortedBy(packages, ({ arch, subject }) => `${arch} ${subject.name} ${subject.version}`);
  const sources = distinctSources(sorted);
  const idOf = new Map([...sources.keys()].map((key, index) => [key, `SPDXRef-Source-${index + 1}`]));
  const ended = Math.max(0, ...sorted.map(({ invocation }) => invocation.finishedOn.getTime()));
  const document = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: DOCUMENT,
    name: blueprint,
    creationInfo: {
      created: new Date(ended).toISOString().replace(/\.\d+Z$/, "Z"),
      creators: ["Tool: ascent"],
    },
    packages: [
      ...sorted.map((provenance, index) => packageOf(provenance, packageId(index))),
      ...[...sources].map(([key, source]) => sourceOf(source, idOf.get(key) ?? NONE)),
    ],
    relationships: sorted.flatMap((provenance, index) => [
      relation(DOCUMENT, "DESCRIBES", packageId(index)),
      ...provenance.sources.map((source) =>
        relation(packageId(index), "GENERATED_FROM", idOf.get(keyOf(source)) ?? NONE),
      ),
    ]),
  };
  const unique = hexOf(sha256(canonicalJson(document)));
  const documentNamespace = `https://spdx.org/spdxdocs/${encodeURIComponent(blueprint)}-${unique}`;
  return `${JSON.stringify({ ...document, documentNamespace }, undefined, 1)}\n`;
}

type Source = Provenance["sources"][number];

function keyOf({ name, uri, digest }: Source): string {
  return `${name} ${uri} ${digest}`;
}

function distinctSources(packages: readonly Provenance[]): ReadonlyMap<string, Source> {
  const all = packages.flatMap(({ sources }) => sources);
  return new Map(sortedBy(all, keyOf).map((source) => [keyOf(source), source]));
}

function packageId(index: number): string {
  return `SPDXRef-Package-${index + 1}`;
}

function relation(from: string, type: string, to: string) {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

function packageOf(provenance: Provenance, id: string) {
  const { subject, stage, arch } = provenance;
  const { name, version, fileDigest } = subject;
  const license = recipeHead(provenance).packages.find((each) => each.name === name)?.license ?? "";
  return {
    ...described(name, id),
    versionInfo: version,
    downloadLocation: NONE,
    checksums: [{ algorithm: "SHA256", checksumValue: hexOf(fileDigest) }],
    licenseDeclared: isLicense(license) ? license : NONE,
    externalRefs: [
      {
        referenceCategory: "PACKAGE-MANAGER",
        referenceType: "purl",
        referenceLocator: apkPurl({ name, version, input: stage }, arch),
      },
    ],
  };
}

function sourceOf({ name, uri, digest }: Source, id: string) {
  return {
    ...described(name, id),
    downloadLocation: /^(git\+)?https?:\/\/\S+$/.test(uri) ? uri : NONE,
    checksums: [{ algorithm: "SHA256", checksumValue: hexOf(digest) }],
    licenseDeclared: NONE,
  };
}

function described(name: string, SPDXID: string) {
  return { SPDXID, name, filesAnalyzed: false, licenseConcluded: NONE, copyrightText: NONE };
}

/** As for a package's own SBOM: SPDX 2.3, annex D, without asking whether each id is on the list. */
function isLicense(text: string): boolean {
  return /^\(*[A-Za-z0-9.:-]+\+?\)*( (AND|OR|WITH) \(*[A-Za-z0-9.:-]+\+?\)*)*$/.test(text);
}
