import type { Located, Place } from "./defect.ts";
import type { Arch } from "./package.ts";
import type { Rung } from "./verdict.ts";

/** A public key that a foreign repository signs with: a file of the blueprint, or a URL pinned by SHA-256 (hex). */
export type SeedKey =
  | { readonly kind: "file"; readonly name: string; readonly file: string }
  | { readonly kind: "url"; readonly name: string; readonly url: string; readonly sha256: string };

interface SeedCommon {
  readonly name: string;
  /** Why these binaries are accepted without provenance. */
  readonly reason: string;
  /** Lock file in the blueprint (path relative to it); when given, only what it lists is accepted. */
  readonly lock?: string;
  /** A name that definitions use → the seed's own names for it. An alias becomes an empty package that depends on them. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  readonly place: Place;
}

export interface AlpineSeed extends SeedCommon {
  readonly type: "alpine";
  /** Repository base URLs, without the arch. */
  readonly repositories: readonly string[];
  readonly keys: readonly SeedKey[];
}

export interface DebianSeed extends SeedCommon {
  readonly type: "debian";
  /** `host`: whatever the host's apt is set to; else a suite name on the host's mirror. */
  readonly suite: string;
}

export type Seed = AlpineSeed | DebianSeed;

export interface Stage {
  readonly name: string;
  /** In order: earlier inputs win. `seed` is the seed that the run chose, every other name is an earlier stage. */
  readonly inputs: readonly Located<string>[];
  /** Definition files, paths relative to the blueprint, in the order written. */
  readonly definitions: readonly Located<string>[];
  /** Environment variables of every build of this stage; a definition's own win. */
  readonly environment: Readonly<Record<string, string>>;
  /** Packages added to every build environment of this stage. */
  readonly packages: readonly Located<string>[];
  readonly place: Place;
}

/** What one build may use. Bytes, seconds, counts. */
export interface Limits {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly processes: number;
  readonly diskBytes: number;
  readonly logBytes: number;
}

/** Where else the bytes of a source may be had; they are always checked against the definition's own hash. */
export interface SourceHint {
  /** The URI, or its SHA-256 in hex, as the definition gives it. */
  readonly source: string;
  /** Source package and file name in Debian's or Ubuntu's pool: `{ package: "sed", file: "sed_4.9.orig.tar.xz" }`. */
  readonly debian?: { readonly package: string; readonly file: string };
  readonly mirrors: readonly string[];
}

export interface Blueprint {
  readonly name: string;
  readonly description: string;
  readonly arches: readonly Arch[];
  /** In order of preference. */
  readonly seeds: readonly Seed[];
  readonly stages: readonly Stage[];
  readonly policies: { readonly require: Rung; readonly limits: Limits };
  readonly sources: readonly SourceHint[];
  readonly place: Place;
}

/** The input by which a stage names the run's seed. */
export const SEED_INPUT = "seed";

/** `seed:debian`: how a seed is named wherever inputs are recorded. */
export function seedInput(seed: string): string {
  return `${SEED_INPUT}:${seed}`;
}

export function isSeedInput(input: string): boolean {
  return input.startsWith(`${SEED_INPUT}:`);
}
