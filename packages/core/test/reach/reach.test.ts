import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Defect,
  type GivenPackages,
  givenPackages,
  type Reach,
  type Recipe,
  reachFrom,
  type UnreachedDefinition,
  type WorldSource,
} from "../../src/index.ts";
import { cpuSeconds, offer, type RecipeSketch, recipe, shuffled } from "../builders.ts";

type Sketches = Readonly<Record<string, RecipeSketch>>;

function recipes(sketches: Sketches): Recipe[] {
  return Object.entries(sketches).map(([name, sketch]) => recipe("os", name, sketch));
}

function records(...offers: ReturnType<typeof offer>[]): GivenPackages {
  return { kind: "records", input: "seed:x", records: offers.map(({ record }) => record) };
}

function reach(sketches: Sketches, given?: GivenPackages, order: WorldSource["order"] = "pool"): Reach {
  const defects: Defect[] = [];
  return reachFrom({
    given: given === undefined ? [] : [givenPackages(given, defects)],
    recipes: recipes(sketches),
    order,
  });
}

function wavesOf(answer: Reach): Record<string, number> {
  return Object.fromEntries(answer.reached.map(({ name, wave }) => [name, wave]));
}

function found(answer: Reach, name: string): UnreachedDefinition {
  const definition = answer.unreached.find((one) => one.name === name);
  if (definition === undefined) throw new Error(`${name} was reached`);
  return definition;
}

describe("what can be built", () => {
  test("comes in waves: each needs nothing but what is given and what earlier waves put out", () => {
    const answer = reach(
      { make: { needs: ["gcc"] }, sed: { needs: ["gcc", "make"] }, zlib: { needs: ["gcc", "sed"] }, doc: {} },
      records(offer("seed:x", "gcc-12-r0")),
    );
    expect(wavesOf(answer)).toEqual({ doc: 0, make: 0, sed: 1, zlib: 2 });
    expect(answer).toMatchObject({ definitions: 4, waves: 3, unreached: [], absent: [], knots: [], openers: [] });
  });

  test("needs the run-time dependencies of what it asks for, too", () => {
    const answer = reach({
      tool: { needs: ["python"] },
      python: { runtime: ["libffi"] },
      libffi: { needs: ["tool"] },
    });
    expect(wavesOf(answer)).toEqual({ python: 0 });
    expect(found(answer, "tool")).toMatchObject({
      state: "cycle",
      lacks: [{ atom: "python", kind: "unbuilt", through: ["python"], for: "libffi", by: "libffi" }],
    });
  });

  test("may use packages that need each other at run time", () => {
    const sketches = { a: { runtime: ["b"] }, b: { runtime: ["a"] }, tool: { needs: ["a"] } };
    expect(wavesOf(reach(sketches))).toEqual({ a: 0, b: 0, tool: 1 });
  });

  test("may use what goes by another name, in a version that fits", () => {
    const answer = reach(
      { tool: { needs: ["sh", "cmd:awk", "zlib>=1.3"] }, zlib: { version: "1.3.1" } },
      records(offer("seed:x", "busybox-1-r0", { provides: ["sh", "cmd:awk=1"] }), offer("seed:x", "zlib-1.2-r0")),
    );
    expect(wavesOf(answer)).toEqual({ tool: 1, zlib: 0 });
  });

  test("takes the better version when all are in one repository, and the input's own when inputs come first", () => {
    const sketches = { layout: { version: "2" }, sh: { runtime: ["layout>=2"] }, tool: { needs: ["layout", "sh"] } };
    const given = records(offer("seed:x", "layout-1-r0"));
    expect(wavesOf(reach(sketches, given, "pool"))).toEqual({ layout: 0, sh: 0, tool: 1 });
    const ordered = reach(sketches, given, "inputs-first");
    expect(found(ordered, "tool")).toMatchObject({ state: "conflict", lacks: [{ kind: "conflict" }] });
    expect(found(ordered, "tool").lacks[0]?.message).toContain("cannot be installed together");
  });

  test("once reached stays reached, although what comes later could not live beside it", () => {
    const answer = reach({
      old: { version: "1", provides: ["api=1"] },
      fresh: { version: "1", provides: ["api=2"], needs: ["user"] },
      user: { needs: ["old", "api"] },
    });
    expect(wavesOf(answer)).toEqual({ old: 0, user: 1, fresh: 2 });
  });
});

describe("what cannot be built", () => {
  test("lacks a name that nobody gives, or gives in no fitting version", () => {
    const answer = reach({ a: { needs: ["gone", "zlib<1"] }, zlib: {}, b: { needs: ["a"] } });
    expect(found(answer, "a")).toMatchObject({
      state: "lacks",
      lacks: [
        { atom: "gone", kind: "missing", through: [], for: "gone" },
        { atom: "zlib<1", kind: "version", through: [], for: "zlib<1" },
      ],
    });
    expect(found(answer, "b")).toMatchObject({ state: "waits", lacks: [{ atom: "a", kind: "unbuilt", by: "a" }] });
    expect(answer.absent).toEqual([
      { atom: "gone", kind: "missing", askedBy: ["a"] },
      { atom: "zlib<1", kind: "version", askedBy: ["a"] },
    ]);
    expect(answer.reachedWithAbsent).toBe(3);
    expect(answer.opened).toEqual({ reached: 3, waves: 2, conflicts: [] });
  });

  test("lacks what a package that is there needs at run time", () => {
    const answer = reach({ a: { needs: ["tool"] } }, records(offer("seed:x", "tool-1-r0", { depends: ["libgone"] })));
    expect(found(answer, "a")).toMatchObject({
      state: "lacks",
      lacks: [{ atom: "tool", kind: "missing", through: ["tool"], for: "libgone" }],
    });
  });

  test("is in a cycle, or behind one; cycles are told with their shortest loop and what they wait for", () => {
    const answer = reach({
      autoconf: { needs: ["automake", "m4"] },
      automake: { needs: ["autoconf"] },
      m4: { needs: ["help2man"] },
      help2man: { needs: ["autoconf"] },
      vala: { needs: ["vala", "automake"] },
      zlib: { needs: ["autoconf"] },
    });
    expect(answer.knots).toEqual([
      { members: ["autoconf", "automake", "help2man", "m4"], loop: ["autoconf", "automake"], after: [] },
      { members: ["vala"], loop: ["vala"], after: [0] },
    ]);
    expect(found(answer, "zlib").state).toBe("waits");
    expect(found(answer, "m4")).toMatchObject({ state: "cycle", knot: 0 });
  });

  test("is told apart from what only an unread name stands before", () => {
    const answer = reach({ a: { needs: ["cmd:rst2man", "so:libx.so.1"], runtime: ["pc:y"] }, b: { needs: ["a"] } });
    expect(wavesOf(answer)).toEqual({ a: 0, b: 1 });
    expect(answer.assumed).toEqual(["cmd:rst2man", "pc:y", "so:libx.so.1"]);
  });

  test("is a defect where two files make one package; the first by file counts", () => {
    const twice = [recipe("os", "a", { file: "z.yaml", needs: ["gone"] }), recipe("os", "a", { file: "a.yaml" })];
    const answer = reachFrom({ given: [], recipes: twice, order: "pool" });
    expect(answer.reached).toEqual([{ name: "a", file: "a.yaml", wave: 0 }]);
    expect(answer.defects).toMatchObject([{ code: "name-provided-twice", place: { file: "z.yaml" } }]);
  });

  test("answers for a seed that is not locked yet come on trust, and are told", () => {
    const nothing = { depends: [], provides: [], installIf: [], priority: 0, pending: false, identity: "" };
    const answer = reachFrom({
      given: [],
      recipes: recipes({ a: { needs: ["gcc", "b"] }, b: {} }),
      order: "inputs-first",
      assume: ({ name }) => ({ ...nothing, name, input: "seed:x", assumed: true }),
    });
    expect(wavesOf(answer)).toEqual({ a: 1, b: 0 });
    expect(answer.assumed).toEqual(["gcc"]);
  });
});

describe("what would open the rest", () => {
  test("is one definition of a cycle, the one that others lean on most", () => {
    const answer = reach({
      autoconf: { needs: ["automake"] },
      automake: { needs: ["autoconf"] },
      libtool: { needs: ["autoconf", "bison"] },
      bison: { needs: ["autoconf", "libtool"] },
      zlib: { needs: ["libtool"] },
    });
    expect(answer.openers).toEqual([
      { name: "autoconf", file: "os/autoconf.yaml", brings: [], opens: 1 },
      { name: "bison", file: "os/bison.yaml", brings: [], opens: 2 },
    ]);
    expect(answer.opened).toEqual({ reached: 5, waves: 2, conflicts: [] });
  });

  test("brings what its packages need at run time", () => {
    const answer = reach({
      zilla: { needs: ["zilla"], runtime: ["moose"] },
      moose: { needs: ["zilla"] },
      app: { needs: ["zilla"] },
    });
    expect(answer.openers).toEqual([{ name: "zilla", file: "os/zilla.yaml", brings: ["moose"], opens: 1 }]);
  });
});

/** A small world: definitions a … h, given g0 and g1, perhaps a name that nobody gives. */
const NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"];
const atoms = fc.subarray([...NAMES, "g0", "g1", "gone"], { maxLength: 3 });
const sketches = fc
  .array(fc.record({ needs: atoms, runtime: fc.subarray(NAMES, { maxLength: 2 }) }), {
    minLength: NAMES.length,
    maxLength: NAMES.length,
  })
  .map((list): Sketches => Object.fromEntries(list.map((sketch, index) => [NAMES[index] ?? "", sketch])));
const GIVEN = records(offer("seed:x", "g0-1-r0"), offer("seed:x", "g1-1-r0"));

/** By the book: again and again, with the greatest set of packages that can be installed found by taking out. */
function plainly(world: Sketches, start: readonly string[]): Set<string> {
  const built = new Set(start);
  for (;;) {
    const installable = new Set([...built, "g0", "g1"]);
    let before = -1;
    while (installable.size !== before) {
      before = installable.size;
      for (const name of installable) {
        if (!(world[name]?.runtime ?? []).every((need) => installable.has(need))) installable.delete(name);
      }
    }
    const next = NAMES.filter((name) => !built.has(name) && world[name]?.needs?.every((need) => installable.has(need)));
    if (next.length === 0) return built;
    for (const name of next) built.add(name);
  }
}

describe("in every world", () => {
  test("what is reached is what the rule itself says", () => {
    fc.assert(
      fc.property(sketches, (world) => {
        const answer = reach(world, GIVEN);
        expect(answer.reached.map(({ name }) => name).sort()).toEqual([...plainly(world, [])].sort());
      }),
      { numRuns: 300 },
    );
  });

  test("the openers open all that lacks no name, and none of them can be left out", () => {
    fc.assert(
      fc.property(sketches, (world) => {
        const whole: Sketches = Object.fromEntries(
          Object.entries(world).map(([name, { needs = [], ...rest }]) => {
            return [name, { ...rest, needs: needs.filter((need) => need !== "gone") }];
          }),
        );
        const answer = reach(whole, GIVEN);
        const given = answer.openers.flatMap(({ name, brings }) => [name, ...brings]);
        expect(plainly(whole, given).size).toBe(NAMES.length);
        expect(answer.opened.reached).toBe(NAMES.length);
        for (const one of given) {
          const others = given.filter((name) => name !== one);
          expect(plainly(whole, others).size).toBeLessThan(NAMES.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the loop of a knot is real, and every definition in a cycle is in one knot", () => {
    fc.assert(
      fc.property(sketches, (world) => {
        const { knots, unreached } = reach(world, GIVEN);
        const members = knots.flatMap((knot) => knot.members);
        expect(new Set(members).size).toBe(members.length);
        for (const { loop, members: inside, after } of knots) {
          expect(inside).toEqual(expect.arrayContaining([...loop]));
          expect(loop.length).toBeGreaterThan(0);
          expect(after.every((index) => knots[index] !== undefined)).toBe(true);
        }
        for (const { state, knot } of unreached) if (state === "cycle") expect(knot).toBeDefined();
      }),
    );
  });

  test("the answer does not depend on the order of files", () => {
    const source = fc.record({ world: sketches }).chain(({ world }) => {
      const all = recipes(world);
      return fc.tuple(fc.constant(all), shuffled(all));
    });
    const answer = (list: readonly Recipe[]) =>
      JSON.stringify(reachFrom({ given: [givenPackages(GIVEN, [])], recipes: list, order: "pool" }));
    fc.assert(
      fc.property(source, ([straight, mixed]) => {
        expect(answer(mixed)).toBe(answer(straight));
      }),
    );
  });
});

test("a chain of ten thousand definitions, and a ring of them, take seconds and no deep stack", () => {
  const count = 10_000;
  const chain = Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`p${n}`, { needs: n === 0 ? [] : [`p${n - 1}`] }]),
  );
  const ring = { ...chain, p0: { needs: [`p${count - 1}`] } };
  const seconds = cpuSeconds(() => {
    expect(reach(chain)).toMatchObject({ waves: count, unreached: [] });
    const answer = reach(ring);
    expect(answer.knots.map(({ members }) => members.length)).toEqual([count]);
    expect(answer.openers).toHaveLength(1);
  });
  expect(seconds).toBeLessThan(10);
});
