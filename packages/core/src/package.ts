import type { Dependency, Provision } from "./dependency.ts";
import type { Digest } from "./digest.ts";

/** apk's spelling. */
export const ARCHES = ["x86_64", "aarch64"] as const;
export type Arch = (typeof ARCHES)[number];

/** What an APKINDEX stanza or a .PKGINFO says of one package. Sizes in bytes, times in seconds since 1970. */
export interface PackageRecord {
  readonly name: string;
  /** With the release: `1.36.1-r2`. */
  readonly version: string;
  readonly arch: string;
  /** Name of the main package of the build that made it; equals `name` for the main package itself. */
  readonly origin: string;
  readonly description: string;
  readonly url: string;
  readonly license: string;
  readonly size: number;
  readonly installedSize: number;
  /** apk's identity: `Q1` + base64 of the SHA-1 of the control segment. */
  readonly checksum: string;
  readonly buildTime?: number;
  readonly commit?: string;
  readonly depends: readonly Dependency[];
  readonly provides: readonly Provision[];
  readonly installIf: readonly Dependency[];
  readonly replaces: readonly Dependency[];
  readonly providerPriority?: number;
  readonly replacesPriority?: number;
}

/** The two digests of DESIGN.md 4. */
export interface PackageDigests {
  /** SHA-256 of the apk as stored, signature and all: names the bytes. */
  readonly fileDigest: Digest;
  /** SHA-256 over the control and data segments as stored, signature left out: what locks and comparisons use. */
  readonly contentDigest: Digest;
}

/** Where a package comes from: `seed:NAME`, or the name of a stage. */
export type InputName = string;

/** A package that a stage may take, with the input that offers it. */
export interface OfferedPackage extends PackageDigests {
  readonly record: PackageRecord;
  readonly input: InputName;
}

/** One line of a lock: exact, by digest. */
export interface LockedPackage extends PackageDigests {
  readonly name: string;
  readonly version: string;
  readonly input: InputName;
}
