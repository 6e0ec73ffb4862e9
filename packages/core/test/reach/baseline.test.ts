import { expect, test } from "vitest";
import { compareWithBaseline, type ReachBaseline, reachBaseline, reachFrom } from "../../src/index.ts";
import { type RecipeSketch, recipe } from "../builders.ts";

function reach(sketches: Readonly<Record<string, RecipeSketch>>) {
  const recipes = Object.entries(sketches).map(([name, sketch]) => recipe("os", name, sketch));
  return reachFrom({ given: [], recipes, order: "pool" });
}

const BEFORE: ReachBaseline = reachBaseline(
  reach({ m4: {}, autoconf: { needs: ["m4"] }, old: {}, vala: { needs: ["vala"] } }),
  "x86_64",
);

test("a baseline names what is reached and what is not, sorted", () => {
  expect(BEFORE).toEqual({ arch: "x86_64", reached: ["autoconf", "m4", "old"], unreached: ["vala"] });
});

test("what became unreachable is lost, with the reason; what was removed is only gone", () => {
  const change = compareWithBaseline(
    reach({ m4: {}, autoconf: { needs: ["m4", "help2man"] }, vala: {}, fresh: { needs: ["nowhere"] } }),
    BEFORE,
  );
  expect(change.lost).toMatchObject([{ name: "autoconf", lacks: [{ atom: "help2man", kind: "missing" }] }]);
  expect(change).toMatchObject({ gone: ["old"], gained: ["vala"], unreachedNew: [{ name: "fresh" }], broken: [] });
});

test("a file that cannot be read any more does not pass for one that was removed", () => {
  const unreadable = [{ file: "defs/old.yaml", message: "This is not valid YAML" }];
  const change = compareWithBaseline(reach({ m4: {}, autoconf: {}, vala: { needs: ["vala"] } }), BEFORE, unreadable);
  expect(change).toMatchObject({ gone: [], broken: unreadable });
});
