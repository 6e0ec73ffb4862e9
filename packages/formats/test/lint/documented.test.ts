import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LINT_RULES } from "@ascent/core";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const page = readFileSync(join(root, "docs/defects.md"), "utf8");
const documented = [...page.matchAll(/^### (\S+)$/gm)].map(([, code]) => code ?? "");

const source = ["packages/core/src", "packages/formats/src"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(root, folder, file)),
  )
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

/** How codes are written where defects are made. */
const WRITTEN = [
  /\bcode: "([a-z0-9-]+)"/g,
  /\bcomplain\(step, "([a-z0-9-]+)"/g,
  /\boneOf\((?:\[[^\]]*\]|[A-Z_]+), "([a-z-]+)"/g,
  /\breturn "(environment-conflict)"/g,
  /\? "(name-not-provided)" : "version-not-satisfied"/g,
  /\? "name-not-provided" : "(version-not-satisfied)"/g,
];

const used = new Set([
  ...WRITTEN.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code]) => code ?? "")),
  // Made of the key that is empty: `no-${key}`.
  "no-arches",
  "no-seeds",
  "no-stages",
]);

test("every code that a defect can have is documented, and no other", () => {
  expect([...documented].sort()).toEqual([...used].sort());
  expect(new Set(documented).size).toBe(documented.length);
});

test("what the page says of a rule is what the rule says", () => {
  for (const { code, title, why, wayOut, severity } of LINT_RULES) {
    const kind = severity === "defect" ? "Defect" : "Warning";
    expect(page).toContain(`### ${code}\n\n${kind}. ${title}. ${why}\n*Way out:* ${wayOut}\n`);
  }
});
