import type { Digest, Limits, LockedPackage, PackageDigests, PackageRecord, Recipe } from "@ascent/core";
import type { StepProgress } from "./ledger.ts";
import type { Variation } from "./proof.ts";
import type { FetchedSource } from "./sources.ts";

export interface BuildRequest {
  readonly recipe: Recipe;
  /** The locked environment; every package is in the artifact store. In code-unit order of name. */
  readonly environment: readonly LockedPackage[];
  readonly sources: readonly FetchedSource[];
  readonly limits: Limits;
  /** For `-j`: must not change the bits. */
  readonly parallelism: number;
  readonly signer: PackageSigner;
  /** Only for rebuilds: must not change the bits. */
  readonly variation?: Variation;
}

/** Signs with a stage's key without showing it. */
export interface PackageSigner {
  /** File name of the public key as apk looks it up: `ascent-1a2b3c4d-stage2.rsa.pub`. */
  readonly keyName: string;
  /** RSA PKCS#1 v1.5 over SHA-256 (apk's RSA256 signatures). */
  sign(bytes: Uint8Array): Uint8Array;
}

/** What a build tells while it runs. Calls are cheap and synchronous; the caller batches. */
export interface BuildWatch {
  readonly signal: AbortSignal;
  onStep(step: StepProgress): void;
  /** Raw output of the build, stdout and stderr as they come. */
  onLog(bytes: Uint8Array): void;
}

export interface StepReport {
  readonly label: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly exitCode: number | null;
}

export interface BuiltPackage extends PackageDigests {
  readonly record: PackageRecord;
  readonly size: number;
  /** The SPDX document inside the package, also stored by itself. */
  readonly sbom: Digest;
  /** The Sigstore bundle that says how it was built; the engine adds it. */
  readonly attestation?: Digest;
}

/** Why an attempt did not succeed. */
export interface Failure {
  /** `step-failed`, `timeout`, `out-of-memory`, `disk-full`, `log-limit`, `unresolvable`, `source-…`, `sandbox-…`, `lost`, … */
  readonly code: string;
  readonly message: string;
  readonly wayOut?: string;
  /** Label of the step that failed. */
  readonly step?: string;
  /** Could the same attempt pass on another try? Only host trouble can. */
  readonly retryable: boolean;
  /** Last lines of the log, oldest first, at most 20. */
  readonly logTail: readonly string[];
}

export type BuildOutcome =
  | {
      readonly kind: "built";
      readonly outputs: readonly [BuiltPackage, ...BuiltPackage[]];
      readonly steps: readonly StepReport[];
      /** What of the request's variation this host could do. */
      readonly variation?: Variation;
    }
  | { readonly kind: "failed"; readonly failure: Failure; readonly steps: readonly StepReport[] }
  | { readonly kind: "cancelled"; readonly steps: readonly StepReport[] };

export interface Builder {
  /** Goes into build keys: whatever changes the bits that this builder makes changes its version. */
  readonly version: string;
  /** Never leaves anything half-written: outputs are in the artifact store when it returns "built". */
  build(request: BuildRequest, watch: BuildWatch): Promise<BuildOutcome>;
}
