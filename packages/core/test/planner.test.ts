import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Blueprint,
  buildsBefore,
  type Checked,
  createPlan,
  type Defect,
  type OfferedPackage,
  type PlannedStage,
  type PlanRequest,
  planArch,
  type Recipe,
} from "../src/index.ts";
import { blueprint, cpuSeconds, offer, recipe, seed, shuffled } from "./builders.ts";

function request(of: Blueprint, recipes: readonly Recipe[], locked?: readonly OfferedPackage[]): PlanRequest {
  const byStage = of.stages.map(({ name }) => [name, recipes.filter(({ stage }) => stage === name)] as const);
  const offered = locked === undefined ? { kind: "assumed" as const } : { kind: "locked" as const, packages: locked };
  return { blueprint: of, seed: of.seeds[0]?.name ?? "", arch: "x86_64", offer: offered, recipes: new Map(byStage) };
}

function planned(checked: Checked<PlannedStage[]>): PlannedStage[] {
  if (!checked.ok) throw new Error(checked.defects.map((defect) => `${defect.code}: ${defect.message}`).join("\n"));
  return checked.value;
}

function defectsOf(checked: Checked<unknown>): readonly Defect[] {
  return checked.ok ? [] : checked.defects;
}

function build(stages: readonly PlannedStage[], stage: string, name: string) {
  const found = stages.find((one) => one.stage === stage)?.builds.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no build ${stage}/${name}`);
  return found;
}

function edges(stages: readonly PlannedStage[], stage: string, name: string): string[] {
  return build(stages, stage, name).edges.map(
    (edge) =>
      `${edge.askedBy === undefined ? "" : `${edge.askedBy}: `}${edge.name} → ${edge.input}${edge.build === undefined ? "" : `/${edge.build}`}${edge.assumed ? " (assumed)" : ""}`,
  );
}

const three = blueprint({ stage1: ["seed"], stage2: ["stage1", "seed"], stage3: ["stage2"] });

describe("where names resolve to", () => {
  test("a name that an earlier input provides never resolves inside the stage", () => {
    const stages = planned(
      planArch(
        request(three, [
          recipe("stage1", "gcc"),
          recipe("stage2", "gcc", { needs: ["gcc"] }),
          recipe("stage2", "sed", { needs: ["gcc"] }),
          recipe("stage3", "sed", { needs: ["gcc"] }),
        ]),
      ),
    );
    expect(edges(stages, "stage2", "gcc")).toEqual(["gcc → stage1/gcc"]);
    expect(build(stages, "stage2", "sed").waitsFor).toEqual([]);
    expect(edges(stages, "stage3", "sed")).toEqual(["gcc → stage2/gcc"]);
  });

  test("the own stage answers when no earlier input has the name, and its build comes first", () => {
    const stages = planned(
      planArch(
        request(three, [
          recipe("stage1", "musl", { needs: ["tcc", "sh"] }),
          recipe("stage1", "tcc", { needs: ["sh"] }),
        ]),
      ),
    );
    expect(edges(stages, "stage1", "musl")).toEqual(["sh → seed:x (assumed)", "tcc → stage1/tcc"]);
    expect(build(stages, "stage1", "musl")).toMatchObject({ waitsFor: ["tcc"], wave: 1, remaining: 1 });
    expect(build(stages, "stage1", "tcc")).toMatchObject({ waitsFor: [], wave: 0, remaining: 2 });
  });

  test("seed is replaced by the run's seed", () => {
    const stages = planned(planArch(request(three, [])));
    expect(stages.map(({ inputs }) => inputs)).toEqual([["seed:x"], ["stage1", "seed:x"], ["stage2"]]);
  });

  test("run-time dependencies of own-stage packages make their builds come first, those of the asker's own do not", () => {
    const stages = planned(
      planArch(
        request(blueprint({ one: [] }), [
          recipe("one", "app", { needs: ["lib-dev"] }),
          recipe("one", "lib", { subpackages: { "lib-dev": ["lib", "headers"] } }),
          recipe("one", "headers", { runtime: ["docs"] }),
          recipe("one", "docs"),
        ]),
      ),
    );
    expect(build(stages, "one", "app").waitsFor).toEqual(["docs", "headers", "lib"]);
    expect(edges(stages, "one", "app")).toEqual([
      "lib-dev → one/lib",
      "headers: docs → one/docs",
      "lib-dev: headers → one/headers",
      "lib-dev: lib → one/lib",
    ]);
    expect(build(stages, "one", "headers").waitsFor).toEqual([]);
  });

  test("an unlocked seed gives its aliases and what is behind them before later inputs, and the rest after all others", () => {
    const of = blueprint({ stage1: ["seed"] }, { seeds: [seed("x", { "build-base": ["gcc", "make"] })] });
    const stages = planned(
      planArch(
        request(of, [
          recipe("stage1", "app", { needs: ["build-base", "perl>=5", "tool"] }),
          recipe("stage1", "make"),
          recipe("stage1", "tool"),
        ]),
      ),
    );
    expect(edges(stages, "stage1", "app")).toEqual([
      "build-base → seed:x (assumed)",
      "perl>=5 → seed:x (assumed)",
      "tool → stage1/tool",
      "build-base: gcc → seed:x (assumed)",
      "build-base: make → seed:x (assumed)",
    ]);
  });

  test("an alias that has its target's name is that package", () => {
    const of = blueprint({ stage1: ["seed"] }, { seeds: [seed("x", { perl: ["perl", "perl-base"] })] });
    const stages = planned(planArch(request(of, [recipe("stage1", "app", { needs: ["perl"] })])));
    expect(edges(stages, "stage1", "app")).toEqual(["perl → seed:x (assumed)", "perl: perl-base → seed:x (assumed)"]);
  });

  test("a locked seed gives what its lock has, and nothing is assumed", () => {
    const locked = [offer("seed:x", "make-4-r0", { depends: ["libc6"] }), offer("seed:x", "libc6-2-r0")];
    const stages = planned(planArch(request(three, [recipe("stage1", "app", { needs: ["make"] })], locked)));
    expect(edges(stages, "stage1", "app")).toEqual(["make → seed:x"]);
    const lacking = planArch(request(three, [recipe("stage1", "app", { needs: ["perl"] })], locked));
    expect(defectsOf(lacking).map(({ code }) => code)).toEqual(["name-not-provided"]);
  });

  test("generated names that a package not yet built asks for are left open; a definition's own are not", () => {
    const of = blueprint({ stage1: [], stage2: ["stage1"] });
    const tool = recipe("stage1", "tool", { runtime: ["so:libz.so.1", "cmd:sh", "pc:zlib>=1"] });
    expect(planned(planArch(request(of, [tool, recipe("stage2", "app", { needs: ["tool"] })])))).toHaveLength(2);
    const direct = planArch(request(of, [tool, recipe("stage2", "app", { needs: ["cmd:sh"] })]));
    expect(defectsOf(direct)).toMatchObject([
      { code: "name-not-provided", place: { file: "stage2/app.yaml", line: 10 } },
    ]);
  });

  test("generated names that somebody is known to give do resolve", () => {
    const of = blueprint({ stage1: [], stage2: ["stage1"] });
    const stages = planned(
      planArch(
        request(of, [
          recipe("stage1", "tool", { runtime: ["cmd:sh"] }),
          recipe("stage1", "busybox", { provides: ["cmd:sh=1"] }),
          recipe("stage2", "app", { needs: ["tool"] }),
        ]),
      ),
    );
    expect(edges(stages, "stage2", "app")).toEqual(["tool → stage1/tool", "tool: cmd:sh → stage1/busybox"]);
  });
});

describe("order", () => {
  test("builds go by wave, then longest chain behind them, then name", () => {
    const of = blueprint({ one: [] });
    const stages = planned(
      planArch(
        request(of, [
          recipe("one", "z"),
          recipe("one", "a"),
          recipe("one", "m"),
          recipe("one", "m2", { needs: ["m"] }),
          recipe("one", "m3", { needs: ["m2"] }),
          recipe("one", "b2", { needs: ["a", "m"] }),
        ]),
      ),
    );
    expect(stages[0]?.builds.map(({ name, wave, remaining }) => `${name} ${wave} ${remaining}`)).toEqual([
      "m 0 3",
      "a 0 2",
      "z 0 1",
      "m2 1 2",
      "b2 1 1",
      "m3 2 1",
    ]);
  });

  test("a build sees of its own stage what comes before it, directly or through others, and nothing else", () => {
    const of = blueprint({ one: [] });
    const [stage] = planned(
      planArch(
        request(of, [
          recipe("one", "a"),
          recipe("one", "b", { needs: ["a"] }),
          recipe("one", "c", { needs: ["b"] }),
          recipe("one", "other"),
        ]),
      ),
    );
    const before = buildsBefore(stage as PlannedStage);
    expect(["a", "b", "c", "other"].map(before)).toEqual([[], ["a"], ["a", "b"], []]);
  });
});

describe("defects", () => {
  test("a name that nobody gives is told at its place, with the inputs that were looked at and a near name", () => {
    const checked = planArch(
      request(three, [
        recipe("stage2", "autoconf"),
        recipe("stage3", "libxcrypt", { needs: ["sh", "autocnof"] }),
        recipe("stage2", "sh"),
      ]),
    );
    expect(defectsOf(checked)).toEqual([
      {
        severity: "defect",
        code: "name-not-provided",
        place: { file: "stage3/libxcrypt.yaml", line: 11, column: 7 },
        message:
          "autocnof is asked for, which none of stage2, stage3 itself gives; so libxcrypt cannot be built in stage3.",
        wayOut: "Did you mean autoconf? If not, add a definition that gives it to stage3, or an input that has it.",
      },
    ]);
  });

  test("a name that another stage gives points there", () => {
    const checked = planArch(request(three, [recipe("stage1", "perl"), recipe("stage3", "app", { needs: ["perl"] })]));
    expect(defectsOf(checked)[0]?.wayOut).toBe("It is in stage1: name that among the inputs of stage3.");
  });

  test("a missing run-time dependency is told once, in the definition that has it, with all builds that it stops", () => {
    const users = ["a", "b", "c", "d", "e", "f", "g"].map((name) => recipe("stage3", name, { needs: ["lib"] }));
    const checked = planArch(request(three, [recipe("stage2", "lib", { runtime: ["ghost"] }), ...users]));
    expect(defectsOf(checked)).toMatchObject([
      {
        code: "name-not-provided",
        place: { file: "stage2/lib.yaml", line: 100 },
        message:
          "lib-1.0-r0 (stage2) needs ghost, which none of stage2, stage3 itself gives; so a, b, c, d, e and 2 more cannot be built in stage3.",
      },
    ]);
  });

  test("a version that nobody has is its own defect", () => {
    const checked = planArch(request(three, [recipe("stage2", "lib"), recipe("stage3", "app", { needs: ["lib>=2"] })]));
    expect(defectsOf(checked)).toMatchObject([
      {
        code: "version-not-satisfied",
        place: { file: "stage3/app.yaml", line: 10 },
        message: "lib>=2 is asked for, only lib-1.0-r0 (stage2) is there; so app cannot be built in stage3.",
      },
    ]);
  });

  test("packages that exclude each other are found before anything runs", () => {
    const checked = planArch(
      request(three, [
        recipe("stage2", "a", { runtime: ["!b"] }),
        recipe("stage2", "b"),
        recipe("stage3", "app", { needs: ["a", "b"] }),
      ]),
    );
    expect(defectsOf(checked)).toMatchObject([
      { code: "environment-conflict", place: { file: "stage3/app.yaml", line: 11 } },
    ]);
  });

  test("a cycle is shown as its shortest loop, at the place of its first edge, once per knot", () => {
    const of = blueprint({ one: [] });
    const checked = planArch(
      request(of, [
        recipe("one", "a", { needs: ["b"] }),
        recipe("one", "b", { needs: ["c"] }),
        recipe("one", "c", { needs: ["a", "d"] }),
        recipe("one", "d", { needs: ["c-tools"] }),
        recipe("one", "e", { needs: ["f"] }),
        recipe("one", "f", { needs: ["e"] }),
        recipe("one", "c-meta", { subpackages: { "c-tools": ["c"] } }),
        recipe("one", "self", { needs: ["self"] }),
        recipe("one", "behind", { needs: ["a"] }),
      ]),
    );
    const told = defectsOf(checked).map(({ code, message, place }) => `${code} ${place.file}:${place.line} ${message}`);
    expect(told).toEqual([
      "cycle one/c.yaml:11 The builds of one cannot be put in order: c → d → c (c needs d from d; d needs c through c-tools from c).",
      "cycle one/e.yaml:10 The builds of one cannot be put in order: e → f → e (e needs f from f; f needs e from e).",
      "cycle one/self.yaml:10 The builds of one cannot be put in order: self → self (self needs self from self).",
    ]);
  });

  test("two definitions of a stage that give one package name are told at the later, with the place of the other", () => {
    const checked = planArch(
      request(three, [recipe("stage1", "gzip"), recipe("stage1", "zutils", { subpackages: { gzip: [] } })]),
    );
    expect(defectsOf(checked)).toMatchObject([
      {
        code: "name-provided-twice",
        place: { file: "stage1/zutils.yaml", line: 300 },
        message: "Two packages of stage1 have the name gzip; the other is at stage1/gzip.yaml:2:1.",
      },
    ]);
  });

  test("unreadable atoms are told wherever they are written", () => {
    const checked = planArch(
      request(three, [
        recipe("stage1", "a", { needs: ["b c"], runtime: ["x=<>1"], provides: ["p>1"], installIf: ["="] }),
      ]),
    );
    expect(defectsOf(checked).map(({ code, place }) => `${code} ${place.line}`)).toEqual([
      "bad-dependency 10",
      "bad-dependency 100",
      "bad-dependency 200",
      "bad-dependency 250",
    ]);
  });

  test("inputs that are neither the seed nor an earlier stage, and seeds that do not exist, are defects", () => {
    const of = blueprint({ stage1: ["stage2", "seed:x"], stage2: ["stage1", "stage2"] });
    expect(defectsOf(planArch(request(of, []))).map(({ code, place }) => `${code} ${place.line}`)).toEqual([
      "unknown-input 11",
      "unknown-input 12",
      "unknown-input 22",
    ]);
    const unknown = { ...request(three, []), seed: "y" };
    expect(defectsOf(planArch(unknown))).toMatchObject([{ code: "unknown-seed", wayOut: "Choose one of: x." }]);
  });
});

describe("warnings", () => {
  function warnings(of: Blueprint, recipes: readonly Recipe[]) {
    const checked = planArch(request(of, recipes));
    return checked.ok ? checked.warnings : [];
  }

  test("the same name and version from two inputs is told at the later input", () => {
    const of = blueprint({ stage1: [], stage2: ["stage1"], stage3: ["stage2", "stage1"] });
    const recipes = [
      recipe("stage1", "zlib"),
      recipe("stage1", "sed"),
      recipe("stage2", "zlib"),
      recipe("stage2", "sed", { version: "2" }),
    ];
    expect(warnings(of, recipes)).toMatchObject([
      {
        severity: "warning",
        code: "shadowed",
        place: { file: "bootstrap.yaml", line: 32 },
        message: "stage2 and stage1 both give zlib-1.0-r0; stage3 takes what stage2 gives.",
      },
    ]);
  });

  test("a choice that nothing but the name makes is told, and a provider priority settles it", () => {
    const of = blueprint({ stage1: [], stage2: ["stage1"] });
    const app = recipe("stage2", "app", { needs: ["awk"] });
    const gawk = recipe("stage1", "gawk", { provides: ["awk"] });
    const tied = warnings(of, [app, gawk, recipe("stage1", "mawk", { provides: ["awk"] })]);
    expect(tied).toMatchObject([{ code: "ambiguous-provider", place: { file: "stage2/app.yaml", line: 10 } }]);
    expect(warnings(of, [app, gawk, recipe("stage1", "mawk", { provides: ["awk"], priority: 1 })])).toEqual([]);
  });

  test("repositories that a definition names itself are told as not read", () => {
    const told = warnings(three, [recipe("stage1", "a", { repositories: ["https://example.org/os"] })]);
    expect(told).toMatchObject([{ code: "undeclared-repository", place: { file: "stage1/a.yaml", line: 5 } }]);
  });
});

describe("several arches", () => {
  const requests = (["x86_64", "aarch64"] as const).map((arch) => ({
    ...request(three, [
      recipe("stage1", "a", { needs: arch === "x86_64" ? ["b"] : [], repositories: ["r"] }),
      recipe("stage1", "b"),
    ]),
    arch,
  }));

  test("share nothing: each is planned by itself, and one warning of both is told once", () => {
    const checked = createPlan(requests as [PlanRequest, PlanRequest]);
    expect(checked).toMatchObject({ ok: true, value: { blueprint: "test", seed: "x" } });
    if (!checked.ok) return;
    expect(
      checked.value.stages.map(
        ({ stage, arch, builds }) => `${arch}/${stage} ${builds.map(({ name, wave }) => `${name}${wave}`)}`,
      ),
    ).toEqual([
      "x86_64/stage1 b0,a1",
      "x86_64/stage2 ",
      "x86_64/stage3 ",
      "aarch64/stage1 a0,b0",
      "aarch64/stage2 ",
      "aarch64/stage3 ",
    ]);
    expect(checked.warnings).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(checked.value))).toEqual(checked.value);
  });

  test("of several blueprints or seeds is refused", () => {
    const [first] = requests as [PlanRequest];
    expect(() => createPlan([first, { ...first, seed: "y" }])).toThrow(expect.objectContaining({ code: "plan-mixed" }));
  });
});

/* Properties over small random blueprints. -------------------------------------------------------------------------- */

const names = ["a", "b", "c", "d", "e", "f"];
const need = fc.constantFrom(...names, ...names, "virtual", "unknown", "cmd:x", "b>=2", "!f");
const sketch = fc.record({
  needs: fc.array(need, { maxLength: 3 }),
  runtime: fc.array(need, { maxLength: 2 }),
  provides: fc.constantFrom([], [], ["virtual"], ["cmd:x=1"]),
});
const someRecipes = fc
  .array(fc.tuple(fc.constantFrom("stage1", "stage2", "stage3"), fc.constantFrom(...names), sketch), { maxLength: 14 })
  .map((entries) =>
    entries.map(([stage, name, of], index) => recipe(stage, name, { ...of, file: `${stage}/${name}-${index}.yaml` })),
  );

describe("any blueprint", () => {
  test("the order of definitions decides nothing, byte for byte", () => {
    const shuffles = someRecipes.chain((recipes) => fc.tuple(fc.constant(recipes), shuffled(recipes)));
    fc.assert(
      fc.property(shuffles, ([recipes, others]) => {
        expect(JSON.stringify(planArch(request(three, others)))).toBe(
          JSON.stringify(planArch(request(three, recipes))),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("in a plan every build comes after those it waits for, and no edge to the own stage has an earlier answer", () => {
    fc.assert(
      fc.property(someRecipes, (recipes) => {
        const checked = planArch(request(three, recipes));
        if (!checked.ok) return;
        for (const stage of checked.value) {
          const order = stage.builds.map(({ name }) => name);
          for (const one of stage.builds) {
            for (const first of one.waitsFor) expect(order.indexOf(first)).toBeLessThan(order.indexOf(one.name));
            const own = one.edges.filter((edge) => edge.input === stage.stage);
            expect([...new Set(own.map((edge) => edge.build))].sort()).toEqual(one.waitsFor);
            for (const edge of own) {
              const plain = /^\w+$/.test(edge.name);
              const earlier = recipes.some(({ stage: at, name }) => stage.inputs.includes(at) && name === edge.name);
              expect(plain && earlier).toBe(false);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("size", () => {
  test("3,401 definitions with environments of dozens of packages are planned in well under a second", () => {
    const of = blueprint({ stage3: [], os: ["stage3"] });
    const base = Array.from({ length: 44 }, (_, index) =>
      recipe("stage3", `base${index}`, { runtime: index === 0 ? [] : [`base${index >> 1}`] }),
    );
    const os = Array.from({ length: 3401 }, (_, index) => {
      const own = [index >> 1, index >> 2, index - 7].filter((at) => at >= 0 && at < index);
      return recipe("os", `p${index}`, {
        needs: ["base43", "base30", "base21", ...own.map((at) => `p${at}-dev`)],
        runtime: ["so:libc.so.6", "base3"],
        subpackages: { [`p${index}-dev`]: [`p${index}`], [`p${index}-doc`]: [] },
      });
    });
    let stages: PlannedStage[] = [];
    expect(cpuSeconds(() => (stages = planned(planArch(request(of, [...base, ...os])))))).toBeLessThan(3);
    expect(stages[1]?.builds).toHaveLength(3401);
  });

  test("a chain of 4,000 builds, and a ring of 4,000, overflow nothing", () => {
    const of = blueprint({ one: [] });
    const link = (at: number) => `p${String(at).padStart(4, "0")}`;
    const chain = Array.from({ length: 4000 }, (_, index) =>
      recipe("one", link(index), { needs: index === 0 ? [] : [link(index - 1)] }),
    );
    const [stage] = planned(planArch(request(of, chain)));
    expect(stage?.builds.at(-1)).toMatchObject({ name: "p3999", wave: 3999, remaining: 1 });
    const ring = [...chain.slice(1), recipe("one", link(0), { needs: [link(3999)] })];
    const defects = defectsOf(planArch(request(of, ring)));
    expect(defects).toHaveLength(1);
    expect(defects[0]?.message).toContain("p0000 → p3999 → p3998");
  });

  test("thousands of missing names are told without searching for each one's neighbours", () => {
    const of = blueprint({ one: [] });
    const recipes = Array.from({ length: 3000 }, (_, index) =>
      recipe("one", `package-${index}`, { needs: [`missing-${index}`] }),
    );
    let defects: readonly Defect[] = [];
    expect(cpuSeconds(() => (defects = defectsOf(planArch(request(of, recipes)))))).toBeLessThan(3);
    expect(defects).toHaveLength(3000);
  });
});
