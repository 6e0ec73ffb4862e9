import type { Arch, Digest, InputName, Limits, LockedPackage } from "@ascent/core";

/** A source as it was brought in before the sandbox started. */
export interface ProvenanceSource {
  /** File name in the workspace. */
  readonly name: string;
  /** As the definition names it: a URL, or `git+URL@COMMIT`. */
  readonly uri: string;
  /** Where the bytes were had from. */
  readonly from: string;
  /** SHA-256 of the stored bytes: the file, or a deterministic tar of the commit's tree. */
  readonly digest: Digest;
  /** SHA-512 in hex, where the definition pins that. */
  readonly sha512?: string;
  readonly gitCommit?: string;
}

/** A file beside the definition. */
export interface ProvenanceFile {
  readonly path: string;
  readonly digest: Digest;
}

/** Says that a build repeats another, to compare. */
export interface ProvenanceRepeat {
  readonly runId: string;
  readonly buildId: string;
  readonly with: "recorded" | "final";
  /** How the environment was varied on purpose. */
  readonly variation?: Readonly<Record<string, string | number>>;
}

/**
 * How one package was built: what Ascent's SLSA provenance says, as a value. `writeProvenance` and `parseProvenance` turn
 * it into an in-toto statement and back.
 */
export interface Provenance {
  readonly subject: { readonly name: string; readonly version: string } & Pick<
    LockedPackage,
    "fileDigest" | "contentDigest"
  >;
  readonly blueprint: { readonly name: string; readonly digest: Digest };
  readonly stage: string;
  readonly arch: Arch;
  /** `text` is absent where the file was not to be had as it was planned. */
  readonly definition: { readonly file: string; readonly digest: Digest; readonly text?: string };
  /** What the stage declares, in order: `seed:NAME` or stages. */
  readonly declaredInputs: readonly InputName[];
  readonly again?: ProvenanceRepeat;
  readonly limits: Limits;
  /** What the build was told for `-j`. */
  readonly parallelism: number;
  readonly buildKey: Digest;
  /** The recipe as its key counts it (core's `normalisedRecipe`): with builder version and environment it gives the key. */
  readonly recipe: unknown;
  readonly environment: readonly LockedPackage[];
  readonly sources: readonly ProvenanceSource[];
  readonly files: readonly ProvenanceFile[];
  /** Pins the run's seed for this arch. */
  readonly seedLock?: Digest;
  readonly builder: { readonly id: string; readonly version: string };
  readonly invocation: {
    readonly runId: string;
    readonly buildId: string;
    readonly attempt: number;
    readonly startedOn: Date;
    readonly finishedOn: Date;
  };
  readonly byproducts: { readonly log?: Digest; readonly sbom: Digest; readonly reports: readonly Digest[] };
}
