import { compareText } from "../text.ts";
import {
  RESIDUE_STRENGTHS,
  type ResidueFinding,
  type ResidueOffers,
  type ResidueReport,
  type ResidueUnless,
} from "./finding.ts";

/** What all packages of the run together have of their own. */
export type OwnOffers = { readonly [K in ResidueUnless["own"]]: ReadonlySet<string> };

const LISTS: { readonly [K in ResidueUnless["own"]]: keyof ResidueOffers } = {
  path: "paths",
  library: "libraries",
  command: "commands",
  triplet: "triplets",
  upstream: "upstreams",
};

/** Adds up what packages offer: those of the stage that is judged, and those of the stages that it takes. */
export function ownOffers(offers: Iterable<ResidueOffers>): OwnOffers {
  const all = [...offers];
  const union = (own: ResidueUnless["own"]) => new Set(all.flatMap((each) => each[LISTS[own]]));
  return {
    path: union("path"),
    library: union("library"),
    command: union("command"),
    triplet: union("triplet"),
    upstream: union("upstream"),
  };
}

/**
 * The findings of one package that remain when it is known what the run's packages have themselves: a name that they
 * provide too is no residue, and what source texts decide (scripts, hand-written assembly) is a hint where they have
 * the same upstream. Strongest first, then by path.
 */
export function settleResidue(report: Pick<ResidueReport, "findings">, own: OwnOffers): ResidueFinding[] {
  return report.findings.flatMap((finding) => settled(finding, own)).sort(compareFindings);
}

function settled(finding: ResidueFinding, own: OwnOffers): ResidueFinding[] {
  const { unless } = finding;
  if (unless === undefined || !own[unless.own].has(unless.name)) return [finding];
  if (unless.own !== "upstream") return [];
  const what = `${finding.what} The run has ${unless.name} too, from the same upstream, whose text decides these bytes.`;
  return [{ ...finding, strength: "hint", what }];
}

/** A stable order: what weighs most comes first. */
export function compareFindings(a: ResidueFinding, b: ResidueFinding): number {
  return (
    RESIDUE_STRENGTHS.indexOf(a.strength) - RESIDUE_STRENGTHS.indexOf(b.strength) ||
    compareText(a.path, b.path) ||
    compareText(a.member ?? "", b.member ?? "") ||
    compareText(a.kind, b.kind) ||
    compareText(a.detail, b.detail) ||
    (a.offset ?? 0) - (b.offset ?? 0)
  );
}
