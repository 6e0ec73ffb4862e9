import type { Digest } from "./digest.ts";
import type { Arch } from "./package.ts";

/** The ladder of DESIGN.md 8, lowest first. */
export const RUNGS = ["declared", "resolved", "clean", "reproducible", "fixed-point", "seed-independent"] as const;
export type Rung = (typeof RUNGS)[number];

/** One claim about one package: it holds, it fails with what speaks against it, or nobody has looked. */
export type Finding =
  | { readonly state: "holds"; readonly evidence: string }
  | { readonly state: "fails"; readonly reasons: readonly string[] }
  | { readonly state: "not-checked"; readonly why: string };

export interface PackageVerdict {
  readonly name: string;
  readonly version: string;
  readonly arch: Arch;
  readonly fileDigest: Digest;
  readonly contentDigest: Digest;
  readonly findings: Readonly<Record<Rung, Finding>>;
  /** Highest rung that holds with every lower one; absent when even the first fails. */
  readonly rung?: Rung;
}

export interface Verdict {
  readonly blueprint: string;
  readonly seed: string;
  readonly required: Rung;
  /** True when every final package stands on `required` or higher. */
  readonly holds: boolean;
  readonly packages: readonly PackageVerdict[];
}
