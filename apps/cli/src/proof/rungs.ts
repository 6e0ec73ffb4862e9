import type { VerdictView } from "@ascent/client";
import { RUNGS, type Rung } from "@ascent/core";

type PackageVerdict = VerdictView["packages"][number];

/** Is a rung as high as another, or higher? */
export function isAtLeast(rung: Rung | undefined, wanted: Rung): boolean {
  return rung !== undefined && RUNGS.indexOf(rung) >= RUNGS.indexOf(wanted);
}

/** The same verdict, measured by another rung than the blueprint's. */
export function measuredBy(verdict: VerdictView, required: Rung): VerdictView {
  const holds = verdict.packages.length > 0 && verdict.packages.every(({ rung }) => isAtLeast(rung, required));
  return { ...verdict, required, holds };
}

/** Packages of which nobody has looked at whether they stand on a rung. */
export function uncheckedAt(verdict: VerdictView, rung: Rung): readonly PackageVerdict[] {
  return verdict.packages.filter(({ findings }) => findings[rung]?.state === "not-checked");
}
