import type { Defect } from "@ascent/core";
import { defectLines } from "../tell.ts";
import { plural } from "./picture.ts";

/** Findings with the paths that a person can open. */
export function onDisk(findings: readonly Defect[], locate: (file: string) => string): Defect[] {
  return findings.map((finding) => ({ ...finding, place: { ...finding.place, file: locate(finding.place.file) } }));
}

/** Every finding, then how many there are of each kind. */
export function findingLines(findings: readonly Defect[], locate: (file: string) => string): string[] {
  return [...defectLines(onDisk(findings, locate)), ...tally(findings)];
}

/** `4 defects, 12 warnings`, then the codes by how often they occur. */
function tally(findings: readonly Defect[]): string[] {
  if (findings.length === 0) return [];
  const defects = findings.filter(({ severity }) => severity === "defect").length;
  const counts = new Map<string, number>();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  const byCount = [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
  return [
    "",
    `${plural(defects, "defect")}, ${plural(findings.length - defects, "warning")}`,
    ...byCount.map(([code, count]) => `  ${String(count).padStart(5)}  ${code}`),
  ];
}

export function hasDefects(findings: readonly Defect[]): boolean {
  return findings.some(({ severity }) => severity === "defect");
}
