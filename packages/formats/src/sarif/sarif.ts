import { type Defect, LINT_RULES, type LintRule } from "@ascent/core";

export interface SarifRequest {
  readonly findings: readonly Defect[];
  /** Ascent's version. */
  readonly version: string;
  /** A finding's file as a path relative to the root of the repository, `/`-separated. */
  readonly locate: (file: string) => string;
}

/** Where every code is explained. */
const HELP = "docs/defects.md";

/**
 * Findings as a SARIF log (OASIS SARIF 2.1.0), which code hosts show beside the changed lines: one run, its rules in
 * code-unit order, its results in the order of the findings. The same findings give the same log.
 */
export function sarifLog({ findings, version, locate }: SarifRequest) {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const indexes = new Map(codes.map((code, index) => [code, index]));
  const results = findings.map((finding) => ({
    ruleId: finding.code,
    ruleIndex: indexes.get(finding.code) ?? -1,
    level: levelOf(finding.severity),
    message: { text: `${finding.message} ${finding.wayOut}` },
    locations: [locationOf(finding, locate)],
  }));
  const driver = { name: "ascent", version, rules: codes.map(ruleOf) };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
}

function levelOf(severity: Defect["severity"]): "error" | "warning" {
  return severity === "defect" ? "error" : "warning";
}

function locationOf({ place }: Defect, locate: SarifRequest["locate"]) {
  const path = locate(place.file);
  const uri = path.split("/").map(encodeURIComponent).join("/");
  return {
    physicalLocation: {
      artifactLocation: { uri },
      region: { startLine: place.line, startColumn: place.column },
    },
  };
}

function ruleOf(code: string) {
  const rule: LintRule | undefined = LINT_RULES.find((known) => known.code === code);
  const text = rule?.title ?? code.replaceAll("-", " ");
  const help = `${rule === undefined ? "" : `${rule.why} ${rule.wayOut} `}See ${HELP}, under ${code}.`;
  return { id: code, shortDescription: { text }, help: { text: help } };
}
