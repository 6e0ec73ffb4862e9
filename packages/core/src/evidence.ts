import type { Digest } from "./digest.ts";
import type { Arch } from "./package.ts";

/**
 * What was looked at about a package beyond the record of its run. Each kind speaks for one rung of the ladder:
 *
 * - `residue`: its bytes were searched for those of the run's seed; the first document is the scan (`ResidueScan`), the second
 *   the signed statement about it (evidence of before there were any has none). What counts of it is decided when the
 *   verdict is given, as it depends on what else the run made;
 * - `rebuild`: it was built again from its recorded lock, in a varied environment;
 * - `fixed-point`: it was built again with the final packages as the only input;
 * - `other-seed`: a bootstrap from another seed was compared.
 */
export const EVIDENCE_KINDS = ["residue", "rebuild", "fixed-point", "other-seed"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** `undecided`: somebody tried to look and could not, as a rebuild whose environment cannot be resolved; it says neither yes nor no. */
export const EVIDENCE_OUTCOMES = ["holds", "fails", "undecided"] as const;
export type EvidenceOutcome = (typeof EVIDENCE_OUTCOMES)[number];

/**
 * One thing that was looked at, about one package. It belongs to the build's key and the package's content, not to a run:
 * whoever takes the same result from the cache has the same evidence.
 */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly arch: Arch;
  /** The package's name. */
  readonly package: string;
  readonly buildKey: Digest;
  readonly contentDigest: Digest;
  readonly outcome: EvidenceOutcome;
  /** One sentence for a person: what was compared with what, and what came of it. */
  readonly summary: string;
  /** What speaks against it, or why it could not be looked at, one thing each; empty when it holds. */
  readonly reasons: readonly string[];
  /** `residue`: the seed lock whose packages were searched for. `other-seed`: that of the other bootstrap. */
  readonly seedLock?: Digest;
  /** Artifacts by which a stranger can check it: signed attestations, reports. */
  readonly documents: readonly Digest[];
}
