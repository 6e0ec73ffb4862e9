import type { PlanView } from "@ascent/client";
import { describe, expect, test } from "vitest";
import { forecastLines } from "../src/view/forecast-view.ts";

const BUILD = { name: "cc", version: "1.0-r0", wave: 0, remaining: 1, waitsFor: [], edges: [] };
const PLAN: PlanView = {
  ...{ blueprint: "sample", seed: "debian", warnings: [] },
  stages: [
    { stage: "stage1", arch: "x86_64", inputs: [], builds: [BUILD, { ...BUILD, name: "libc" }] },
    { stage: "final", arch: "x86_64", inputs: ["stage1"], builds: [BUILD] },
  ],
};
const STAGES = [
  { stage: "stage1", builds: 2, cached: ["cc"], waves: 2, seconds: 60 },
  { stage: "final", builds: 1, cached: ["cc"], waves: 1 },
];
const ARCH = {
  arch: "x86_64" as const,
  seconds: 60,
  workSeconds: 60,
  pathSeconds: 60,
  slots: 2,
  guessed: 1,
  stages: STAGES,
};
const AGAINST = "0b9f6f3c-5a52-4c0e-9d5c-3f0d9a5e7c11";

describe("a dry run in words", () => {
  test("says by stage what is built and what is there already, how long it takes, and by what it is foretold", () => {
    expect(forecastLines({ ...PLAN, forecast: { against: AGAINST, arches: [ARCH] } })).toEqual([
      "dry run of sample from the seed debian: 3 builds; nothing was started",
      "",
      "x86_64: about 1:00 with 2 builds at once, never less than 1:00; 1 build never done before, so guessed",
      "  stage1  1 to build, 1 from the cache, 2 waves, done after 1:00",
      "  final   0 to build, 1 from the cache, 1 wave",
      "",
      "Beside run 0b9f6f3c, as if the seed held what it held then. What comes out unchanged saves more.",
    ]);
  });

  test("says when nothing is left to build, when no worker is there, and when there is nothing to go by", () => {
    const nothing = { ...ARCH, seconds: 0, guessed: 0 };
    expect(forecastLines({ ...PLAN, forecast: { against: AGAINST, arches: [nothing] } })[2]).toBe(
      "x86_64: everything is likely to come from the cache",
    );
    const lines = forecastLines({ ...PLAN, forecast: { arches: [{ ...ARCH, slots: 0 }] } });
    expect(lines[2]).toContain("with one build at once, as no worker is there");
    expect(lines.at(-1)).toBe("No bootstrap of it has succeeded yet, so all is built.");
  });
});
