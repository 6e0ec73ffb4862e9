export { CLAIM_KINDS, type Claim, type ClaimKind, type Outcome } from "./claim.ts";
export type { ProofFiles } from "./files.ts";
export type { SeedPackages } from "./rescan.ts";
export { type FinalBuild, type Verification, type VerifyRequest, verifyExport } from "./verify.ts";
