import type { Located, Place } from "./defect.ts";
import type { Arch, InputName } from "./package.ts";
import type { ResidueException } from "./residue/exceptions.ts";
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
  /** `host`: whatever the host's apt is set to; `next`: the release after that; else a suite's name on the host's mirror. */
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
  /** Where the files beside a definition are, when not in the folder that has the package's name. */
  readonly workspace?: WorkspaceRule;
  /** Folders of pipelines that are asked after all others, in order. */
  readonly pipelineFolders?: readonly string[];
  /**
   * Its definitions are in a folder that was not given (a parameter): nothing of it is built, and what later stages ask of
   * it is taken on trust. Such a blueprint can be looked at, never run.
   */
  readonly assumed?: true;
  readonly place: Place;
}

/** What a Makefile around melange says with `--source-dir` and `--empty-workspace`. */
export interface WorkspaceRule {
  /** Package name → folder, relative to the definition's own. */
  readonly folders: Readonly<Record<string, string>>;
  /** True: packages that `folders` does not name start with nothing. */
  readonly listedOnly: boolean;
}

/** What definitions call by a URL, and which seed or stage that is. */
export interface RepositoryMapping {
  /** Every URL that is this or is below it; without a trailing slash. */
  readonly url: string;
  /** `seed` (whichever the run has), or the name of a stage. */
  readonly input: InputName;
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

/** What a run is held to. */
export interface Policies {
  /** The rung that every final package must reach. */
  readonly require: Rung;
  readonly limits: Limits;
  /** Absent: nothing of the seed is accepted in an output. */
  readonly residue?: { readonly exceptions: readonly ResidueException[] };
}

/**
 * Binaries that come in as a source, because nothing that is built could make them: a compiler written in its own language,
 * a build tool that builds itself. A seed of its own, pinned by the checksum of the definition that fetches it.
 */
export interface Prebuilt {
  /** Address, in which `*` stands for anything; or the hash or commit, in hex, that the definition expects. */
  readonly source: string;
  /** Why these binaries are accepted without provenance. */
  readonly reason: string;
  readonly place: Place;
}

export interface Blueprint {
  readonly name: string;
  readonly description: string;
  readonly arches: readonly Arch[];
  /** In order of preference. */
  readonly seeds: readonly Seed[];
  readonly stages: readonly Stage[];
  readonly policies: Policies;
  readonly sources: readonly SourceHint[];
  /** Absent: no source is accepted as prebuilt. */
  readonly prebuilt?: readonly Prebuilt[];
  /** Absent: definitions need not name repositories, and those that they name are not read. */
  readonly repositories?: readonly RepositoryMapping[];
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

/** The longest mapping that covers a repository's URL; undefined when the blueprint has none. */
export function repositoryMapping(blueprint: Blueprint, repository: string): RepositoryMapping | undefined {
  const url = bareUrl(repository);
  let best: RepositoryMapping | undefined;
  for (const mapping of blueprint.repositories ?? []) {
    const covers = url === mapping.url || url.startsWith(`${mapping.url}/`);
    if (covers && mapping.url.length > (best?.url.length ?? -1)) best = mapping;
  }
  return best;
}

/** Without apk's tag in front (`@local https://…`) and slashes behind. */
export function bareUrl(repository: string): string {
  return repository.replace(/^@\S+\s+/, "").replace(/\/+$/, "");
}
