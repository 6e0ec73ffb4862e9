import { compareVersions, isVersion, satisfies } from "@ascent/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** Texts that look like versions, valid or not. */
const versionish = fc.oneof(
  fc
    .tuple(
      fc.array(fc.constantFrom("0", "1", "2", "9", "10", "00", "01", "007", "20240101123456789"), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.constantFrom("", "a", "b", "z"),
      fc.array(
        fc.constantFrom("_alpha", "_beta2", "_pre", "_rc1", "_cvs", "_svn3", "_git20240101", "_hg", "_p", "_p10"),
        {
          maxLength: 2,
        },
      ),
      fc.constantFrom("", "-r0", "-r1", "-r12"),
    )
    .map(([parts, letter, suffixes, revision]) => `${parts.join(".")}${letter}${suffixes.join("")}${revision}`),
  fc.string({ unit: fc.constantFrom("0", "1", ".", "_", "-", "r", "p", "a", "rc", " "), maxLength: 8 }),
);

describe("which texts are versions", () => {
  test.each([
    "1",
    "1.36.1-r2",
    "1.1.1w-r0",
    "2.0_rc1",
    "0.9.27_git20200814-r3",
    "3_p1_p2",
    "2.3.0b-r4",
    "9.2p1",
    "006",
  ])("%s is one", (text) => expect(isVersion(text)).toBe(true));

  test.each([
    "",
    "a",
    "1.",
    ".1",
    "1..2",
    "1-r",
    "1-2",
    "1_foo",
    "1.2ab",
    "1-r1-r2",
    "1-r1.2",
    "1 ",
    "1\n",
    "1.2+3",
    "1~2",
    "1_",
  ])("%j is none", (text) => expect(isVersion(text)).toBe(false));
});

describe("order", () => {
  test("a released version lies between its pre-releases and what came after it", () => {
    const rising = [
      "1.2_alpha",
      "1.2_alpha1",
      "1.2_beta",
      "1.2_pre3",
      "1.2_rc1",
      "1.2_rc2",
      "1.2",
      "1.2-r0",
      "1.2-r1",
      "1.2-r10",
      "1.2_cvs1",
      "1.2_svn1",
      "1.2_git1",
      "1.2_hg1",
      "1.2_p1",
      "1.2_p9_p12",
      "1.2_p10",
      "1.2a",
      "1.2b",
      "1.2.0",
      "1.2.1",
      "1.3",
      "1.10",
      "2",
    ];
    for (const [index, version] of rising.entries()) {
      for (const higher of rising.slice(index + 1)) {
        expect([version, higher, compareVersions(version, higher)]).toEqual([version, higher, -1]);
        expect([higher, version, compareVersions(higher, version)]).toEqual([higher, version, 1]);
      }
    }
  });

  test("a part with leading zeros is lower than one without, except in front", () => {
    expect(compareVersions("1.01", "1.1")).toBe(-1);
    expect(compareVersions("1.09", "1.1")).toBe(-1);
    expect(compareVersions("1.001", "1.01")).toBe(-1);
    expect(compareVersions("1.0", "1.0.1")).toBe(-1);
    expect(compareVersions("006", "6")).toBe(0);
  });

  test("pre-releases of .0 are lower than .0, with and without -r", () => {
    expect(compareVersions("1.0_rc1-r0", "1.0-r0")).toBe(-1);
    expect(compareVersions("1.0_rc1", "1.0")).toBe(-1);
  });

  test("numbers too long for floating point are told apart", () => {
    expect(compareVersions("20240101123456789012", "20240101123456789013")).toBe(-1);
    expect(compareVersions("1_git99999999999999999998", "1_git99999999999999999999")).toBe(-1);
  });

  test("what is no version comes after all versions, in code-unit order", () => {
    expect(compareVersions("not a version", "999")).toBe(1);
    expect(compareVersions("999", "not a version")).toBe(-1);
    expect(compareVersions("a", "b")).toBe(-1);
    expect(compareVersions("a", "a")).toBe(0);
  });

  test("it is total: reflexive, antisymmetric and transitive over any texts", () => {
    fc.assert(
      fc.property(versionish, versionish, versionish, (a, b, c) => {
        expect(compareVersions(a, a)).toBe(0);
        expect(compareVersions(a, b)).toBe(0 - compareVersions(b, a));
        const [low, middle, high] = [a, b, c].sort(compareVersions) as [string, string, string];
        expect(compareVersions(low, middle)).toBeLessThanOrEqual(0);
        expect(compareVersions(middle, high)).toBeLessThanOrEqual(0);
        expect(compareVersions(low, high)).toBeLessThanOrEqual(0);
        if (compareVersions(low, high) === 0) {
          expect([compareVersions(low, middle), compareVersions(middle, high)]).toEqual([0, 0]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("constraints", () => {
  test.each([
    ["1.2-r0", "=", "1.2-r0", true],
    ["1.2-r0", "=", "1.2", false],
    ["1.2-r1", ">", "1.2-r0", true],
    ["1.2-r0", ">=", "1.2", true],
    ["1.2_rc1-r0", ">=", "1.2", false],
    ["1.1-r9", "<", "1.2", true],
    ["1.2-r0", "<=", "1.2-r0", true],
    ["1.2.3-r4", "~", "1.2", true],
    ["1.20-r0", "~", "1.2", false],
    ["1.2", "~", "1.2.0", false],
    ["1.2-r3", "~", "1.2-r3", true],
    ["1.2.9-r0", "<~", "1.2", true],
    ["1.1", "<~", "1.2", true],
    ["1.3", "<~", "1.2", false],
    ["1.2.0-r0", ">~", "1.2", true],
    ["1.3", ">~", "1.2", true],
    ["1.1", ">~", "1.2", false],
    ["weird", "=", "weird", true],
    ["weird", ">=", "weird", true],
    ["weird", ">", "1.0", false],
    ["1.0", "<", "weird", false],
  ] as const)("%s %s %s is %s", (...[version, relation, wanted, expected]) => {
    expect(satisfies(version, { relation, version: wanted })).toBe(expected);
  });

  test("exactly one of <, = and > holds between two versions, and <= and >= follow", () => {
    fc.assert(
      fc.property(versionish.filter(isVersion), versionish.filter(isVersion), (version, wanted) => {
        const holds = (relation: "<" | "=" | ">" | "<=" | ">=") => satisfies(version, { relation, version: wanted });
        expect([holds("<"), holds("="), holds(">")].filter(Boolean)).toHaveLength(1);
        expect(holds("<=")).toBe(holds("<") || holds("="));
        expect(holds(">=")).toBe(holds(">") || holds("="));
      }),
    );
  });
});
