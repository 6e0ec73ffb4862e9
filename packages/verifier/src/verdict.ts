import { canonicalJson, type PackageVerdict, RUNGS, type Rung, rungOf, type Verdict } from "@ascent/core";
import { type Claim, check, standsOn, unless } from "./claim.ts";
import { keyOf } from "./rungs.ts";

export interface VerdictGiven {
  readonly claimed: Verdict;
  /** What attestations and the evidence on record give; undefined where not all attestations hold. */
  readonly recorded: Verdict | undefined;
}

/**
 * The claim `verdict`: verdict.json is what the record comes to, word for word. A rung that it says holds although the record
 * shows otherwise is not told here: it is a claim by itself.
 */
export function checkVerdict({ claimed, recorded }: VerdictGiven): Promise<Claim> {
  return check({ kind: "verdict", about: "verdict.json" }, () => {
    if (recorded === undefined) throw standsOn("not every attestation of the exported run holds");
    const reasons = [...headDifferences(claimed, recorded), ...packageDifferences(claimed, recorded)];
    return unless(reasons, {
      evidence: "it says what the record comes to",
      wayOut: "Go by what is recomputed here, or export the run again.",
    });
  });
}

function headDifferences(claimed: Verdict, recorded: Verdict): string[] {
  const fields = (["blueprint", "seed", "required"] as const).filter((field) => claimed[field] !== recorded[field]);
  const consistent = claimed.holds === standsOnRung(claimed, claimed.required);
  return [
    ...fields.map((field) => `it says ${field}: ${claimed[field]}, but the record says ${recorded[field]}`),
    ...(consistent ? [] : [`it says holds: ${claimed.holds}, which does not follow from its findings`]),
  ];
}

function packageDifferences(claimed: Verdict, recorded: Verdict): string[] {
  const expected = new Map(recorded.packages.map((pkg) => [keyOf(pkg), pkg]));
  const listed = new Set(claimed.packages.map(keyOf));
  return [
    ...(listed.size === claimed.packages.length ? [] : ["it lists a package twice"]),
    ...[...expected.keys()].filter((key) => !listed.has(key)).map((key) => `it leaves out ${key}`),
    ...claimed.packages.flatMap((pkg) => differences(pkg, expected.get(keyOf(pkg)))),
  ];
}

function differences(claimed: PackageVerdict, recorded: PackageVerdict | undefined): string[] {
  const name = keyOf(claimed);
  if (recorded === undefined) return [`it lists ${name}, which the last stage did not make`];
  const digests = (["fileDigest", "contentDigest"] as const).filter((field) => claimed[field] !== recorded[field]);
  const rungs = RUNGS.filter((rung) => {
    const [said, found] = [claimed.findings[rung], recorded.findings[rung]];
    const refuted = said?.state === "holds" && found.state !== "holds";
    return !refuted && canonicalJson(said ?? null) !== canonicalJson(found);
  });
  return [
    ...digests.map((field) => `its ${field} of ${name} is not the attested one`),
    ...rungs.map((rung) => `what it says of ${name}: ${rung} is not what the record comes to`),
    ...(claimed.rung === rungOf(claimed.findings) ? [] : [`${name} does not stand on the rung that its findings give`]),
  ];
}

/** Whether every final package stands on a rung, by what was recomputed. */
export function standsOnRung({ packages }: Verdict, required: Rung): boolean {
  const high = (pkg: PackageVerdict) => {
    const rung = rungOf(pkg.findings);
    return rung !== undefined && RUNGS.indexOf(rung) >= RUNGS.indexOf(required);
  };
  return packages.length > 0 && packages.every(high);
}
