import { describe, expect, test } from "vitest";
import {
  type PlanRequest,
  parseDependency,
  parseProvision,
  type SurveyedStage,
  sharedBuilds,
  summarizeStage,
  surveyArch,
} from "../src/index.ts";
import { blueprint, offer, recipe } from "./builders.ts";

type Recipes = Readonly<Record<string, readonly ReturnType<typeof recipe>[]>>;

function survey(recipes: Recipes, more: Partial<PlanRequest> = {}) {
  const stages = Object.keys(recipes);
  const inputs = Object.fromEntries(
    stages.map((name, index) => [name, [index === 0 ? "seed" : (stages[index - 1] ?? "")]]),
  );
  return surveyArch({
    blueprint: blueprint(inputs),
    seed: "x",
    arch: "x86_64",
    offer: { kind: "assumed" },
    recipes: new Map(Object.entries(recipes)),
    ...more,
  });
}

function stage(recipes: Recipes, more: Partial<PlanRequest> = {}): SurveyedStage {
  const last = survey(recipes, more).stages.at(-1);
  if (last === undefined) throw new Error("no stage");
  return last;
}

describe("a stage in numbers", () => {
  const diamond = stage({
    s: [
      recipe("s", "top", { needs: ["left", "right", "cc"] }),
      recipe("s", "left", { needs: ["base"], subpackages: { "left-dev": [] } }),
      recipe("s", "right", { needs: ["base", "cc"] }),
      recipe("s", "base"),
      recipe("s", "alone", { needs: ["make"] }),
    ],
  });

  test("counts builds, packages, waves, waiting pairs and what waits for nothing", () => {
    expect(summarizeStage(diamond)).toMatchObject({ builds: 5, packages: 6, waves: 3, edges: 4, roots: 2 });
  });

  test("names a longest path, of several the first by name", () => {
    expect(summarizeStage(diamond).longest).toEqual(["base", "left", "top"]);
  });

  test("lists what is taken on trust, by input", () => {
    expect([...summarizeStage(diamond).assumed]).toEqual([["seed:x", ["cc", "make"]]]);
  });

  test("without builds is all zeros", () => {
    const empty = summarizeStage(stage({ s: [] }));
    expect(empty).toMatchObject({ builds: 0, packages: 0, waves: 0, edges: 0, roots: 0, longest: [] });
  });
});

describe("an index for the seed", () => {
  const records = [
    offer("any", "cc-1.0-r0", { depends: ["libc"], provides: ["cmd:cc=1.0-r0"] }),
    offer("any", "libc-2-r0"),
  ].map(({ record }) => record);
  const indexes = new Map([["seed", records]]);

  test("takes the place of assumptions: what it lacks is missing, what it has is before the own stage", () => {
    const surveyed = survey(
      { s: [recipe("s", "cc", { needs: ["cc"] }), recipe("s", "app", { needs: ["make"] })] },
      { indexes },
    );
    expect(surveyed.defects.map(({ code }) => code)).toEqual(["name-not-provided"]);
    expect(surveyed.stages[0]?.blocked).toEqual(["app"]);
    expect(surveyed.stages[0]?.builds.find(({ name }) => name === "cc")?.waitsFor).toEqual([]);
    expect([...summarizeStage(surveyed.stages[0] as SurveyedStage).assumed]).toEqual([]);
  });

  test("is resolved with versions and provisions", () => {
    expect(parseProvision("cmd:cc=1.0-r0").version).toBe("1.0-r0");
    const found = (needs: string) => survey({ s: [recipe("s", "app", { needs: [needs] })] }, { indexes }).defects;
    expect(found(parseDependency("cmd:cc").name)).toEqual([]);
    expect(found("cc>=1")).toEqual([]);
    expect(found("cc>=2").map(({ code }) => code)).toEqual(["version-not-satisfied"]);
  });
});

describe("what arches share", () => {
  const both = (other: Parameters<typeof recipe>[2]) => {
    const first = survey({ s: [recipe("s", "a"), recipe("s", "b", { needs: ["a"] })] }).stages;
    const second = survey(
      {
        s: [recipe("s", "a"), recipe("s", "b", other)].map((one) => ({ ...one, arch: "aarch64" as const })),
      },
      { arch: "aarch64" },
    ).stages;
    return sharedBuilds([...first, ...second]);
  };

  test("is everything, when they have the same builds that take the same", () => {
    expect(both({ needs: ["a"] })).toEqual({ builds: 2, sameRecipe: 2, sameEdges: 2, differing: [] });
  });

  test("leaves out what takes something else elsewhere", () => {
    expect(both({ needs: ["cc"] })).toEqual({ builds: 2, sameRecipe: 1, sameEdges: 1, differing: ["s/b"] });
  });

  test("leaves out what not every arch has", () => {
    const one = survey({ s: [recipe("s", "a"), recipe("s", "only")] }).stages;
    const other = survey({ s: [{ ...recipe("s", "a"), arch: "aarch64" as const }] }, { arch: "aarch64" }).stages;
    expect(sharedBuilds([...one, ...other])).toMatchObject({ builds: 2, sameEdges: 1, differing: ["s/only"] });
  });
});
