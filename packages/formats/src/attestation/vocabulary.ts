/** The names that Ascent's attestations use; docs/attestations.md describes each. All in one place, because they are a format. */

/** in-toto Statement v1: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

/** SLSA provenance v1: https://slsa.dev/spec/v1.0/provenance */
export const PROVENANCE_TYPE = "https://slsa.dev/provenance/v1";

/** DSSE's payload type for in-toto: https://github.com/in-toto/attestation/blob/main/spec/v1/envelope.md */
export const IN_TOTO_PAYLOAD = "application/vnd.in-toto+json";

/** SLSA's `buildType`: one definition built once for one stage and arch. The parameters it has are those of `Provenance`. */
export const BUILD_TYPE = "urn:ascent:build:v1";

/** in-toto's `predicateType` of a search for what a seed has. Its fields are those of `ScanStatement`. */
export const SCAN_TYPE = "urn:ascent:residue-scan:v1";

/** SLSA's `builder.id` of an installation. */
export function builderIdOf(installation: string): string {
  return `urn:ascent:builder:${installation}`;
}
