import type { Rung } from "@ascent/core";

/** What each rung of the ladder claims, in a sentence. */
export const RUNG_CLAIMS: Readonly<Record<Rung, string>> = {
  declared: "The final stage names no seed among its inputs.",
  resolved: "No seed package was in its build's locked environment, nor in those of the stage before.",
  clean: "No bytes of the seed are in the package.",
  reproducible: "An independent rebuild from the recorded lock gave the same bits.",
  "fixed-point": "The set rebuilt with itself gives the same bits.",
  "seed-independent": "A bootstrap from another seed gave the same bits.",
};
