import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Impact,
  impactOf,
  type PlannedBuild,
  type Recipe,
  type SurveyedStage,
  surveyArch,
} from "../../src/index.ts";
import { blueprint, type RecipeSketch, recipe, shuffled } from "../builders.ts";

type Sketches = Readonly<Record<string, RecipeSketch>>;

function stages(world: Readonly<Record<string, Sketches>>): readonly SurveyedStage[] {
  const names = Object.keys(world);
  const layout = Object.fromEntries(
    names.map((name, index) => [name, index === 0 ? ["seed"] : [names[index - 1] ?? "", "seed"]]),
  );
  const recipes = new Map<string, readonly Recipe[]>(
    Object.entries(world).map(([stage, sketches]) => [
      stage,
      Object.entries(sketches).map(([name, sketch]) => recipe(stage, name, sketch)),
    ]),
  );
  return surveyArch({ blueprint: blueprint(layout), seed: "x", arch: "x86_64", offer: { kind: "assumed" }, recipes })
    .stages;
}

/** `stage/name@wave` of every rebuild. */
function told({ stages: found }: Impact): string[] {
  return found.flatMap(({ stage, builds }) => builds.map(({ name, wave }) => `${stage}/${name}@${wave}`));
}

const WORLD = {
  stage1: { gcc: {}, make: { needs: ["gcc"] } },
  stage2: { zlib: { needs: ["make"] }, sed: { needs: ["bash"] }, file: { needs: ["zlib", "sed"] }, doc: {} },
};

describe("a change", () => {
  test("rebuilds what has it in its environment, in its stage and in later ones, wave after wave", () => {
    const impact = impactOf({ stages: stages(WORLD), names: ["gcc"] });
    expect(told(impact)).toEqual(["stage1/gcc@0", "stage1/make@1", "stage2/zlib@0", "stage2/file@1"]);
    expect(impact.stages[1]).toMatchObject({ of: 4, arch: "x86_64" });
    expect(impact.stages[1]?.builds[0]).toEqual({
      name: "zlib",
      wave: 0,
      changed: false,
      direct: false,
      because: { name: "make", input: "stage1", build: "make" },
    });
  });

  test("is told apart from what only follows from it", () => {
    const world = { stage1: { m4: {}, bison: { needs: ["m4"] }, sed: { needs: ["bison"] } } };
    const [stage] = impactOf({ stages: stages(world), names: ["m4"] }).stages;
    expect(stage?.builds.map(({ name, direct }) => [name, direct])).toEqual([
      ["m4", false],
      ["bison", true],
      ["sed", false],
    ]);
  });

  test("rebuilds every stage's own definition of the name", () => {
    const world = { stage1: { sed: {} }, stage2: { sed: { needs: ["sed"] }, m4: { needs: ["gcc"] } } };
    expect(told(impactOf({ stages: stages(world), names: ["sed"] }))).toEqual(["stage1/sed@0", "stage2/sed@0"]);
  });

  test("may be named by a package of the build, or by what it provides", () => {
    const world = { stage1: { gcc: { provides: ["cc=12"], subpackages: { libgcc: [] } }, make: { needs: ["cc"] } } };
    for (const name of ["gcc", "libgcc", "cc"]) {
      expect(told(impactOf({ stages: stages(world), names: [name] }))).toEqual(["stage1/gcc@0", "stage1/make@1"]);
    }
  });

  test("reaches through run-time dependencies, and tells through which", () => {
    const world = { stage1: { zlib: {}, python: { runtime: ["zlib"] }, tool: { needs: ["python"] } } };
    const impact = impactOf({ stages: stages(world), names: ["zlib"] });
    expect(told(impact)).toEqual(["stage1/zlib@0", "stage1/tool@1"]);
    expect(impact.stages[0]?.builds[1]?.because).toMatchObject({ name: "zlib", askedBy: "python", build: "zlib" });
  });

  test("rebuilds a cycle as a whole, in one wave", () => {
    const world = { stage1: { m4: {}, a: { needs: ["b", "m4"] }, b: { needs: ["a"] }, c: { needs: ["b"] } } };
    expect(told(impactOf({ stages: stages(world), names: ["m4"] }))).toEqual([
      "stage1/m4@0",
      "stage1/a@1",
      "stage1/b@1",
      "stage1/c@2",
    ]);
  });

  test("of names that nothing goes by is told as such", () => {
    expect(impactOf({ stages: stages(WORLD), names: ["zlip", "doc"] })).toMatchObject({ unknown: ["zlip"] });
  });

  test("takes as long as its rebuilds, and in a row as long as the longest chain through all stages", () => {
    const seconds: Readonly<Record<string, number>> = { gcc: 100, make: 10, zlib: 5 };
    const impact = impactOf({
      stages: stages(WORLD),
      names: ["gcc"],
      secondsOf: ({ name }: PlannedBuild) => seconds[name],
    });
    expect(impact.estimate).toEqual({ work: 115, unknown: 1, longest: 115 });
  });
});

const NAMES = ["a", "b", "c", "d", "e"];
const sketches = fc
  .array(fc.subarray(NAMES, { maxLength: 2 }), { minLength: NAMES.length, maxLength: NAMES.length })
  .map((needs): Sketches => Object.fromEntries(NAMES.map((name, index) => [name, { needs: needs[index] ?? [] }])));

test("in every world exactly those that need a changed one, straight or through others, are rebuilt", () => {
  fc.assert(
    fc.property(sketches, fc.subarray(NAMES, { minLength: 1 }), (world, names) => {
      const expected = new Set(names);
      for (let before = -1; before !== expected.size; ) {
        before = expected.size;
        for (const name of NAMES) if (world[name]?.needs?.some((need) => expected.has(need))) expected.add(name);
      }
      const impact = impactOf({ stages: stages({ stage1: world }), names });
      expect(impact.stages[0]?.builds.map(({ name }) => name).sort()).toEqual([...expected].sort());
    }),
  );
});

test("the order of names and definitions decides nothing", () => {
  const order = shuffled(Object.entries(WORLD.stage2));
  fc.assert(
    fc.property(order, shuffled(["gcc", "sed"]), (mixed, names) => {
      const straight = impactOf({ stages: stages(WORLD), names: ["gcc", "sed"] });
      const world = { stage1: WORLD.stage1, stage2: Object.fromEntries(mixed) };
      expect(impactOf({ stages: stages(world), names })).toEqual(straight);
    }),
  );
});
