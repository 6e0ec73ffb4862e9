import fc from "fast-check";
import { expect, test } from "vitest";
import { type ArchSurvey, keepPlan, type PlanRequest, type Recipe, recallPlan, surveyArch } from "../src/index.ts";
import { at, blueprint, digest, type RecipeSketch, recipe, seed } from "./builders.ts";

const STAGES = { stage1: ["seed"], stage2: ["stage1"] };
const BLUEPRINT = blueprint(STAGES, { seeds: [seed("x", { tools: ["a-tool>=2", "b"] })] });

interface Definition extends RecipeSketch {
  readonly stage: keyof typeof STAGES;
  readonly name: string;
  /** Lines that stand before everything else. */
  readonly preface: number;
}

const NAMES = ["a", "b", "c", "d", "e"];
const wanted = fc.constantFrom(
  ...NAMES,
  ...NAMES,
  "tools",
  "elsewhere",
  "so:f",
  "a<2",
  "b>=2",
  "c=1.0-r0",
  "!d",
  "= 1",
);
const given = fc.constantFrom("so:f", "so:f=1", "d", "e=2", "other=3", "c=1.0-r0");

const definition = fc.record({
  stage: fc.constantFrom("stage1", "stage2"),
  name: fc.constantFrom(...NAMES),
  preface: fc.nat({ max: 1 }),
  version: fc.constantFrom("1.0", "2.0", "3.0"),
  needs: fc.uniqueArray(wanted, { maxLength: 3 }),
  runtime: fc.uniqueArray(wanted, { maxLength: 2 }),
  provides: fc.uniqueArray(given, { maxLength: 2 }),
  installIf: fc.uniqueArray(fc.constantFrom("a", "b>1"), { maxLength: 1 }),
  repositories: fc.subarray(["https://example.org/x"]),
  file: fc.constantFrom("stage1/a.yaml", "one.yaml", "two.yaml", "three.yaml", "four.yaml"),
}) satisfies fc.Arbitrary<Definition>;

/** Small steps, as people take them: most leave a plan as it is. */
const change = fc.oneof(
  fc.record({ version: fc.constantFrom("1.0", "2.0", "4.0") }),
  fc.record({ preface: fc.nat({ max: 3 }) }),
  fc.record({ needs: fc.uniqueArray(wanted, { maxLength: 3 }) }),
  fc.record({ provides: fc.uniqueArray(given, { maxLength: 2 }) }),
  fc.record({ runtime: fc.uniqueArray(wanted, { maxLength: 2 }) }),
  fc.record({ repositories: fc.constant(["https://example.org/y"]) }),
  fc.constant({}),
);

function requestFor(definitions: readonly Definition[]): PlanRequest {
  const recipes = new Map<string, Recipe[]>(Object.keys(STAGES).map((stage) => [stage, []]));
  for (const one of definitions) recipes.get(one.stage)?.push(recipeOf(one));
  return { blueprint: BLUEPRINT, seed: "x", arch: "x86_64", recipes, offer: { kind: "assumed" } };
}

/** As an edit of its file would: every place in it moves, and its bytes are others. */
function recipeOf(definition: Definition): Recipe {
  const made = recipe(definition.stage, definition.name, {
    subpackages: { [`${definition.name}-dev`]: ["a"] },
    ...definition,
  });
  const moved = JSON.parse(JSON.stringify(made), (key, value) =>
    key === "place" ? at(value.file, value.line + definition.preface, value.column) : value,
  ) as Recipe;
  return { ...moved, definition: { ...moved.definition, digest: digest(JSON.stringify(definition)) } };
}

function told(survey: ArchSurvey | undefined): string {
  return JSON.stringify(survey, undefined, 1);
}

/** What is kept has been written and read since. */
function planAgain(before: readonly Definition[], after: readonly Definition[]): ArchSurvey | undefined {
  const request = requestFor(before);
  const kept = keepPlan(request, surveyArch(request));
  return kept === undefined ? undefined : recallPlan(requestFor(after), kept);
}

test("whatever changes in one definition, a plan that is recalled is the one that would be made", () => {
  let recalled = 0;
  const definitions = fc.uniqueArray(definition, {
    minLength: 2,
    maxLength: 6,
    selector: ({ stage, file }) => `${stage} ${file}`,
  });
  fc.assert(
    fc.property(definitions, fc.nat(), change, (before, which, edit) => {
      const after = before.map((one, index) => (index === which % before.length ? { ...one, ...edit } : one));
      if (which % 2 === 1) after.reverse();
      const found = planAgain(before, after);
      if (found === undefined) return;
      recalled += 1;
      expect(told(found)).toBe(told(surveyArch(requestFor(after))));
    }),
    { numRuns: 800 },
  );
  expect(recalled).toBeGreaterThan(100);
});

const plain: readonly Definition[] = [
  { stage: "stage1", name: "a", preface: 0, version: "1.0", provides: ["so:a=1"], file: "a.yaml" },
  { stage: "stage1", name: "b", preface: 0, needs: ["a", "elsewhere"], runtime: ["a"], file: "b.yaml" },
  { stage: "stage2", name: "c", preface: 0, needs: ["b"], file: "c.yaml" },
];

function withFirst(edit: Partial<Definition>): Definition[] {
  return plain.map((one, index) => (index === 0 ? { ...one, ...edit } : one));
}

test("another version, or lines that moved, leave the plan as it was", () => {
  for (const edit of [{ version: "1.1" }, { preface: 7 }, { version: "2.0", preface: 1 }]) {
    expect(told(planAgain(plain, withFirst(edit)))).toBe(told(surveyArch(requestFor(withFirst(edit)))));
  }
});

test("several packages of one definition may go by a name, each in its version", () => {
  const family = (version: string): Definition[] => [
    ...plain,
    {
      stage: "stage1",
      name: "py",
      preface: 0,
      version,
      provides: [`any=${version}-r0`, `py-dev=${version}-r0`],
      file: "py.yaml",
    },
    { stage: "stage1", name: "user", preface: 0, needs: ["any", "py-dev"], file: "user.yaml" },
  ];
  expect(told(planAgain(family("1"), family("2")))).toBe(told(surveyArch(requestFor(family("2")))));
});

test("what asks or gives something else, comes or goes, is planned anew", () => {
  for (const edit of [
    { needs: ["b"] },
    { provides: ["so:a"] },
    { runtime: ["b"] },
    { name: "z" },
    { stage: "stage2" } as const,
  ]) {
    expect(planAgain(plain, withFirst(edit))).toBeUndefined();
  }
  expect(planAgain(plain, plain.slice(1))).toBeUndefined();
  expect(planAgain(plain.slice(1), plain)).toBeUndefined();
});

test("a version that somebody asks for counts", () => {
  const asking = [...plain, { stage: "stage2", name: "d", preface: 0, needs: ["a<2"], file: "d.yaml" } as const];
  const after = asking.map((one, index) => (index === 0 ? { ...one, version: "2.0" } : one));
  expect(planAgain(asking, after)).toBeUndefined();
});

test("with an index of the seed, or its lock, nothing is kept", () => {
  const request = requestFor(plain);
  for (const other of [{ indexes: new Map([["seed", []]]) }, { offer: { kind: "locked", packages: [] } } as const]) {
    expect(keepPlan({ ...request, ...other }, surveyArch({ ...request, ...other }))).toBeUndefined();
  }
});
