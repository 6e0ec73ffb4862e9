import type { EvidenceView, RunView } from "@ascent/client";
import type { Rebuilt } from "../proof/rebuild.ts";
import { failureLines } from "./flight-view.ts";
import type { Paint, Picture } from "./picture.ts";

/** What a rebuild says of each package: the same bits, or what is not the same. Pure. */
export function rebuildLines(of: RunView, { run, evidence }: Rebuilt, paint: Paint): string[] {
  const setting = run.purpose?.kind === "rebuild" ? run.purpose.with : "recorded";
  const how = setting === "recorded" ? "from its recorded locks" : "with the final packages alone";
  const width = Math.max(7, ...evidence.map(({ package: name }) => name.length)) + 2;
  return [
    paint.bold(`Run ${of.id.slice(0, 8)} rebuilt ${how}`),
    ...evidence.flatMap((each) => packageLines(each, width, paint)),
    ...(evidence.length === 0 ? ["  nothing was built to be compared"] : []),
  ];
}

function packageLines(evidence: EvidenceView, width: number, paint: Paint): string[] {
  const name = evidence.package.padEnd(width);
  if (evidence.outcome === "holds") return [`  ${paint.good("✔")} ${name}the same bits`];
  const report = evidence.documents.length > 1 ? evidence.documents.at(-1) : undefined;
  return [
    `  ${paint.bad("✘")} ${name}other bits`,
    ...evidence.reasons.map((reason) => `      ${withoutHow(reason, evidence.summary)}`),
    ...(report === undefined ? [] : [paint.faint(`      in full: artifact ${report}`)]),
  ];
}

/** Reasons begin as the summary does, with how it was compared; once is enough. */
function withoutHow(reason: string, summary: string): string {
  const how = summary.slice(0, summary.lastIndexOf(": ") + 2);
  return reason.startsWith(how) ? reason.slice(how.length) : reason;
}

/** Builds that could not be built again, which says nothing about those that could. */
export function failedRebuildLines(picture: Picture, paint: Paint): string[] {
  const failed = picture.builds.filter((build) => build.state === "failed");
  return [
    `${paint.bad("✘")} the rebuild ${picture.run.state}: ${failed.length} of ${picture.builds.length} packages could not be built again`,
    ...failed.flatMap((build) => failureLines(build, picture, paint)),
  ];
}
