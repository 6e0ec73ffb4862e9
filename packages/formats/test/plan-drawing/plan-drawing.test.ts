import type { SurveyedStage } from "@ascent/core";
import { describe, expect, test } from "vitest";
import { planDot, planSvg } from "../../src/index.ts";
import { layers } from "../../src/plan-drawing/layers.ts";
import { definition, surveyOf } from "../lint/linting.ts";
import { checkXml } from "./check-xml.ts";

function planned(files: Readonly<Record<string, string>>): readonly SurveyedStage[] {
  return surveyOf({ files, arches: ["x86_64"] }).arches[0]?.plan.stages ?? [];
}

const FILES: Readonly<Record<string, string>> = {
  "stage1/base.yaml": definition("base"),
  "stage2/a.yaml": definition("a", "", { needs: ["base"] }),
  "stage2/b.yaml": definition("b", "", { needs: ["a"] }),
  "stage2/c++.yaml": definition("c++", "", { needs: ["a", "b", "nowhere"] }),
  "stage2/knot.yaml": definition("knot", "", { needs: ["knot"] }),
};

describe("a plan drawn as SVG", () => {
  const svg = planSvg(planned(FILES));

  test("is well-formed and has a box for every build and a line for every wait", () => {
    expect(checkXml(svg)).toBeGreaterThan(20);
    expect(svg.match(/<rect /g)).toHaveLength(5);
    // b after a, c++ after a and b; what waits for itself starts and ends at its own box.
    expect(svg.match(/<path /g)).toHaveLength(4);
    expect(svg).toContain("c++-1.2.3-r0");
  });

  test("shows what is stuck in red", () => {
    expect(svg.match(/<g class="stuck">.*?<\/g>/gs)?.map((group) => />([^<]+)<\/text>/.exec(group)?.[1])).toEqual([
      "c++-1.2.3-r0",
      "knot-1.2.3-r0",
    ]);
  });

  test("puts no two boxes in one place, and what waits further to the right", () => {
    const boxes = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)"/g)].map(([, x, y]) => `${x} ${y}`);
    expect(new Set(boxes).size).toBe(boxes.length);
    const spots = layers(planned(FILES)[1]?.builds ?? []);
    const builds = spots.filter(({ build }) => build !== undefined);
    expect(builds.map(({ name, column }) => `${name} ${column}`)).toEqual(["a 0", "b 1", "c++ 2"]);
  });

  test("leads a line to a later column past those between in a row of its own", () => {
    const spots = layers(planned(FILES)[1]?.builds ?? []);
    const passing = spots.filter(({ build }) => build === undefined);
    expect(passing.map(({ name, column }) => `${name} ${column}`)).toEqual(["a 1"]);
    expect(new Set(spots.map(({ column, row }) => `${column} ${row}`)).size).toBe(spots.length);
    const box = /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"[^>]*\/><text[^>]*>b-1/.exec(svg);
    const [left, top, width] = (box ?? []).slice(1).map(Number);
    const passage = /C[\d. ]+ ([\d.]+)H([\d.]+)C/.exec(svg);
    expect(Number(passage?.[2])).toBeCloseTo((left ?? 0) + (width ?? 0), 0);
    expect(Number(passage?.[1]) < (top ?? 0) || Number(passage?.[1]) > (top ?? 0) + 22).toBe(true);
  });

  test("puts what has to do with nothing else of its stage side by side, below the rest", () => {
    const idle = Object.fromEntries(["x", "y", "z"].map((name) => [`stage2/${name}.yaml`, definition(name)]));
    const drawn = planSvg(planned({ ...FILES, ...idle }));
    const rows = new Map(
      [...drawn.matchAll(/y="([\d.]+)"[^>]*\/><text[^>]*>([a-z+]+)-1/g)].map(([, y, name]) => [name, Number(y)]),
    );
    expect(rows.get("x")).toBe(rows.get("z"));
    expect(rows.get("x")).toBeGreaterThan(Math.max(...["a", "b", "c++"].map((name) => rows.get(name) ?? 0)));
  });

  test("says why at every arrow, and what each build takes from where", () => {
    expect(svg).toContain("<title>b waits for a: a</title>");
    expect(svg).toMatch(/<title>a-1\.2\.3-r0\nstage1: base<\/title>/);
  });

  test("escapes whatever a name has", () => {
    const [stage] = planned({ "stage1/a.yaml": definition("a") });
    const odd = { ...stage, stage: `<&">` } as SurveyedStage;
    checkXml(planSvg([odd]));
  });
});

describe("a plan as a graph", () => {
  const dot = planDot(planned(FILES));

  test("says why one build takes another's, within the stage and across", () => {
    expect(dot).toContain('"stage2/x86_64/a" -> "stage2/x86_64/b" [label="a"];');
    expect(dot).toContain('"stage1/x86_64/base" -> "stage2/x86_64/a" [label="base", style=dotted, color=gray];');
    expect(dot).toContain('"stage2/x86_64/c++" [label="c++", color=red];');
  });

  test("quotes whatever a name has", () => {
    const [stage] = planned({ "stage1/a.yaml": definition("a") });
    expect(planDot([{ ...stage, stage: 'a"b\\' } as SurveyedStage])).toContain('label="a\\"b\\\\ x86_64"');
  });
});

test("the same plan gives the same bytes, whatever the order of its files", () => {
  const backwards = Object.fromEntries(
    Object.entries(FILES)
      .toReversed()
      .toSorted(([a], [b]) => (a.slice(0, 6) < b.slice(0, 6) ? -1 : 1)),
  );
  expect(planSvg(planned(backwards))).toBe(planSvg(planned(FILES)));
  expect(planDot(planned(backwards))).toBe(planDot(planned(FILES)));
});
