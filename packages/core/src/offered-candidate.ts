import type { Candidate } from "./catalog.ts";
import type { OfferedPackage } from "./package.ts";

/** An offered package as the solver sees it. */
export interface OfferedCandidate extends Candidate {
  readonly offer: OfferedPackage;
}

export function offeredCandidate(offer: OfferedPackage): OfferedCandidate {
  const { name, version, depends, provides, installIf, providerPriority } = offer.record;
  const identity = `${offer.contentDigest} ${offer.fileDigest}`;
  const priority = providerPriority ?? 0;
  return { name, version, depends, provides, installIf, priority, pending: false, input: offer.input, identity, offer };
}
