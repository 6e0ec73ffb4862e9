import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  excuses,
  matchesGlob,
  ownOffers,
  type ResidueException,
  type ResidueFinding,
  type ResidueOffers,
  residueVerdict,
  settleResidue,
  unusedExceptions,
} from "../../src/index.ts";

const place = { file: "bootstrap.yaml", line: 1, column: 1 };
const finding = (more: Partial<ResidueFinding> = {}): ResidueFinding => ({
  path: "usr/lib/libx.a",
  kind: "linked-code",
  strength: "proof",
  what: "memcpy is the seed's.",
  detail: "libc.a(memcpy.o)",
  ...more,
});
const exception = (more: Partial<ResidueException> = {}): ResidueException => ({
  package: "libx",
  path: "usr/lib/**",
  kind: "linked-code",
  reason: "looked at",
  place,
  ...more,
});
const offers = (more: Partial<ResidueOffers> = {}): ResidueOffers => ({
  upstreams: [],
  paths: [],
  libraries: [],
  commands: [],
  triplets: [],
  ...more,
});

describe("what the run's own packages explain", () => {
  test.each([
    ["path", "paths"],
    ["library", "libraries"],
    ["command", "commands"],
    ["triplet", "triplets"],
  ] as const)("a %s that a package of the run has too is no residue", (own, list) => {
    const found = finding({ kind: "shebang", strength: "strong", unless: { own, name: "usr/bin/sh" } });
    expect(settleResidue({ findings: [found] }, ownOffers([offers()]))).toEqual([found]);
    expect(settleResidue({ findings: [found] }, ownOffers([offers(), offers({ [list]: ["usr/bin/sh"] })]))).toEqual([]);
    // A library is no path of the same name.
    const other = list === "paths" ? "libraries" : "paths";
    expect(settleResidue({ findings: [found] }, ownOffers([offers({ [other]: ["usr/bin/sh"] })]))).toEqual([found]);
  });

  test("what source texts decide is a hint where a package of the run has the same upstream", () => {
    const found = finding({ unless: { own: "upstream", name: "musl" } });
    expect(settleResidue({ findings: [found] }, ownOffers([offers({ upstreams: ["glibc"] })]))).toEqual([found]);
    const [softened] = settleResidue({ findings: [found] }, ownOffers([offers({ upstreams: ["musl"] })]));
    expect(softened).toMatchObject({ strength: "hint", what: expect.stringContaining("musl") });
  });

  test("findings come strongest first, then by path", () => {
    const found = [
      finding({ strength: "hint", path: "a" }),
      finding({ strength: "proof", path: "b" }),
      finding({ strength: "strong", path: "a" }),
      finding({ strength: "proof", path: "a" }),
    ];
    const settled = settleResidue({ findings: found }, ownOffers([]));
    expect(settled.map(({ strength, path }) => `${strength} ${path}`)).toEqual([
      "proof a",
      "proof b",
      "strong a",
      "hint a",
    ]);
  });
});

describe("the verdict on residue", () => {
  test.each([
    ["proof", "fails"],
    ["strong", "fails"],
    ["hint", "holds"],
  ] as const)("a finding of strength %s: the rung %s", (strength, state) => {
    expect(residueVerdict("libx", [finding({ strength })], []).finding.state).toBe(state);
  });

  test("without findings the rung holds", () => {
    expect(residueVerdict("libx", [], []).finding).toEqual({
      state: "holds",
      evidence: "no residue of the seed in its files",
    });
  });

  test("reasons name the file, the kind and what was found", () => {
    expect(residueVerdict("libx", [finding({ member: "a.o" })], []).finding).toEqual({
      state: "fails",
      reasons: ["usr/lib/libx.a(a.o): linked-code: memcpy is the seed's."],
    });
  });

  test("many reasons are cut short, and how many more there are is said", () => {
    const many = Array.from({ length: 50 }, (_, index) => finding({ path: `f${index}` }));
    const verdict = residueVerdict("libx", many, []);
    expect(verdict.residue).toHaveLength(50);
    const reasons = verdict.finding.state === "fails" ? verdict.finding.reasons : [];
    expect(reasons).toHaveLength(21);
    expect(reasons.at(-1)).toBe("and 30 more, which the scan report lists");
  });

  test("an exception excuses what it names, is shown with its reason, and excuses nothing else", () => {
    const other = finding({ path: "usr/bin/x" });
    const accepted = exception();
    const verdict = residueVerdict("libx", [finding(), other], [accepted]);
    expect(verdict.excused).toEqual([{ finding: finding(), exception: accepted }]);
    expect(verdict.residue).toEqual([other]);
    const clean = residueVerdict("libx", [finding()], [accepted]);
    expect(clean.finding).toEqual({
      state: "holds",
      evidence: "no residue of the seed in its files; 1 accepted: looked at",
    });
  });

  test("an exception that excused nothing in any package is told", () => {
    const [used, idle] = [exception(), exception({ path: "usr/bin/**" })];
    const verdicts = [residueVerdict("libx", [finding()], [used, idle]), residueVerdict("liby", [], [used, idle])];
    expect(unusedExceptions([used, idle], verdicts)).toEqual([idle]);
  });

  test.each([
    [{}, true],
    [{ package: "lib*" }, true],
    [{ package: "liby" }, false],
    [{ path: "usr/lib/libx.a" }, true],
    [{ path: "usr/*" }, false],
    [{ kind: "linked-data" }, false],
    [{ detail: "libc.a(*" }, true],
    [{ detail: "libc.a(memcpy.o)" }, true],
    [{ detail: "libgcc.a*" }, false],
  ] as const)("whether %o excuses memcpy in libx: %s", (more, expected) => {
    expect(excuses(exception(more), "libx", finding())).toBe(expected);
  });
});

describe("globs", () => {
  test.each([
    ["usr/lib/*.a", "usr/lib/libc.a", true],
    ["usr/lib/*.a", "usr/lib/gcc/libc.a", false],
    ["usr/**/*.a", "usr/lib/gcc/libc.a", true],
    ["usr/**/lib/*.a", "usr/lib/libc.a", true],
    ["usr/**/lib/*.a", "usr/xlib/libc.a", false],
    ["**", "usr/lib/libc.a", true],
    ["**/libc.a", "libc.a", true],
    ["**/libc.a", "usr/libc.a", true],
    ["**/libc.a", "usr/xlibc.a", false],
    ["usr/li?/x", "usr/lib/x", true],
    ["usr?lib", "usr/lib", false],
    ["a+b(c)[d]", "a+b(c)[d]", true],
    ["a.c", "abc", false],
    ["", "", true],
    ["", "a", false],
  ])("%s and %s: %s", (pattern, text, expected) => expect(matchesGlob(pattern, text, "/")).toBe(expected));

  test("without a separator a star is any text", () => expect(matchesGlob("a*c", "a/b/c")).toBe(true));

  test("a text without special signs matches itself and nothing else", () => {
    const plain = fc.string().filter((text) => !/[*?]/.test(text));
    fc.assert(fc.property(plain, plain, (a, b) => matchesGlob(a, b, "/") === (a === b) && matchesGlob(a, a, "/")));
  });

  test("cutting any part out for ** still matches", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), fc.nat(20), (text, from, size) => {
        const chars = [...text];
        const pattern = `${chars.slice(0, from).join("")}**${chars.slice(from + size).join("")}`;
        return /[*?]/.test(text) || matchesGlob(pattern, text) === true;
      }),
    );
  });

  test("a hostile pattern takes no longer than its length times the text's", () => {
    const started = performance.now();
    expect(matchesGlob(`${"*a".repeat(500)}b`, "a".repeat(2000), "/")).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
