import type { Digest } from "../digest.ts";
import type { Arch } from "../package.ts";
import type { ResidueReport } from "./finding.ts";

/** One search of one package for what one seed has: as it is kept, attested and handed out. */
export interface ResidueScan {
  readonly arch: Arch;
  /** Name and content of the package. */
  readonly package: string;
  readonly contentDigest: Digest;
  /** The lock of the seed that was searched for. */
  readonly seedLock: Digest;
  readonly report: ResidueReport;
}
