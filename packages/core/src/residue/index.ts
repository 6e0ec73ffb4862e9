export { excuses, type ResidueException } from "./exceptions.ts";
export {
  RESIDUE_KINDS,
  RESIDUE_STRENGTHS,
  type ResidueFinding,
  type ResidueKind,
  type ResidueOffers,
  type ResidueReport,
  type ResidueStrength,
  type ResidueUnless,
} from "./finding.ts";
export { matchesGlob } from "./glob.ts";
export type { ResidueScan } from "./scan.ts";
export { compareFindings, type OwnOffers, ownOffers, settleResidue } from "./settle.ts";
export { type ExcusedResidue, type ResidueVerdict, residueVerdict, unusedExceptions } from "./verdict.ts";
