import { formatPlace } from "../../defect.ts";
import type { LintRule } from "../rule.ts";
import { packagesByStage } from "../stage-packages.ts";

export const versionTie: LintRule = {
  code: "version-tie",
  severity: "warning",
  title: "Two stages make the same version of a package from different definitions",
  why: "A version alone cannot tell the two apart, neither for apk, which takes either, nor for a person.",
  wayOut: "Raise the epoch in the later stage, or list one definition in both stages.",
  *check(context) {
    for (const { later, earlier } of packagesByStage(context)) {
      if (later.version !== earlier.version || later.file === earlier.file) continue;
      const what = `${later.name}-${later.version}`;
      yield {
        place: later.place(),
        message: `${later.stage} makes ${what}, and ${earlier.stage} does too (${formatPlace(earlier.place())})`,
      };
    }
  },
};
