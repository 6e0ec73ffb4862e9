import { formatPlace } from "../../defect.ts";
import { compareVersions } from "../../version.ts";
import type { LintRule } from "../rule.ts";
import { packagesByStage } from "../stage-packages.ts";

export const olderStageOutranks: LintRule = {
  code: "older-stage-outranks",
  severity: "warning",
  title: "An earlier stage makes a higher version than a later one",
  why: "Wherever both are in sight, apk takes the higher version, and with it what the later stage was to replace.",
  wayOut: "Raise the version or epoch in the later stage above that of the earlier one.",
  *check(context) {
    for (const { later, earlier } of packagesByStage(context)) {
      if (compareVersions(earlier.version, later.version) <= 0) continue;
      const older = `${earlier.stage} makes ${earlier.version} (${formatPlace(earlier.place())})`;
      yield { place: later.place(), message: `${later.stage} makes ${later.name}-${later.version}, but ${older}` };
    }
  },
};
