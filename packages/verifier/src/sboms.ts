import { createHash } from "node:crypto";
import { Fault } from "@ascent/core";
import { readApk, readSbomListing, type SbomListing, sbomPath, type TarEntry } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import { ASK_AGAIN, type Claim, check, count, standsOn, unless } from "./claim.ts";
import type { CheckedPackage, FinalPackages, PackagesRead } from "./packages.ts";
import { apkPath } from "./packages.ts";

/** The claim `sbom` of each package of the last stage: what it lists is what is in the package. */
export async function checkSboms(archive: ProofArchive, final: FinalPackages, read: PackagesRead): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const attested of final.packages) {
    const path = apkPath(attested);
    const checked = read.packages.find((each) => each.attested === attested);
    claims.push(
      await check({ kind: "sbom", about: path }, async () => {
        const { sbom } = attested.provenance.byproducts;
        const entry = archive.need("sbom", sbom);
        const listing = readSbomListing(await archive.bytes(entry), entry.path);
        if (checked === undefined) throw standsOn(`${path} does not hold`);
        const reasons = await differences(archive, checked, listing);
        return unless(reasons, { evidence: count(listing.files.size, "file"), wayOut: ASK_AGAIN });
      }),
    );
  }
  return claims;
}

/** What one package may hold in bytes when it is unpacked: only read, never kept. */
const UNPACKED_LIMIT = 16 * 1024 ** 3;

async function differences(archive: ProofArchive, checked: CheckedPackage, listing: SbomListing): Promise<string[]> {
  const { subject, byproducts } = checked.attested.provenance;
  const own = sbomPath(subject.name, subject.version);
  const apk = await readApk(archive.stream(archive.at(checked.path)));
  const files = await hashFiles(apk.entries);
  const inside = files.get(own);
  files.delete(own);
  const other = [...files].filter(([path, hashes]) => !sameHashes(listing.files.get(path), hashes));
  const named = listing.name === subject.name && listing.version === subject.version;
  return [
    ...(named ? [] : [`it is about ${listing.name}-${listing.version}`]),
    ...(`sha256:${inside?.sha256}` === byproducts.sbom ? [] : ["it is not the one inside the package"]),
    ...other.map(([path]) => `it lists ${path} not at all, or with other hashes`),
    ...[...listing.files.keys()].filter((path) => !files.has(path)).map((path) => `the package has no ${path}`),
  ];
}

interface Hashes {
  readonly sha1: string;
  readonly sha256: string;
}

function sameHashes(listed: Hashes | undefined, found: Hashes): boolean {
  return listed?.sha1 === found.sha1 && listed.sha256 === found.sha256;
}

/** Regular files and further names of them, with their hashes. */
async function hashFiles(entries: AsyncIterable<TarEntry>): Promise<Map<string, Hashes>> {
  const files = new Map<string, Hashes>();
  let total = 0;
  for await (const entry of entries) {
    const hashes = entry.type === "file" ? await hashEntry(entry, UNPACKED_LIMIT - total) : linked(entry, files);
    if (hashes !== undefined) files.set(entry.path, hashes);
    total += entry.size;
  }
  return files;
}

function linked(entry: TarEntry, files: ReadonlyMap<string, Hashes>): Hashes | undefined {
  return entry.type === "hardlink" ? files.get(entry.linkTarget ?? "") : undefined;
}

async function hashEntry(entry: TarEntry, limit: number): Promise<Hashes> {
  const [sha1, sha256] = [createHash("sha1"), createHash("sha256")];
  let size = 0;
  for await (const chunk of entry.content) {
    size += chunk.length;
    if (size > limit) throw new Fault("proof-file-large", "it unpacks to more than is read");
    sha1.update(chunk);
    sha256.update(chunk);
  }
  return { sha1: sha1.digest("hex"), sha256: sha256.digest("hex") };
}
