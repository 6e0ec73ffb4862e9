import type { PlanView } from "@ascent/client";
import { describe, expect, test } from "vitest";
import { forecastLines, rebuildPlanLines, schedulePlanLines } from "../src/view/forecast-view.ts";

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

  test("of a schedule says when it fires, which times are likely to be skipped, and what it starts", () => {
    const plan = { seed: "debian", warnings: [], forecast: { arches: [ARCH] } };
    const firings = [
      { dueAt: "2026-01-05T02:30:00.000Z", outcome: "start" as const },
      { dueAt: "2026-01-05T02:31:00.000Z", outcome: "skip" as const },
    ];
    const lines = schedulePlanLines({ ...plan, firings });
    expect(lines.slice(0, 5)).toEqual([
      "fires next at",
      "  2026-01-05 02:30Z",
      "  2026-01-05 02:31Z  likely to be skipped: the run before still goes on",
      "",
      "each run is from the seed debian",
    ]);
    expect(lines).toContain("  stage1  1 to build, 1 from the cache, 2 waves, done after 1:00");
    expect(schedulePlanLines({ ...plan, firings: [] })[0]).toBe("paused: it does not fire");
  });

  test("of a rebuild says what is built again, and what is missing for it", () => {
    const arch = { arch: "x86_64" as const, stage: "final", seconds: 60, workSeconds: 90, slots: 2, guessed: 0 };
    const arches = [{ ...arch, builds: [{ name: "sed", version: "4.9-r0" }] }];
    expect(rebuildPlanLines({ arches, missing: [] })).toEqual([
      "dry run of a rebuild; nothing was started",
      "",
      "x86_64: 1 build of final again, about 1:00 with 2 builds at once",
      "  sed",
      "",
      "all that it needs is there",
    ]);
    const missing = [{ digest: "sha256:00", kind: "environment" as const, name: "make" }];
    expect(rebuildPlanLines({ arches, missing }).slice(-2)).toEqual([
      "it would fail, for the store no longer has",
      "  package make (sha256:00)",
    ]);
  });
});
