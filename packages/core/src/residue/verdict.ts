import type { Finding } from "../verdict.ts";
import { excuses, type ResidueException } from "./exceptions.ts";
import type { ResidueFinding } from "./finding.ts";

/** A finding that people have accepted, and by which exception. */
export interface ExcusedResidue {
  readonly finding: ResidueFinding;
  readonly exception: ResidueException;
}

/** What the rung *clean* comes to for one package. */
export interface ResidueVerdict {
  /** The claim for the ladder. */
  readonly finding: Finding;
  /** Because of which it fails. */
  readonly residue: readonly ResidueFinding[];
  readonly excused: readonly ExcusedResidue[];
  readonly hints: readonly ResidueFinding[];
}

/** The reasons that a verdict gives; the rest is in the scan report. */
const MOST_REASONS = 20;

/**
 * Decides the rung *clean* for one package: it fails on every finding of strength `proof` or `strong` that no exception of
 * the blueprint excuses. Findings are those that `settleResidue` leaves.
 */
export function residueVerdict(
  packageName: string,
  findings: readonly ResidueFinding[],
  exceptions: readonly ResidueException[],
): ResidueVerdict {
  const residue: ResidueFinding[] = [];
  const excused: ExcusedResidue[] = [];
  const hints: ResidueFinding[] = [];
  for (const finding of findings) {
    const exception = exceptions.find((each) => excuses(each, packageName, finding));
    if (exception !== undefined) excused.push({ finding, exception });
    else if (finding.strength === "hint") hints.push(finding);
    else residue.push(finding);
  }
  return { finding: claimOf({ residue, excused, hints }), residue, excused, hints };
}

function claimOf({ residue, excused, hints }: Omit<ResidueVerdict, "finding">): Finding {
  if (residue.length === 0) return { state: "holds", evidence: evidenceOf(excused, hints.length) };
  const told = residue.slice(0, MOST_REASONS).map(reasonOf);
  const more = residue.length - told.length;
  return { state: "fails", reasons: more === 0 ? told : [...told, `and ${more} more, which the scan report lists`] };
}

/** `usr/lib/libx.a(a.o): linked-code: …` */
function reasonOf({ path, member, kind, what }: ResidueFinding): string {
  return `${path}${member === undefined ? "" : `(${member})`}: ${kind}: ${what}`;
}

function evidenceOf(excused: readonly ExcusedResidue[], hints: number): string {
  const reasons = new Set(excused.map(({ exception }) => exception.reason));
  const accepted = excused.length === 0 ? "" : `; ${excused.length} accepted: ${[...reasons].join("; ")}`;
  const told = hints === 0 ? "" : `; ${hints} hint${hints === 1 ? "" : "s"} that prove nothing`;
  return `no residue of the seed in its files${accepted}${told}`;
}

/** Exceptions that excused nothing in any package: either mistaken, or no longer needed. */
export function unusedExceptions(
  exceptions: readonly ResidueException[],
  verdicts: Iterable<Pick<ResidueVerdict, "excused">>,
): ResidueException[] {
  const used = new Set([...verdicts].flatMap(({ excused }) => excused.map(({ exception }) => exception)));
  return exceptions.filter((exception) => !used.has(exception));
}
