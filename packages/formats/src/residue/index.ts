export { apkContents, type PackageContents, type PackageFile } from "./contents.ts";
export type { SeedBody, SeedFingerprint, SeedNames, SeedPlace } from "./fingerprint.ts";
export { FINGERPRINT_VERSION, formatFingerprint, parseFingerprint } from "./fingerprint-format.ts";
export { fingerprintSeed } from "./fingerprint-seed.ts";
export { formatResidueScan, parseResidueScan } from "./scan-document.ts";
export { ResidueScanner, scanForResidue } from "./scanner.ts";
