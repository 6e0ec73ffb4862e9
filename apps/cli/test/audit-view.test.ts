import { expect, test } from "vitest";
import { auditLines } from "../src/view/audit-view.ts";
import type { Paint } from "../src/view/picture.ts";

const same = (text: string) => text;
const plain: Paint = { columns: 100, rows: 40, good: same, bad: same, busy: same, faint: same, bold: same };
const digest = `sha256:${"a".repeat(64)}`;

test("an audit that holds tells the head to write down, and that the one written down is there", () => {
  const audit = { holds: true, head: { position: 7, digest }, problems: [], problemCount: 0 };
  expect(auditLines(audit, plain)).toEqual(["✓ 7 records, each as it was written", "", `head: ${digest}`]);
  expect(auditLines({ ...audit, since: { position: 3, digest } }, plain)[0]).toBe(
    "✓ record 3 is the one that was written down",
  );
});

test("an audit that does not tells the first record that is broken, and its rows, first", () => {
  const problems = [
    {
      kind: "changed" as const,
      position: 2,
      record: "build.done x",
      rows: "builds (id = x)",
      message: "key was recorded",
    },
    { kind: "head-lost" as const, message: "sha256:… is no record of this chain" },
  ];
  expect(auditLines({ holds: false, head: { position: 7, digest }, problems, problemCount: 5 }, plain)).toEqual([
    "✗ record 2, build.done x: key was recorded",
    "    builds (id = x)",
    "✗ sha256:… is no record of this chain",
    "… and 3 more",
    "5 problems in 7 records",
    "",
    `head: ${digest}`,
  ]);
});

test("nothing on record yet is nothing to be wrong", () => {
  expect(auditLines({ holds: true, problems: [], problemCount: 0 }, plain)).toEqual([
    "✓ 0 records, each as it was written",
  ]);
});
