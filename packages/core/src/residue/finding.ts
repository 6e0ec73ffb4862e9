/** What can remain of a seed in an output; stable, as exceptions name them. */
export const RESIDUE_KINDS = [
  /** A file, or a member of an archive, whose bytes are those of a seed's. */
  "equal-file",
  /** Machine code of a seed's relocatable object (a static library's member, a crt object), linked in or copied. */
  "linked-code",
  /** Constant data of a seed's relocatable object. */
  "linked-data",
  /** The build-id note of one of the seed's files, which survives stripping. */
  "build-id",
  /** A `.comment` that says that the seed's compiler, assembler or linker made it. */
  "compiler",
  /** The loader that a program asks for is the seed's. */
  "interpreter",
  /** A library that only the seed has is needed (DT_NEEDED). */
  "library",
  /** Libraries are looked for in a place of the seed's (DT_RPATH, DT_RUNPATH). */
  "run-path",
  /** A script's interpreter is one that only the seed has. */
  "shebang",
  /** A symbolic link leads to a file that only the seed has. */
  "link",
  /** A `.pc` file names places of the seed's. */
  "pkg-config",
  /** A `.la` file names places of the seed's. */
  "libtool",
  /** The seed's name for its own target, such as `x86_64-linux-gnu`. */
  "triplet",
  /** The path of a file that only the seed has. */
  "seed-path",
  /** Could not be searched as what it claims to be. */
  "unreadable",
] as const;
export type ResidueKind = (typeof RESIDUE_KINDS)[number];

/**
 * How much a finding says. `proof`: these bytes are the seed's, or were made from the same source by the same compiler.
 * `strong`: nothing but the seed explains it. `hint`: it may be equal by nature (the same upstream's texts, a path that is
 * but named). The rung fails on the first two.
 */
export const RESIDUE_STRENGTHS = ["proof", "strong", "hint"] as const;
export type ResidueStrength = (typeof RESIDUE_STRENGTHS)[number];

/**
 * What the run's own packages may have that takes a finding's weight away: a path, library (soname), command or triplet
 * of theirs makes it no residue at all; a package of theirs of the same upstream (origin) makes it a hint.
 */
export interface ResidueUnless {
  readonly own: "path" | "library" | "command" | "triplet" | "upstream";
  readonly name: string;
}

export interface ResidueFinding {
  /** In the package, relative to the root. */
  readonly path: string;
  /** Of an archive. */
  readonly member?: string;
  readonly kind: ResidueKind;
  readonly strength: ResidueStrength;
  /** One sentence for a person. */
  readonly what: string;
  /** What exactly was found, for exceptions to name: the soname, the triplet, `libc.a(printf.o)`, … */
  readonly detail: string;
  /** Where in the seed it is from. */
  readonly seedPackage?: string;
  readonly seedPath?: string;
  readonly seedMember?: string;
  /** Bytes from the beginning of the file in the package (not of the member). */
  readonly offset?: number;
  /** Bytes that are equal. */
  readonly size?: number;
  readonly unless?: ResidueUnless;
}

/** Of what the seed has too, what a package of the run has itself. */
export interface ResidueOffers {
  /** Origins of packages. */
  readonly upstreams: readonly string[];
  /** Files and folders, relative to the root. */
  readonly paths: readonly string[];
  readonly libraries: readonly string[];
  readonly commands: readonly string[];
  readonly triplets: readonly string[];
}

/** What the scan of one package found; depends on its bytes and on the seed alone. */
export interface ResidueReport {
  readonly package: string;
  /** Before it is known what the run's other packages offer: see `settleResidue`. */
  readonly findings: readonly ResidueFinding[];
  readonly offers: ResidueOffers;
  /** Regular files that were searched, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}
