import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closureOf, levels, type Precedence, shortestLoops } from "../src/graph.ts";

const letters = ["a", "b", "c", "d", "e", "f", "g"];
const graph = fc
  .array(fc.tuple(fc.constantFrom(...letters), fc.constantFrom(...letters)), { maxLength: 16 })
  .map(
    (pairs): Precedence =>
      new Map(letters.map((node) => [node, pairs.filter(([from]) => from === node).map(([, to]) => to)])),
  );

/** Length of the shortest loop through a node, by walking every path. */
function shortestThrough(start: string, before: Precedence): number {
  let layer = new Set([start]);
  for (let length = 1; length <= letters.length; length++) {
    layer = new Set([...layer].flatMap((node) => before.get(node) ?? []));
    if (layer.has(start)) return length;
  }
  return Number.POSITIVE_INFINITY;
}

function sameKnot(a: string, b: string, before: Precedence): boolean {
  return a === b || (closureOf(before, a).includes(b) && closureOf(before, b).includes(a));
}

describe("shortestLoops", () => {
  test("gives one real loop for each knot, and none is shorter", () => {
    fc.assert(
      fc.property(graph, (before) => {
        const loops = shortestLoops(before);
        for (const loop of loops) {
          for (const [index, node] of loop.entries()) expect(before.get(node)).toContain(loop[index + 1] ?? loop[0]);
          expect([...loop].sort()[0]).toBe(loop[0]);
        }
        for (const node of letters) {
          const shortest = shortestThrough(node, before);
          const own = loops.filter((loop) => sameKnot(loop[0]!, node, before));
          if (shortest === Number.POSITIVE_INFINITY) expect(own.filter((loop) => loop.includes(node))).toEqual([]);
          else expect(own.map((loop) => loop.length <= shortest)).toEqual([true]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("a knot of thousands of crossings is searched in bearable time", () => {
    const nodes = Array.from({ length: 4000 }, (_, index) => `n${index}`);
    const ring = new Map(
      nodes.map((node, index) => [node, [nodes[(index + 1) % 4000]!, nodes[(index + 1999) % 4000]!]]),
    );
    expect(shortestLoops(ring)[0]?.length).toBeLessThan(10);
  });
});

describe("levels", () => {
  test("a node is one above the highest of those before it", () => {
    fc.assert(
      fc.property(graph, (before) => {
        const acyclic = new Map([...before].map(([node, firsts]) => [node, firsts.filter((first) => first < node)]));
        const found = levels(acyclic);
        for (const [node, firsts] of acyclic) {
          expect(found.get(node)?.wave).toBe(Math.max(-1, ...firsts.map((first) => found.get(first)!.wave!)) + 1);
          const behind = letters.filter((other) => acyclic.get(other)?.includes(node));
          expect(found.get(node)?.height).toBe(Math.max(-1, ...behind.map((other) => found.get(other)!.height)) + 1);
        }
      }),
    );
  });
});

test("what is in a cycle, or waits for one, is in no wave; what comes before one is", () => {
  const before = new Map([
    ["a", ["b", "first"]],
    ["b", ["a"]],
    ["last", ["a"]],
    ["first", []],
    ["second", ["first", "first"]],
  ]);
  expect(Object.fromEntries(levels(before))).toEqual({
    a: { wave: undefined, height: 0 },
    b: { wave: undefined, height: 0 },
    last: { wave: undefined, height: 0 },
    first: { wave: 0, height: 0 },
    second: { wave: 1, height: 0 },
  });
});

test("closureOf holds everything that can be reached, the node itself only through a loop", () => {
  const before = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["b"]],
    ["d", []],
  ]);
  expect(closureOf(before, "a")).toEqual(["b", "c"]);
  expect(closureOf(before, "c")).toEqual(["b", "c"]);
  expect(closureOf(before, "d")).toEqual([]);
});
