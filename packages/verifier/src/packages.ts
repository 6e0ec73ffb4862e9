import { type Arch, isFault } from "@ascent/core";
import { type ApkKeys, controlChecksum, createMeter, type PkgInfo, readApk, verifyApkSignature } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import type { Attested } from "./attestations.ts";
import { type Claim, check, fails, holds } from "./claim.ts";
import { type ListedRun, lastStage } from "./runs.ts";

/** A package of the last stage whose bytes are what was attested. */
export interface CheckedPackage {
  readonly attested: Attested;
  readonly path: string;
  readonly info: PkgInfo;
  readonly size: number;
  readonly checksum: string;
}

export interface PackagesRead {
  readonly packages: readonly CheckedPackage[];
  readonly claims: readonly Claim[];
}

/** What is published for one arch: the attested packages of the last stage. */
export function finalPackages(run: ListedRun, arch: Arch, attested: readonly Attested[]): readonly Attested[] {
  const stage = lastStage(run, arch);
  return attested.filter((each) => each.run === run && each.build.arch === arch && each.build.stage === stage);
}

export function apkPath({ build, output }: Attested): string {
  return `${build.arch}/${output.name}-${output.version}.apk`;
}

/** Public keys by name that the export lists for a stage. Throws Fault "proof-unchecked" for those that cannot be read. */
export async function stageKeys(archive: ProofArchive, stage: string): Promise<ApkKeys> {
  const keys = new Map<string, string>();
  for (const key of archive.manifest.stageKeys) {
    if (key.stage === stage) keys.set(key.name, new TextDecoder().decode(await archive.bytes(archive.at(key.path))));
  }
  return keys;
}

/** The claims `package` and, where these hold, `index`, for one arch of the exported run. */
export async function checkPackages(archive: ProofArchive, given: FinalPackages): Promise<PackagesRead> {
  const packages: CheckedPackage[] = [];
  const claims: Claim[] = [];
  for (const attested of given.packages) {
    const path = apkPath(attested);
    const claim = await check({ kind: "package", about: path }, async () => {
      const keys = await stageKeys(archive, given.stage);
      const { found, reasons } = await examine(archive, attested, keys);
      if (reasons.length > 0) return fails(reasons, PACKAGE_WAY_OUT);
      packages.push(found);
      return holds(`signed with the key of ${given.stage}, and what was attested`);
    });
    claims.push(claim);
  }
  return { packages, claims };
}

export interface FinalPackages {
  readonly stage: string;
  readonly packages: readonly Attested[];
}

const PACKAGE_WAY_OUT = "Get this package again, or export the run anew; do not install it.";

/** Reads a package once from end to end; nothing of it is kept but its control segment. */
async function examine(archive: ProofArchive, attested: Attested, keys: ApkKeys) {
  const path = apkPath(attested);
  const file = createMeter();
  const content = createMeter();
  const apk = await readApk(file.measure(archive.stream(archive.at(path))));
  content.add(apk.control);
  const reasons = reasonsOf(() => verifyApkSignature(apk.control, apk.signatures, keys));
  for await (const chunk of apk.data) content.add(chunk);
  const { subject, arch } = attested.provenance;
  const pairs = [
    ["file digest", file.digest(), subject.fileDigest],
    ["content digest", content.digest(), subject.contentDigest],
    ["name", apk.info.name, subject.name],
    ["version", apk.info.version, subject.version],
    ["arch", apk.info.arch, arch],
  ] as const;
  const different = pairs.filter(([, found, signed]) => found !== signed);
  const told = different.map(([what, found, signed]) => `its ${what} is ${found}, but ${signed} was attested`);
  const checksum = controlChecksum(apk.control);
  const found: CheckedPackage = { attested, path, info: apk.info, size: file.size(), checksum };
  return { found, reasons: [...reasons, ...told] };
}

function reasonsOf(ask: () => unknown): string[] {
  try {
    ask();
    return [];
  } catch (error) {
    if (isFault(error)) return [error.message];
    throw error;
  }
}
