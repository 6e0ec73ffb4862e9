import { expect, test } from "vitest";
import { verifyExport } from "../src/index.ts";
import { memoryFiles } from "./memory-files.ts";
import { PIPELINES, sampleExport, writeExport } from "./sample-export.ts";

test("an honest export holds on every claim, up to the top rung, and says that its keys are its own", async () => {
  const files = await writeExport(await sampleExport());
  const { claims, holds, verdict } = await verifyExport({ files: memoryFiles(files), pipelines: PIPELINES });
  const open = claims.filter(({ outcome }) => outcome.state !== "holds");
  expect(open.map(({ kind, about, outcome }) => ({ kind, about, ...outcome }))).toEqual([
    expect.objectContaining({ kind: "trust", state: "not-checked" }),
  ]);
  expect(verdict!.packages.map(({ name, rung }) => [name, rung])).toEqual([
    ["app", "seed-independent"],
    ["cc", "seed-independent"],
    ["sh", "seed-independent"],
  ]);
  expect(holds).toBe(true);
});
