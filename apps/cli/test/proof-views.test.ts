import type {
  BuildChangeView,
  ComparedArchView,
  ComparisonView,
  EvidenceView,
  RunView,
  VerdictView,
} from "@ascent/client";
import { RUNGS, type Rung } from "@ascent/core";
import { describe, expect, test } from "vitest";
import { isSameBits } from "../src/proof/rebuild.ts";
import { isAtLeast, measuredBy, uncheckedAt } from "../src/proof/rungs.ts";
import { comparisonLines } from "../src/view/comparison-view.ts";
import { diffLines } from "../src/view/diff-view.ts";
import type { Paint } from "../src/view/picture.ts";
import { rebuildLines } from "../src/view/rebuild-view.ts";
import { uncheckedLines } from "../src/view/verdict-view.ts";

const plain = (text: string) => text;
const paint: Paint = { columns: 100, rows: 30, good: plain, bad: plain, busy: plain, faint: plain, bold: plain };
const [FIRST, SECOND] = ["11111111-2222-4333-8444-555555555555", "99999999-2222-4333-8444-555555555555"];
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

function run(id: string, rest: Partial<RunView> = {}): RunView {
  return {
    ...{ id, blueprint: "tiny", blueprintDigest: digest("0"), seeds: ["debian"], arches: ["x86_64"] },
    ...{ required: "resolved", requestedBy: "token", state: "succeeded", createdAt: "2026-01-01T00:00:00.000Z" },
    preparation: [],
    ...rest,
  } as RunView;
}

function verdict(rungs: Readonly<Record<string, Rung>>): VerdictView {
  const packages = Object.entries(rungs).map(([name, rung]) => {
    const reached = RUNGS.indexOf(rung);
    const findings = RUNGS.map((each, index) => [
      each,
      index <= reached ? { state: "holds", evidence: "" } : { state: "not-checked", why: "nobody looked" },
    ]);
    const digests = { fileDigest: digest("1"), contentDigest: digest("2") };
    return { name, version: "1-r0", arch: "x86_64", ...digests, findings: Object.fromEntries(findings), rung };
  });
  return { blueprint: "tiny", seed: "debian", required: "resolved", holds: true, packages } as VerdictView;
}

describe("how far up", () => {
  test("a verdict is measured by the rung that is asked for, whatever the blueprint requires", () => {
    const judged = verdict({ musl: "fixed-point", sed: "clean" });
    expect(measuredBy(judged, "clean")).toMatchObject({ holds: true, required: "clean" });
    expect(measuredBy(judged, "reproducible").holds).toBe(false);
    expect(measuredBy({ ...judged, packages: [] }, "declared").holds).toBe(false);
  });

  test("no rung is less than any", () => {
    expect(isAtLeast(undefined, "declared")).toBe(false);
    expect(isAtLeast("declared", "declared")).toBe(true);
  });

  test("what is missing is told rung by rung up to the one that is asked for, with why", () => {
    const judged = measuredBy(verdict({ musl: "fixed-point", sed: "clean", tcc: "clean" }), "fixed-point");
    expect(uncheckedLines(judged)).toEqual([
      '  "reproducible" was not checked of sed, tcc: nobody looked',
      '  "fixed-point" was not checked of sed, tcc: nobody looked',
    ]);
    expect(uncheckedLines(measuredBy(judged, "clean"))).toEqual([]);
  });

  test("only what nobody has looked at is looked at", () => {
    const judged = verdict({ musl: "fixed-point", sed: "clean" });
    expect(uncheckedAt(judged, "reproducible").map(({ name }) => name)).toEqual(["sed"]);
    expect(uncheckedAt(judged, "clean")).toEqual([]);
  });
});

describe("a rebuild's end", () => {
  const how = "rebuilt from its recorded lock at another time";
  const evidence = (name: string, outcome: EvidenceView["outcome"], reasons: string[] = []): EvidenceView => ({
    ...{ kind: "rebuild", arch: "x86_64", package: name, buildKey: digest("3"), contentDigest: digest("4"), outcome },
    summary: `${how}: ${outcome === "holds" ? "the same bits" : "other bits"}`,
    reasons: reasons.map((reason) => `${how}: ${reason}`),
    documents: outcome === "holds" ? [digest("5")] : [digest("5"), digest("6")],
  });
  const rebuild = run(SECOND, { purpose: { kind: "rebuild", of: FIRST, with: "recorded" } });

  test("tells package by package, and of those that differ in what, once without how", () => {
    const list = [evidence("musl", "holds"), evidence("sed", "fails", ["usr/bin/sed › .text: 1 ≠ 2"])];
    expect(rebuildLines(run(FIRST), { run: rebuild, evidence: list }, paint)).toEqual([
      "Run 11111111 rebuilt from its recorded locks",
      "  ✔ musl     the same bits",
      "  ✘ sed      other bits",
      "      usr/bin/sed › .text: 1 ≠ 2",
      `      in full: artifact ${digest("6")}`,
    ]);
  });

  test("is good only when something was compared, and all of it is the same", () => {
    expect(isSameBits({ run: rebuild, evidence: [] })).toBe(false);
    expect(isSameBits({ run: rebuild, evidence: [evidence("musl", "holds")] })).toBe(true);
    expect(isSameBits({ run: run(SECOND, { state: "failed" }), evidence: [evidence("musl", "holds")] })).toBe(false);
    expect(isSameBits({ run: rebuild, evidence: [evidence("a", "holds"), evidence("b", "fails")] })).toBe(false);
  });
});

describe("a comparison", () => {
  const side = { version: "1-r0", fileDigest: digest("1"), contentDigest: digest("2") };
  const seed = (name: string, letter: string) => {
    return { arch: "x86_64", state: "locked", seed: name, lockDigest: digest(letter) } as const;
  };
  const arch: ComparedArchView = {
    arch: "x86_64",
    seeds: { first: seed("debian", "a"), second: seed("debian-clang", "b") },
    isOtherSeed: true,
    stages: [
      { stage: "stage1", same: 1, different: ["tcc-stage1"] },
      { stage: "final", same: 2, different: [] },
    ],
    packages: ["musl", "tcc"].map((name) => ({ name, outcome: "same", first: side, second: side, differences: [] })),
  };
  const of = (more: Partial<ComparedArchView>): ComparisonView => {
    return { first: FIRST, second: SECOND, holds: false, arches: [{ ...arch, ...more }] };
  };

  test("tells both seeds, and that early stages may differ while the last does not", () => {
    expect(comparisonLines(of({}), paint)).toEqual([
      "Run 11111111 beside run 99999999",
      "  seeds debian sha256:aaaaaaaaaaaa… and debian-clang sha256:bbbbbbbbbbbb…",
      "  · stage1    1 of 2 packages the same  not tcc-stage1",
      "  ✔ final     2 of 2 packages the same",
      "✔ all 2 packages of final have the same bits, whichever seed they came from",
    ]);
  });

  test("of the same seed claims nothing about it", () => {
    const lines = comparisonLines(of({ isOtherSeed: false }), paint);
    expect(lines[2]).toContain("the same seed");
    expect(lines.at(-1)).not.toContain("✔");
  });

  test("names the first package that differs, since when, and in what", () => {
    const tcc = {
      name: "tcc",
      outcome: "different",
      since: "stage2",
      differences: ["usr/bin/tcc › .text: …"],
    } as const;
    const lines = comparisonLines(
      of({
        stages: [{ stage: "final", same: 1, different: ["tcc"] }],
        packages: [{ ...tcc, first: side, second: side, differences: [...tcc.differences], report: digest("9") }],
        firstDivergence: "tcc",
      }),
      paint,
    );
    expect(lines.slice(2)).toEqual([
      "  ✘ final     1 of 2 packages the same  not tcc",
      "  ✘ tcc: other bits, not the same since stage2  (the first in build order)",
      "      usr/bin/tcc › .text: …",
      `      in full: artifact ${digest("9")}`,
      "✘ they do not end in the same bits; final/tcc is the first that differs",
    ]);
  });
});

describe("a diff", () => {
  const change = (more: Partial<BuildChangeView>): BuildChangeView => ({
    ...{ arch: "x86_64", stage: "stage2", name: "tcc", first: "1-r0", second: "1-r0", recipe: [], environment: [] },
    bits: ["tcc"],
    cause: { kind: "recipe", at: "stage2/tcc", details: ["sources: fetches x"], through: ["stage2/tcc"] },
    ...more,
  });
  const diff = (...changes: BuildChangeView[]) => {
    return diffLines({ first: run(FIRST), second: run(SECOND), changes, unchanged: 3 }, paint);
  };

  test("tells what a person changed, then what only followed, with the way back", () => {
    const own = change({ second: "2-r0", recipe: [{ kind: "sources", details: ["fetches x"] }] });
    const environment = [{ name: "tcc", input: "stage2", first: "1-r0", second: "2-r0" }];
    const through = ["final/sed", "stage2/tcc"];
    const after = change({ stage: "final", name: "sed", bits: [], environment, cause: { ...own.cause, through } });
    expect(diff(own, after)).toEqual([
      "Run 11111111 → run 99999999",
      "  stage2/tcc  1-r0 → 2-r0  other bits: tcc",
      "      sources: fetches x",
      "  final/sed  1-r0  the same bits",
      "      environment: tcc 1-r0 → 2-r0 of stage2",
      "      because of stage2/tcc (its definition): final/sed ← stage2/tcc",
      "",
      "2 builds changed, 3 alike; first causes: stage2/tcc (its definition)",
    ]);
  });

  test("of equal runs says so", () => {
    expect(diff()).toEqual(["Run 11111111 → run 99999999", "  nothing differs: 3 builds alike"]);
  });

  test("never lists an environment of hundreds", () => {
    const environment = Array.from({ length: 300 }, (_, index) => ({
      name: `p${index}`,
      input: "seed:debian",
      second: "1",
    }));
    const lines = diff(change({ environment, cause: { ...change({}).cause, kind: "seed" } }));
    expect(lines.length).toBeLessThan(15);
    expect(lines.join("\n")).toContain("and 294 more of its environment");
  });
});
