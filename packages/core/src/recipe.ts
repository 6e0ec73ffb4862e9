import type { Located, Place } from "./defect.ts";
import type { Digest } from "./digest.ts";
import type { Arch } from "./package.ts";

/** A source that is brought in before the sandbox starts. */
export type SourceRef =
  | {
      readonly kind: "fetch";
      readonly uri: string;
      /** Mirrors of the blueprint and of the definition, tried before the URI. */
      readonly algorithm: "sha256" | "sha512";
      /** Expected hash in lower-case hex. */
      readonly expected: string;
      /** File name in the workspace's source folder: last path part of the URI. */
      readonly fileName: string;
      readonly place: Place;
    }
  | {
      readonly kind: "git";
      readonly repository: string;
      /** Full commit id; a branch or tag alone is a defect. */
      readonly commit: string;
      readonly tag?: string;
      readonly branch?: string;
      readonly submodules: boolean;
      /** Name of the tar in the workspace's source folder. */
      readonly fileName: string;
      readonly place: Place;
    };

/** A file beside the definition (patch, config), as it appears in the workspace. */
export interface RecipeFile {
  /** Relative to the workspace, never leaving it. */
  readonly path: string;
  readonly digest: Digest;
  readonly executable: boolean;
}

/** One shell script, run by `/bin/sh -e` in the sandbox. Every `${{…}}` is already replaced. */
export interface RecipeStep {
  /** `autoconf/configure`, the step's `name:`, or `runs`. What a person sees. */
  readonly label: string;
  readonly runs: string;
  /** Absolute, inside the sandbox. */
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly place: Place;
}

export interface Scriptlets {
  readonly preInstall?: string;
  readonly postInstall?: string;
  readonly preUpgrade?: string;
  readonly postUpgrade?: string;
  readonly preDeinstall?: string;
  readonly postDeinstall?: string;
  readonly trigger?: { readonly script: string; readonly paths: readonly string[] };
}

/** A package that a build puts out; the first of a recipe is the main package. */
export interface RecipePackage {
  readonly name: string;
  readonly description: string;
  readonly url: string;
  /** SPDX expression over all copyright entries. */
  readonly license: string;
  readonly copyrights: readonly {
    readonly license: string;
    readonly attestation?: string;
    readonly paths: readonly string[];
  }[];
  readonly runtime: readonly Located<string>[];
  readonly provides: readonly Located<string>[];
  readonly replaces: readonly Located<string>[];
  readonly installIf: readonly Located<string>[];
  readonly providerPriority?: number;
  readonly replacesPriority?: number;
  readonly scriptlets: Scriptlets;
  /** melange's `options:`: which generated dependencies are left out. */
  readonly options: {
    readonly noProvides: boolean;
    readonly noDepends: boolean;
    readonly noCommands: boolean;
    readonly noVersionedShlibDeps: boolean;
  };
  readonly capabilities: readonly { readonly path: string; readonly add: Readonly<Record<string, string>> }[];
  readonly steps: readonly RecipeStep[];
  readonly place: Place;
}

/**
 * A definition for one stage and arch with everything evaluated: variables, ranges, conditions, pipelines. Nothing in it
 * depends on a host, a run or a time.
 */
export interface Recipe {
  readonly stage: string;
  readonly arch: Arch;
  /** Name of the definition's main package: also apk's origin. */
  readonly name: string;
  readonly version: string;
  readonly epoch: number;
  readonly definition: { readonly file: string; readonly digest: Digest };
  readonly environment: {
    /** Dependency atoms of contents, of the stage, and of every pipeline's `needs`; in code-unit order, no doubles. */
    readonly packages: readonly Located<string>[];
    readonly variables: Readonly<Record<string, string>>;
  };
  readonly sources: readonly SourceRef[];
  readonly files: readonly RecipeFile[];
  readonly packages: readonly [RecipePackage, ...RecipePackage[]];
  /** SOURCE_DATE_EPOCH, seconds since 1970. */
  readonly sourceDateEpoch: number;
  /** melange's package.timeout, seconds. */
  readonly timeoutSeconds?: number;
  /** Repositories named by the definition itself (`environment.contents.repositories`), for the stage's policy. */
  readonly repositories: readonly Located<string>[];
}

export function fullVersion(recipe: { readonly version: string; readonly epoch: number }): string {
  return `${recipe.version}-r${recipe.epoch}`;
}

/** Where things are inside the sandbox; the field's own paths (melange). */
export const SANDBOX = {
  workspace: "/home/build",
  /** Sources that were fetched by hash, one file each, read-only. */
  sources: "/var/cache/melange/sources",
  output: "/home/build/melange-out",
} as const;
