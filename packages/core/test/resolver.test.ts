import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createCatalog,
  type Dependency,
  type OfferedPackage,
  parseDependency,
  resolveEnvironment,
  satisfies,
} from "../src/index.ts";
import { at, cpuSeconds, offer, shuffled } from "./builders.ts";

function resolve(wanted: readonly string[], inputs: readonly (readonly OfferedPackage[])[]) {
  return resolveEnvironment({ wanted: wanted.map(parseDependency), inputs });
}

/** `input/name-version` of every package, or the problems' messages. */
function told(wanted: readonly string[], inputs: readonly (readonly OfferedPackage[])[]): readonly string[] {
  const resolution = resolve(wanted, inputs);
  if (!resolution.ok) return resolution.reasons;
  return resolution.packages.map(({ input, record }) => `${input}/${record.name}-${record.version}`);
}

describe("inputs in their order", () => {
  test("a name resolves to the first input that has it, even where a later one has a higher version", () => {
    const inputs = [[offer("stage1", "gcc-12-r0")], [offer("seed:x", "gcc-13-r0")]];
    expect(told(["gcc"], inputs)).toEqual(["stage1/gcc-12-r0"]);
    expect(told(["gcc"], inputs.toReversed())).toEqual(["seed:x/gcc-13-r0"]);
  });

  test("a later input is looked at where no earlier one has a satisfying version", () => {
    const inputs = [[offer("stage1", "gcc-12-r0")], [offer("seed:x", "gcc-13-r0")]];
    expect(told(["gcc>=13"], inputs)).toEqual(["seed:x/gcc-13-r0"]);
  });

  test("an earlier input's virtual provider wins over a later input's package of that name", () => {
    const inputs = [[offer("stage1", "busybox-1-r0", { provides: ["sh"] })], [offer("seed:x", "sh-9-r0")]];
    expect(told(["sh"], inputs)).toEqual(["stage1/busybox-1-r0"]);
  });

  test("run-time dependencies of a later input's package resolve to the first input too", () => {
    const inputs = [
      [offer("stage1", "libc-1-r0")],
      [offer("seed:x", "make-4-r0", { depends: ["libc"] }), offer("seed:x", "libc-2-r0")],
    ];
    expect(told(["make"], inputs)).toEqual(["stage1/libc-1-r0", "seed:x/make-4-r0"]);
  });

  test("what is installed anyway never answers in place of an earlier input", () => {
    const inputs = [
      [offer("stage1", "dash-1-r0", { provides: ["sh"] })],
      [offer("seed:x", "bash-5-r0", { provides: ["sh"] })],
    ];
    expect(told(["bash", "sh"], inputs)).toEqual(["seed:x/bash-5-r0", "stage1/dash-1-r0"]);
  });

  test("a later input's package never slips into an earlier one's place because the two cannot live together", () => {
    const inputs = [
      [offer("stage1", "libgcc-12-r0")],
      [offer("seed:x", "gcc-13-r0", { depends: ["libgcc=13-r0"] }), offer("seed:x", "libgcc-13-r0")],
    ];
    expect(told(["gcc", "libgcc"], inputs)).toEqual([
      "gcc-13-r0 (seed:x) needs libgcc=13-r0: libgcc-13-r0 (seed:x) and libgcc-12-r0 (stage1) cannot be installed together: the name libgcc can belong to one of them only",
    ]);
  });

  test("a stage's stand-in answers for a name while the seed's tools run on the seed's own package of that name", () => {
    const seed = [
      offer("seed:x", "make-4-r0", { depends: ["so:libc.musl.so.1"] }),
      offer("seed:x", "musl-1.2.5-r0", { provides: ["so:libc.musl.so.1=1"] }),
    ];
    const standIn = offer("stage1", "musl-stage1-1.2.3-r0", { provides: ["musl"] });
    expect(told(["make", "musl"], [[standIn], seed])).toEqual([
      "seed:x/make-4-r0",
      "seed:x/musl-1.2.5-r0",
      "stage1/musl-stage1-1.2.3-r0",
    ]);
    const owner = offer("stage1", "musl-stage1-1.2.3-r0", { provides: ["musl=1.2.3-r0"] });
    expect(resolve(["make", "musl"], [[owner], seed])).toMatchObject({ ok: false, problems: [{ kind: "conflict" }] });
  });

  test("within one input a name provided without a version cannot be another package's own", () => {
    const inputs = [[offer("s", "foo-1-r0"), offer("s", "bar-1-r0", { provides: ["foo"] })]];
    expect(resolve(["bar", "foo>=1"], inputs)).toMatchObject({ ok: false, problems: [{ kind: "conflict" }] });
  });

  test("a tag names the input that alone may answer", () => {
    const inputs = [[offer("stage1", "gcc-12-r0")], [offer("seed:x", "gcc-13-r0")]];
    expect(told(["gcc@seed"], inputs)).toEqual(["seed:x/gcc-13-r0"]);
    expect(told(["gcc@stage1"], inputs)).toEqual(["stage1/gcc-12-r0"]);
    expect(told(["gcc@stage9"], inputs)).toEqual([
      "gcc@stage9 is asked for, only gcc-12-r0 (stage1), gcc-13-r0 (seed:x) are there",
    ]);
  });
});

describe("within one input", () => {
  const one = (...packages: OfferedPackage[]) => [packages];

  test("the package of that name comes before a virtual provider, whatever its priority", () => {
    const inputs = one(offer("s", "awk-1-r0"), offer("s", "gawk-5-r0", { provides: ["awk=9"], priority: 100 }));
    expect(told(["awk"], inputs)).toEqual(["s/awk-1-r0"]);
  });

  test("then higher provider priority, then higher version, then name by code units", () => {
    const a = offer("s", "a-1-r0", { provides: ["v"] });
    const b = offer("s", "b-1-r0", { provides: ["v"], priority: 5 });
    const c = offer("s", "c-1-r0", { provides: ["v=2"] });
    expect(told(["v"], one(a, b, c))).toEqual(["s/b-1-r0"]);
    expect(told(["v"], one(a, c))).toEqual(["s/c-1-r0"]);
    expect(told(["v"], one(offer("s", "B-1-r0", { provides: ["v"] }), a))).toEqual(["s/B-1-r0"]);
    expect(told(["a"], one(a, offer("s", "a-1.10-r0"), offer("s", "a-1.9-r0")))).toEqual(["s/a-1.10-r0"]);
  });

  test("an unversioned provision satisfies no constraint", () => {
    const inputs = one(offer("s", "mawk-1-r0", { provides: ["awk"] }));
    expect(told(["awk"], inputs)).toEqual(["s/mawk-1-r0"]);
    expect(told(["awk>=1"], inputs)).toEqual(["awk>=1 is asked for, only awk of mawk-1-r0 (s) is there"]);
  });

  test("unversioned provisions of one name live together, versioned ones exclude each other", () => {
    const shared = one(offer("s", "a-1-r0", { provides: ["v"] }), offer("s", "b-1-r0", { provides: ["v"] }));
    expect(told(["a", "b"], shared)).toEqual(["s/a-1-r0", "s/b-1-r0"]);
    const owned = one(offer("s", "a-1-r0", { provides: ["v=1"] }), offer("s", "b-1-r0", { provides: ["v=1"] }));
    expect(told(["a", "b"], owned)).toEqual([
      "b is asked for: b-1-r0 (s) and a-1-r0 (s) cannot be installed together: the name v can belong to one of them only",
    ]);
  });

  test("another provider is taken where the best one is ruled out", () => {
    const inputs = one(
      offer("s", "dash-1-r0", { provides: ["sh"], priority: 9 }),
      offer("s", "bash-1-r0", { provides: ["sh"] }),
    );
    expect(told(["sh"], inputs)).toEqual(["s/dash-1-r0"]);
    expect(told(["sh", "!dash"], inputs)).toEqual(["s/bash-1-r0"]);
  });

  test("a lower version is taken where another package allows no higher one", () => {
    const inputs = one(
      offer("s", "lib-2-r0"),
      offer("s", "lib-1-r0"),
      offer("s", "old-1-r0", { depends: ["lib<2"] }),
      offer("s", "any-1-r0", { depends: ["lib"] }),
    );
    expect(told(["any", "old"], inputs)).toEqual(["s/any-1-r0", "s/lib-1-r0", "s/old-1-r0"]);
  });

  test("a later input never steps in for an earlier one whose packages clash", () => {
    const inputs = [
      [offer("stage1", "sh-1-r0"), offer("stage1", "tool-1-r0", { depends: ["!sh"] })],
      [offer("seed:x", "sh-1-r0"), offer("seed:x", "bash-1-r0", { provides: ["sh"] })],
    ];
    const resolution = resolve(["sh", "tool"], inputs);
    expect(resolution).toMatchObject({ ok: false, problems: [{ kind: "conflict", atom: "tool", chain: [] }] });
  });

  test("a package that provides what it conflicts with does not conflict with itself", () => {
    const inputs = one(
      offer("s", "new-1-r0", { provides: ["old=1"], depends: ["!old"] }),
      offer("s", "old-0-r0"),
      offer("s", "user-1-r0", { depends: ["old>=1"] }),
    );
    expect(told(["user"], inputs)).toEqual(["s/new-1-r0", "s/user-1-r0"]);
    expect(told(["new", "old"], inputs)).toEqual(["s/new-1-r0"]);
  });

  test("a conflict with a version spares other versions", () => {
    const inputs = one(offer("s", "a-1-r0", { depends: ["!b<2"] }), offer("s", "b-2-r0"));
    expect(told(["a", "b"], inputs)).toEqual(["s/a-1-r0", "s/b-2-r0"]);
  });
});

describe("a name that no package has and several give", () => {
  const shells = [
    offer("seed:x", "busybox-binsh-1.35-r0", { provides: ["/bin/sh"], depends: ["busybox"], priority: 100 }),
    offer("seed:x", "dash-binsh-0.5-r0", { provides: ["/bin/sh"], depends: ["dash"], priority: 60 }),
    offer("seed:x", "busybox-1.35-r0"),
    offer("seed:x", "dash-0.5-r0"),
    offer("seed:x", "git-2-r0", { depends: ["/bin/sh"] }),
    offer("seed:x", "posix-1-r0", { depends: ["dash-binsh"] }),
  ];

  test("is answered by the best where none of them is there", () => {
    expect(told(["git"], [shells])).toEqual([
      "seed:x/busybox-1.35-r0",
      "seed:x/busybox-binsh-1.35-r0",
      "seed:x/git-2-r0",
    ]);
  });

  test("is answered by one that is there anyway, however late it came in", () => {
    const withDash = ["seed:x/dash-0.5-r0", "seed:x/dash-binsh-0.5-r0", "seed:x/git-2-r0"];
    expect(told(["git", "dash-binsh"], [shells])).toEqual(withDash);
    expect(told(["/bin/sh", "git", "posix"], [shells])).toEqual([...withDash, "seed:x/posix-1-r0"]);
  });

  test("is answered by the interpreter that a module asks for by its own name", () => {
    const lua = [
      offer("seed:x", "lua5.4-5.4.6-r0", { provides: ["lua"] }),
      offer("seed:x", "lua5.1-5.1.5-r0", { provides: ["lua"] }),
      offer("seed:x", "lua-yaml-common-1-r0", { depends: ["lua"] }),
      offer("seed:x", "lua5.1-yaml-1-r0", { depends: ["lua-yaml-common", "lua5.1"] }),
    ];
    expect(told(["lua5.1-yaml"], [lua])).toEqual([
      "seed:x/lua-yaml-common-1-r0",
      "seed:x/lua5.1-5.1.5-r0",
      "seed:x/lua5.1-yaml-1-r0",
    ]);
  });

  test("is answered anew where a choice that it went by is taken back", () => {
    const world = [
      offer("seed:x", "a-2-r0", { provides: ["api"], depends: ["gone"] }),
      offer("seed:x", "a-1-r0", { depends: ["b"] }),
      offer("seed:x", "b-1-r0", { provides: ["api"] }),
      offer("seed:x", "c-1-r0", { provides: ["api"], priority: 9 }),
    ];
    expect(told(["a", "api"], [world])).toEqual(["seed:x/a-1-r0", "seed:x/b-1-r0"]);
  });
});

describe("install_if", () => {
  const docs = offer("stage1", "docs-1-r0");
  const zlib = offer("stage1", "zlib-1.3-r0");
  const zlibDoc = (input: string) => offer(input, "zlib-doc-1.3-r0", { installIf: ["docs", "zlib=1.3-r0"] });

  test("a package comes along when all its conditions hold, and not when one does not", () => {
    const inputs = [[docs, zlib, zlibDoc("stage1")]];
    expect(told(["docs", "zlib"], inputs)).toEqual([
      "stage1/docs-1-r0",
      "stage1/zlib-1.3-r0",
      "stage1/zlib-doc-1.3-r0",
    ]);
    expect(told(["zlib"], inputs)).toEqual(["stage1/zlib-1.3-r0"]);
  });

  test("a later input's package never comes along with an earlier input's package of the same version", () => {
    expect(told(["docs", "zlib"], [[docs, zlib], [zlibDoc("seed:x")]])).toEqual([
      "stage1/docs-1-r0",
      "stage1/zlib-1.3-r0",
    ]);
  });

  test("it brings its own dependencies and what they trigger, and is left out where it clashes", () => {
    const chain = [
      offer("s", "a-1-r0"),
      offer("s", "b-1-r0", { installIf: ["a"], depends: ["c"] }),
      offer("s", "c-1-r0"),
      offer("s", "d-1-r0", { installIf: ["c", "!e"] }),
      offer("s", "f-1-r0", { installIf: ["a"], depends: ["missing"] }),
      offer("s", "g-1-r0", { installIf: ["a"], depends: ["!c"] }),
    ];
    expect(told(["a"], [chain])).toEqual(["s/a-1-r0", "s/b-1-r0", "s/c-1-r0", "s/d-1-r0"]);
    expect(told(["a", "!b"], [chain])).toEqual(["s/a-1-r0", "s/g-1-r0"]);
  });

  test("its reason names no atom", () => {
    const resolution = resolve(["docs", "zlib"], [[docs, zlib, zlibDoc("stage1")]]);
    expect(resolution.reasons).toEqual([
      { name: "docs", atom: "docs" },
      { name: "zlib", atom: "zlib" },
      { name: "zlib-doc" },
    ]);
  });
});

describe("explanations", () => {
  const inputs = [
    [offer("stage1", "b-1.0-r0")],
    [
      offer("seed:debian", "a-3-r0", { depends: ["b>=2", "ghost"] }),
      offer("seed:debian", "top-1-r0", { depends: ["a"] }),
    ],
  ];

  test("every unanswered atom is told at once, with what is there and who asks", () => {
    expect(told(["top", "nothing"], inputs)).toEqual([
      "nothing is asked for, which none of stage1, seed:debian gives",
      "a-3-r0 (seed:debian), needed by top, needs b>=2, only b-1.0-r0 (stage1) is there",
      "a-3-r0 (seed:debian), needed by top, needs ghost, which none of stage1, seed:debian gives",
    ]);
    const resolution = resolve(["top"], inputs);
    expect(resolution).toMatchObject({
      ok: false,
      problems: [
        { kind: "version", atom: "b>=2", chain: ["top", "a"] },
        { kind: "missing", atom: "ghost", chain: ["top", "a"] },
      ],
    });
  });

  test("reasons say which atom brought a package in and who asked", () => {
    const resolution = resolve(
      ["make>=4"],
      [[offer("s", "make-4-r0", { depends: ["so:c"] }), offer("s", "libc-1-r0", { provides: ["so:c=1"] })]],
    );
    expect(resolution.reasons).toEqual([
      { name: "libc", atom: "so:c", askedBy: "make" },
      { name: "make", atom: "make>=4" },
    ]);
  });

  test("an unreadable atom is a coded fault", () => {
    const wanted = [{ value: "a b", place: at("x.yaml") }];
    expect(() => resolveEnvironment({ wanted, inputs: [] })).toThrow(
      expect.objectContaining({ code: "bad-dependency" }),
    );
  });

  test("a search without end is given up, not guessed", () => {
    // Pigeons and holes: 9 packages, each must have one of 8 names to itself. Hopeless, and no shortcut shows it.
    const holes = Array.from({ length: 8 }, (_, hole) => hole);
    const nests = Array.from({ length: 9 }, (_, pigeon) =>
      holes.map((hole) => offer("s", `nest${pigeon}x${hole}-1-r0`, { provides: [`pigeon${pigeon}`, `hole${hole}=1`] })),
    );
    const wanted = nests.map((_, pigeon) => `pigeon${pigeon}`);
    expect(resolve(wanted, [nests.flat()])).toMatchObject({ ok: false, problems: [{ kind: "too-hard" }] });
  });
});

/* Properties over small random worlds. ------------------------------------------------------------------------------ */

const name = fc.constantFrom("a", "b", "c", "d", "e");
const version = fc.constantFrom("1-r0", "2-r0", "3-r0");
const atom = fc
  .tuple(name, fc.option(fc.tuple(fc.constantFrom("=", "<", ">=", ">"), version), { nil: undefined, freq: 2 }))
  .map(([about, constraint]) => `${about}${constraint === undefined ? "" : constraint.join("")}`);
const dependency = fc.tuple(fc.boolean(), fc.boolean(), atom).map(([x, y, text]) => (x && y ? `!${text}` : text));
const provision = fc
  .tuple(fc.constantFrom("d", "e", "v"), fc.option(version, { nil: undefined }))
  .map(([about, given]) => (given === undefined ? about : `${about}=${given}`));
const world = fc
  .array(
    fc.record({
      name,
      version,
      input: fc.constantFrom("stage1", "stage2"),
      depends: fc.array(dependency, { maxLength: 2 }),
      provides: fc.array(provision, { maxLength: 1 }),
      installIf: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(atom, { minLength: 1, maxLength: 2 }) },
      ),
      priority: fc.constantFrom(0, 0, 1),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((packages) =>
    packages.map(({ input, name, version, ...sketch }) =>
      offer(input, `${name}-${version}`, { ...sketch, salt: JSON.stringify(sketch) }),
    ),
  );
const wantedAtoms = fc.array(fc.oneof({ weight: 4, arbitrary: atom }, { weight: 1, arbitrary: dependency }), {
  minLength: 1,
  maxLength: 4,
});

function grouped(packages: readonly OfferedPackage[]): OfferedPackage[][] {
  return ["stage1", "stage2"].map((input) => packages.filter((one) => one.input === input));
}

function gives({ record }: OfferedPackage, { name: about, constraint }: Dependency): boolean {
  const names = [{ name: record.name, version: record.version }, ...record.provides];
  return names.some(
    (given) =>
      given.name === about &&
      (constraint === undefined || (given.version !== undefined && satisfies(given.version, constraint))),
  );
}

/** apk's rules of living together, written down a second time and plainly. */
function canLiveTogether(packages: readonly OfferedPackage[], wanted: readonly Dependency[]): boolean {
  const claims = packages.flatMap((one) => [
    { one, name: one.record.name, owned: true },
    ...one.record.provides.map((given) => ({ one, name: given.name, owned: given.version !== undefined })),
  ]);
  const shared = claims.some((a) =>
    claims.some((b) => {
      if (a.one === b.one || a.name !== b.name) return false;
      return a.one.input === b.one.input ? a.owned || b.owned : a.owned && b.owned;
    }),
  );
  const bans = [
    ...wanted.map((one) => ({ one, asker: undefined as OfferedPackage | undefined })),
    ...packages.flatMap((asker) => asker.record.depends.map((one) => ({ one, asker }))),
  ].filter(({ one }) => one.conflict);
  return !shared && !bans.some(({ one, asker }) => packages.some((other) => other !== asker && gives(other, one)));
}

function demandsOf(packages: readonly OfferedPackage[], wanted: readonly Dependency[]): Dependency[] {
  return [...wanted, ...packages.flatMap((one) => one.record.depends)].filter((one) => !one.conflict);
}

/** Those of the first input that has any. */
function ownChoices(packages: readonly OfferedPackage[], demand: Dependency): OfferedPackage[] {
  const fitting = packages.filter((one) => gives(one, demand));
  const first = fitting.some((one) => one.input === "stage1") ? "stage1" : "stage2";
  return fitting.filter((one) => one.input === first);
}

describe("any world", () => {
  test("the order of packages and of atoms decides nothing", () => {
    const shuffles = fc
      .tuple(world, wantedAtoms)
      .chain(([packages, wanted]) =>
        fc.tuple(fc.constant(packages), fc.constant(wanted), shuffled(packages), shuffled(wanted)),
      );
    fc.assert(
      fc.property(shuffles, ([packages, wanted, otherPackages, otherWanted]) => {
        const once = JSON.stringify(resolve(wanted, grouped(packages)));
        expect(JSON.stringify(resolve(otherWanted, grouped(otherPackages)))).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test("a solution is complete, free of clashes, and holds nothing but first-input choices and install_if", () => {
    fc.assert(
      fc.property(world, wantedAtoms, (packages, texts) => {
        const wanted = texts.map(parseDependency);
        const resolution = resolve(texts, grouped(packages));
        if (!resolution.ok) return;
        const chosen = resolution.packages;
        const demands = demandsOf(chosen, wanted);
        expect(canLiveTogether(chosen, wanted)).toBe(true);
        for (const demand of demands) {
          expect(ownChoices(packages, demand).some((choice) => chosen.includes(choice))).toBe(true);
        }
        const conditional = new Set(
          resolution.reasons.filter((reason) => reason.atom === undefined).map((reason) => reason.name),
        );
        for (const one of chosen) {
          const justified = demands.some((demand) => ownChoices(packages, demand).includes(one));
          expect(justified || conditional.has(one.record.name)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("when some set of first-input choices works, one is found", () => {
    fc.assert(
      fc.property(world, wantedAtoms, (packages, texts) => {
        if (resolve(texts, grouped(packages)).ok) return;
        const wanted = texts.map(parseDependency);
        for (let mask = 0; mask < 1 << packages.length; mask++) {
          const subset = packages.filter((_, index) => (mask & (1 << index)) !== 0);
          const works =
            canLiveTogether(subset, wanted) &&
            demandsOf(subset, wanted).every((demand) =>
              ownChoices(packages, demand).some((choice) => subset.includes(choice)),
            );
          expect(works && subset.map((one) => one.record.name)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("over an index of 12,000 packages an environment of 300 takes a few milliseconds", () => {
  const count = 12_000;
  const packages = Array.from({ length: count }, (_, index) =>
    offer("seed:x", `p${index}-1-r0`, {
      depends: [1, 2, 3].map((step) => `so:lib${(index * 7 + step) % 300}.so.1`),
      provides: [`so:lib${index}.so.1=1.${index}`, `cmd:p${index}=1-r0`, `pc:p${index}=1`],
      installIf: [`p${index}-dev=1-r0`, "docs"],
    }),
  );
  let catalog = createCatalog([]);
  expect(cpuSeconds(() => (catalog = createCatalog([packages])))).toBeLessThan(1.5);
  const wanted = Array.from({ length: 20 }, (_, index) => parseDependency(`p${index * 500 + 400}`));
  const solve = () => resolveEnvironment({ wanted, inputs: catalog });
  const first = solve();
  expect(first.ok && first.packages.length).toBeGreaterThan(250);
  expect(cpuSeconds(() => Array.from({ length: 20 }, solve)) / 20).toBeLessThan(0.05);
});
