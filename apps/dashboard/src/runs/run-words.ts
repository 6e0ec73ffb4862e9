import type { ListedRunView, RunView } from "@ascent/client";

/** What a run is for: `Bootstrap`, `Rebuild from the recorded locks`, `Rebuild with the final packages`. */
export function purposeOf(run: Pick<RunView, "purpose">): string {
  if (run.purpose?.kind !== "rebuild") return "Bootstrap";
  return run.purpose.with === "final" ? "Rebuild with the final packages" : "Rebuild from the recorded locks";
}

/** The seed of each arch, or the ones that are to be tried. */
export function seedsOf(run: Pick<RunView, "preparation" | "seeds">): string {
  const used = [...new Set(run.preparation.flatMap(({ seed }) => seed ?? []))];
  return (used.length > 0 ? used : run.seeds).join(", ");
}

/** What the verdict says, in a few words; undefined while there is none. */
export function verdictOf(
  run: RunView | ListedRunView,
): { readonly holds: boolean; readonly words: string } | undefined {
  const { verdict } = run;
  if (verdict === undefined) return undefined;
  const words = verdict.holds ? `${verdict.required} holds` : `${verdict.required} not reached`;
  return { holds: verdict.holds, words };
}

export function shortId(id: string): string {
  return id.slice(0, 8);
}
