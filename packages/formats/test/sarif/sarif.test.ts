import type { Defect } from "@ascent/core";
import { expect, test } from "vitest";
import { sarifLog } from "../../src/index.ts";

const findings: Defect[] = [
  {
    severity: "defect",
    code: "cycle",
    place: { file: "a b/é.yaml", line: 3, column: 7 },
    message: "They wait for each other.",
    wayOut: "Drop one.",
  },
  {
    severity: "warning",
    code: "version-tie",
    place: { file: "z.yaml", line: 1, column: 1 },
    message: "Two are alike.",
    wayOut: "Raise one.",
  },
  {
    severity: "warning",
    code: "cycle",
    place: { file: "z.yaml", line: 2, column: 1 },
    message: "Again.",
    wayOut: "Drop.",
  },
];

const log = sarifLog({ findings, version: "1.2", locate: (file) => `set/${file}` });

test("every finding is a result at its place, with the path as a URI relative to the checkout", () => {
  const [run] = log.runs;
  expect(run?.results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
    "cycle error",
    "version-tie warning",
    "cycle warning",
  ]);
  expect(run?.results[0]?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: "set/a%20b/%C3%A9.yaml" },
    region: { startLine: 3, startColumn: 7 },
  });
  expect(run?.results[0]?.message.text).toBe("They wait for each other. Drop one.");
});

test("every rule is listed once, and results point at theirs", () => {
  const [run] = log.runs;
  const { rules } = run?.tool.driver ?? { rules: [] };
  expect(rules.map(({ id }) => id)).toEqual(["cycle", "version-tie"]);
  expect(run?.results.map(({ ruleId, ruleIndex }) => rules[ruleIndex]?.id === ruleId)).toEqual([true, true, true]);
  expect(rules[1]?.help.text).toContain("docs/defects.md");
});

test("no findings make a valid, empty log", () => {
  const empty = sarifLog({ findings: [], version: "1", locate: (file) => file });
  expect(empty.version).toBe("2.1.0");
  expect(empty.runs[0]?.results).toEqual([]);
});
