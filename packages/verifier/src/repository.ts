import { type Arch, canonicalJson, type PackageRecord } from "@ascent/core";
import { readIndex, recordOf, verifyIndex } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import { type Claim, check, count, unless } from "./claim.ts";
import { type CheckedPackage, type FinalPackages, stageKeys } from "./packages.ts";
import type { ListedOutput } from "./runs.ts";

export interface IndexGiven extends FinalPackages {
  readonly arch: Arch;
  /** Those whose bytes hold; entries of others are compared by name and version alone. */
  readonly checked: readonly CheckedPackage[];
  /** Of the last stage, with an attestation that did not hold. */
  readonly failed: readonly ListedOutput[];
}

/** The claim `index` of an arch. */
export async function checkIndex(archive: ProofArchive, given: IndexGiven): Promise<Claim> {
  const path = `${given.arch}/APKINDEX.tar.gz`;
  return check({ kind: "index", about: path }, async () => {
    const index = readIndex(await archive.bytes(archive.at(path)));
    const signer = verifyIndex(index, await stageKeys(archive, given.stage));
    const reasons = [...listDifferences(index.records, given), ...entryDifferences(index.records, given.checked)];
    return unless([...reasons, ...strayPackages(archive, given)], {
      evidence: `${count(index.records.length, "package")}, signed by ${signer}`,
      wayOut: "Get the index again, or export the run anew; do not use this repository.",
    });
  });
}

function listDifferences(records: readonly PackageRecord[], { packages, failed, stage }: IndexGiven): string[] {
  const listed = records.map(({ name, version }) => `${name}-${version}`);
  const made = new Set([...packages, ...failed].map(({ output }) => `${output.name}-${output.version}`));
  const twice = listed.filter((name, at) => listed.indexOf(name) !== at);
  return [
    ...listed.filter((name) => !made.has(name)).map((name) => `it lists ${name}, which ${stage} did not make`),
    ...[...made].filter((name) => !listed.includes(name)).map((name) => `it does not list ${name} of ${stage}`),
    ...twice.map((name) => `it lists ${name} twice`),
  ];
}

/** An apk client decides by the index what it installs, so all of an entry must be what the package says. */
function entryDifferences(records: readonly PackageRecord[], checked: readonly CheckedPackage[]): string[] {
  const found = new Map(records.map((record) => [`${record.name}-${record.version}`, record]));
  return checked.flatMap(({ info, size, checksum }) => {
    const record = found.get(`${info.name}-${info.version}`);
    const expected = recordOf(info, { size, checksum });
    if (record === undefined || canonicalJson(record) === canonicalJson(expected)) return [];
    return [`its entry of ${info.name}-${info.version} is not what the package says of itself`];
  });
}

/** Packages that lie beside the index without being the last stage's. */
function strayPackages(archive: ProofArchive, { arch, packages, failed, stage }: IndexGiven): string[] {
  const made = new Set([...packages, ...failed].map(({ output }) => `${arch}/${output.name}-${output.version}.apk`));
  return archive
    .ofRole("package")
    .filter(({ path }) => path.startsWith(`${arch}/`) && !made.has(path))
    .map(({ path }) => `${path} is in the export, but ${stage} did not make it`);
}
