/** A package of the seed. */
export interface SeedPackage {
  readonly name: string;
  readonly version: string;
  readonly origin: string;
}

/** Where in the seed something is. */
export interface SeedPlace {
  readonly package: SeedPackage;
  /** Relative to the root. */
  readonly path: string;
  /** Of an archive. */
  readonly member?: string;
}

/** A function or constant of one of the seed's objects, by which it is found again where it was linked in. */
export interface SeedBody {
  readonly name: string;
  readonly holds: "code" | "constants";
  /** Index of its place. */
  readonly place: number;
  /** Bytes. */
  readonly size: number;
  /** Bytes that linking does not change. */
  readonly evidence: number;
  /** From text that a person wrote, no compiler. */
  readonly isAssembled: boolean;
  /** Hash and place (in the body) of the window that it is looked for by. */
  readonly windowHash: number;
  readonly windowAt: number;
  /** Hash of its first bytes, masked: cheap to look at before the whole. */
  readonly head: number;
  /** First half of the SHA-256 of its masked bytes, in hex. */
  readonly digest: string;
  /** Place and size of what linking may change, in turn. */
  readonly masks: readonly number[];
}

/** Name → index of the first place that has it. */
export type SeedNames = ReadonlyMap<string, number>;

/**
 * What the scanner knows of a seed: enough to recognise its parts, not enough to make them. Depends on the packages'
 * contents alone, not on the order that they come in.
 */
export interface SeedFingerprint {
  /** By package, path and member, each once. */
  readonly places: readonly SeedPlace[];
  /** SHA-256 in hex of files and members of archives → index of the place. */
  readonly files: SeedNames;
  /** Every path of a file or link, `usr/bin/gcc`; see `aliases`. */
  readonly paths: SeedNames;
  /** Of what files, links and empty folders are in. */
  readonly folders: SeedNames;
  /** Links in the seed's root folder: `bin` → `usr/bin`. Paths above are those behind them. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Loaders that the seed's programs ask for, `/lib64/ld-linux-x86-64.so.2`. */
  readonly interpreters: SeedNames;
  /** Sonames, and file names of libraries. */
  readonly libraries: SeedNames;
  readonly commands: SeedNames;
  readonly buildIds: SeedNames;
  /** Texts of `.comment`. */
  readonly comments: SeedNames;
  /** Words by which its compilers say whose they are: `Debian`. */
  readonly vendors: SeedNames;
  readonly triplets: SeedNames;
  readonly bodies: readonly SeedBody[];
}
