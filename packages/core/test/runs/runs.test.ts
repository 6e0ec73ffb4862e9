import { describe, expect, test } from "vitest";
import {
  compareEnds,
  diffRuns,
  divergedSince,
  type LockedPackage,
  type Recipe,
  type RecordedBuild,
  unlikeBuilds,
} from "../../src/index.ts";
import { digest, recipe } from "../builders.ts";

/** A run in four lines: `stage/name` → content of its package and what its environment was made of. */
type Sketch = Readonly<
  Record<string, { readonly bits: string; readonly of?: readonly string[]; readonly key?: string }>
>;

function locked(text: string, sketch: Sketch): LockedPackage {
  const [input = "", name = ""] = text.split("/");
  const content = input.startsWith("seed:") ? text : (sketch[text]?.bits ?? "?");
  const [plain = "", version = "1-r0"] = name.split("=");
  return { name: plain, version, input, contentDigest: digest(content), fileDigest: digest(`file ${content}`) };
}

function run(side: string, sketch: Sketch): RecordedBuild[] {
  return Object.entries(sketch).map(([label, { bits, of = [], key = `${label} ${bits} ${of}` }]) => {
    const [stage = "", name = ""] = label.split("/");
    return {
      ...({ arch: "x86_64", buildId: `${side} ${label}`, stage, name, key: digest(key), declaredInputs: [] } as const),
      environment: of.map((each) => locked(each, sketch)),
      outputs: [{ record: { name, version: "1-r0" }, contentDigest: digest(bits), fileDigest: digest(bits) }],
    };
  });
}

const BASE: Sketch = {
  "stage1/tcc": { bits: "gcc's tcc", of: ["seed:debian/gcc=12"] },
  "stage1/musl": { bits: "musl", of: ["stage1/tcc"] },
  "stage2/tcc": { bits: "tcc", of: ["stage1/tcc", "stage1/musl"] },
  "stage2/sed": { bits: "sed", of: ["stage2/tcc"] },
  "final/tcc": { bits: "tcc", of: ["stage2/tcc"] },
  "final/sed": { bits: "sed", of: ["stage2/tcc", "stage2/sed"] },
};

describe("two bootstraps' ends", () => {
  const compare = (second: Sketch, first = BASE) =>
    compareEnds("x86_64", { first: run("a", first), second: run("b", second) });

  test("are the same where every package of the last stage is, whatever earlier stages made", () => {
    const ends = compare({ ...BASE, "stage1/tcc": { bits: "clang's tcc" } });
    expect(ends.firstDivergence).toBeUndefined();
    expect(ends.stages.map(({ stage, packages }) => [stage, packages.map(({ isSame }) => isSame)])).toEqual([
      ["stage1", [false, true]],
      ["stage2", [true, true]],
      ["final", [true, true]],
    ]);
  });

  test("name what has differed since the earliest stage, also where something built before it differs", () => {
    const { "final/tcc": _tcc, "final/sed": _sed, ...early } = BASE;
    const last = (tcc: string, sed: string): Sketch => ({ "final/sed": { bits: sed }, "final/tcc": { bits: tcc } });
    const marked = { ...early, "stage1/tcc": { bits: "marked 1" }, "stage2/tcc": { bits: "marked" } };
    const ends = compare({ ...marked, ...last("marked", "marked sed") }, { ...early, ...last("tcc", "sed") });
    expect(ends.firstDivergence?.name).toBe("tcc");
  });

  test("name the first package in build order that is not the same, and the stage since which it is not", () => {
    const marked = { ...BASE, "stage1/tcc": { bits: "marked 1" }, "stage2/tcc": { bits: "marked" } };
    const ends = compare({ ...marked, "final/tcc": { bits: "marked" }, "final/sed": { bits: "marked sed" } });
    expect(ends.firstDivergence?.name).toBe("tcc");
    expect(divergedSince(ends, "tcc")).toBe("stage1");
    expect(divergedSince(ends, "sed")).toBe("final");
  });

  test("a difference that healed in between is not where it began", () => {
    const ends = compare({ ...BASE, "stage1/tcc": { bits: "other" }, "final/tcc": { bits: "other" } });
    expect(divergedSince(ends, "tcc")).toBe("final");
    expect(divergedSince(ends, "sed")).toBeUndefined();
  });

  test("a package that only one of them made is no agreement", () => {
    const { "final/sed": _, ...without } = BASE;
    expect(compare(without).firstDivergence).toMatchObject({ name: "sed", isSame: false });
    expect(compare(BASE, without).firstDivergence).not.toHaveProperty("first");
  });

  test("last stages are beside each other under whatever names", () => {
    const renamed = Object.fromEntries(Object.entries(BASE).map(([key, held]) => [key.replace("final", "end"), held]));
    expect(
      compare(renamed)
        .stages.at(-1)
        ?.packages.every(({ isSame }) => isSame),
    ).toBe(true);
  });
});

describe("a diff of two runs", () => {
  function diff(second: Sketch, recipes: Readonly<Record<string, Recipe>> = {}, first = BASE) {
    const runs = { first: run("a", first), second: run("b", second) };
    const wanted = unlikeBuilds(runs);
    const all = wanted.map((id) => [id, recipes[id] ?? plain(id)] as const);
    return diffRuns({ ...runs, recipes: new Map(all) });
  }

  function plain(id: string, version = "1"): Recipe {
    const [stage = "", name = ""] = (id.split(" ")[1] ?? "").split("/");
    const made = recipe(stage, name, { version });
    return { ...made, definition: { ...made.definition, digest: digest(version) } };
  }

  test("of equal runs is empty", () => {
    expect(diff(BASE)).toEqual({ changes: [], unchanged: 6 });
  });

  test("goes back to the definition that changed, over every build on the way", () => {
    const second: Sketch = {
      ...BASE,
      "stage1/musl": { bits: "musl 2", of: ["stage1/tcc"], key: "new" },
      "stage2/tcc": { bits: "tcc 2", of: ["stage1/tcc", "stage1/musl"], key: "new" },
      "stage2/sed": { bits: "sed 2", of: ["stage2/tcc"], key: "new" },
      "final/tcc": { bits: "tcc 2", of: ["stage2/tcc"], key: "new" },
      "final/sed": { bits: "sed 2", of: ["stage2/tcc", "stage2/sed"], key: "new" },
    };
    const { changes, unchanged } = diff(second, { "b stage1/musl": plain("b stage1/musl", "2") });
    expect(unchanged).toBe(1);
    expect(changes[0]).toMatchObject({
      ...{ stage: "stage1", name: "musl", first: "1-r0", second: "2-r0", bits: ["musl"] },
      cause: {
        kind: "recipe",
        at: "stage1/musl",
        details: ["definition: version 1-r0 → 2-r0"],
        through: ["stage1/musl"],
      },
    });
    const last = changes.find(({ stage, name }) => stage === "final" && name === "sed");
    expect(last).toMatchObject({
      environment: [
        { name: "tcc", input: "stage2" },
        { name: "sed", input: "stage2" },
      ],
      recipe: [],
      cause: { kind: "recipe", at: "stage1/musl", through: ["final/sed", "stage2/tcc", "stage1/musl"] },
    });
  });

  test("goes back to the seed where that is what changed, though the bits may be the same", () => {
    const second = { ...BASE, "stage1/tcc": { bits: "gcc's tcc", of: ["seed:debian/gcc=13"] } };
    expect(diff(second).changes).toMatchObject([
      { name: "tcc", bits: [], cause: { kind: "seed", at: "stage1/tcc", details: ["gcc 12 → 13 of seed:debian"] } },
    ]);
  });

  test("tells a package that does not come out twice the same from one whose builder changed", () => {
    const { key, ...same } = { key: "k", of: ["stage2/tcc"] };
    const first = { ...BASE, "stage2/sed": { bits: "one", key, ...same } };
    const luck = diff({ ...BASE, "stage2/sed": { bits: "two", key, ...same } }, {}, first);
    expect(luck.changes[0]).toMatchObject({ name: "sed", cause: { kind: "unreproducible", at: "stage2/sed" } });
    const builder = diff({ ...BASE, "stage2/sed": { bits: "one", key: "other", ...same } }, {}, first);
    expect(builder.changes[0]).toMatchObject({ cause: { kind: "builder", at: "stage2/sed" } });
  });

  test("names what only one of them has, and what one never built", () => {
    const { "final/sed": _, ...without } = BASE;
    expect(diff(without).changes).toMatchObject([{ name: "sed", cause: { kind: "gone" }, bits: ["sed"] }]);
    expect(diff(BASE, {}, without).changes).toMatchObject([{ name: "sed", cause: { kind: "new" } }]);
    const [first, second] = [run("a", BASE), run("b", BASE)];
    const failed = second.map(({ key, ...build }) => (build.stage === "final" ? build : { ...build, key: key! }));
    const recipes = new Map([...first, ...second].map(({ buildId }) => [buildId, plain(buildId)]));
    const { changes } = diffRuns({ first, second: failed, recipes });
    expect(changes.map(({ cause }) => cause.kind)).toEqual(["unbuilt", "unbuilt"]);
  });

  test("where own recipe and environment both changed, the recipe is the cause", () => {
    const second: Sketch = {
      ...BASE,
      "stage2/tcc": { bits: "tcc 2", of: ["stage1/tcc"], key: "new" },
      "stage2/sed": { bits: "sed 2", of: ["stage2/tcc"], key: "new" },
    };
    const { changes } = diff(second, { "b stage2/sed": plain("b stage2/sed", "3") });
    expect(changes.find(({ name, stage }) => name === "sed" && stage === "stage2")?.cause.at).toBe("stage2/sed");
  });
});
