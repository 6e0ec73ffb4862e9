import type { Place } from "../defect.ts";
import type { ResidueFinding, ResidueKind } from "./finding.ts";
import { matchesGlob } from "./glob.ts";

/** Residue that people have looked at and accept, as the blueprint says it (`policies.residue.exceptions`). */
export interface ResidueException {
  /** Name of the package, or a glob. */
  readonly package: string;
  /** Glob over paths in the package: `*` stays in one folder, `**` does not. */
  readonly path: string;
  readonly kind: ResidueKind;
  /** Glob over a finding's detail; absent: any. */
  readonly detail?: string;
  readonly reason: string;
  readonly place: Place;
}

/** Whether an exception is meant for a finding. Kinds are never matched by a pattern. */
export function excuses(exception: ResidueException, packageName: string, finding: ResidueFinding): boolean {
  return (
    exception.kind === finding.kind &&
    matchesGlob(exception.package, packageName) &&
    matchesGlob(exception.path, finding.path, "/") &&
    (exception.detail === undefined || matchesGlob(exception.detail, finding.detail))
  );
}
