import type { GraphView } from "@ascent/client";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shortDigests } from "../src/build/short-digest.ts";
import { cellLayout, placeAt } from "../src/flight/cell-layout.ts";
import { readGraph } from "../src/graph/graph-model.ts";
import { layoutStage } from "../src/graph/layout-stage.ts";
import { NODE } from "../src/graph/node-size.ts";
import { drawEdges } from "../src/graph/picture.ts";
import { ancestorsOf, distances, seedTint } from "../src/lineage/ancestry.ts";
import { countUnplanned } from "../src/runs/unplanned.ts";
import { tellSeconds } from "../src/state/durations.ts";

test("every cell can be pointed at, and none stands outside of its picture", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 20, max: 2560 }), (count, width) => {
      const layout = cellLayout(count, width);
      for (const place of [0, Math.floor(count / 2), count - 1]) {
        const x = (place % layout.columns) * layout.pitch + 1;
        const y = Math.floor(place / layout.columns) * layout.pitch + 1;
        expect(placeAt(layout, x, y)).toBe(place);
        expect(y).toBeLessThan(layout.height);
      }
      expect(placeAt(layout, -1, 0)).toBe(-1);
      expect(placeAt(layout, 0, layout.height + layout.pitch)).toBe(-1);
    }),
  );
});

test.each([12, 250, 251, 1200])(
  "no two of %i boxes of a stage lie on each other, and what comes first is left",
  (count) => {
    const waves = Array.from({ length: count }, (_, place) => Math.floor(Math.sqrt(place)));
    const links = waves.flatMap((wave, place): [number, number][] => (wave === 0 ? [] : [[wave * wave - 1, place]]));
    const { places, width, height } = layoutStage({ stage: "stage1", waves, links });
    expect(places).toHaveLength(count);
    const taken = new Set<string>();
    for (const [x, y] of places) {
      expect(x >= 0 && y >= 0 && x + NODE.width <= width && y + NODE.height <= height).toBe(true);
      taken.add(`${Math.round(x)} ${Math.round(y)}`);
    }
    expect(taken.size).toBe(count);
    for (const [from, to] of links) expect(places[from]![0]).toBeLessThan(places[to]![0]);
  },
);

const uuid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`;
const view: GraphView = {
  nodes: [
    [uuid(0), "x86_64", "stage1", "cc", 0, 60, "guess"],
    [uuid(1), "x86_64", "stage1", "libc", 1, 60, "guess"],
    [uuid(2), "x86_64", "stage2", "cc", 0, 60, "guess"],
    [uuid(3), "x86_64", "final", "cc", 0, 60, "guess"],
    [uuid(4), "x86_64", "final", "lone", 0, 60, "guess"],
  ],
  edges: [
    [0, 1, "waits", "cc", null],
    [1, 2, "takes", "libc", null],
    [0, 2, "takes", "cc", null],
    [2, 3, "takes", "cc", null],
  ],
  criticalPaths: [{ arch: "x86_64", builds: [0, 1, 2, 3], seconds: 240 }],
};

test("the seed's colour is strongest where its packages were used, and weaker with each stage in between", () => {
  const graph = readGraph(view)[0]!;
  expect([...ancestorsOf(graph, uuid(3))].sort()).toEqual([0, 1, 2, 3].map(uuid));
  const taken = graph.builds.map(({ id, stage }) => ({
    id,
    inputs: stage === "stage1" ? ["seed:debian"] : ["stage1"],
  }));
  const found = distances(graph, taken);
  expect([0, 1, 2, 3, 4].map((digit) => found.get(uuid(digit)))).toEqual([0, 0, 1, 2, undefined]);
  const strength = (distance: number) => Number(/([\d.]+)\)$/.exec(seedTint(distance))![1]);
  expect(strength(0)).toBeGreaterThan(strength(1) * 2);
  expect(strength(1)).toBeGreaterThan(strength(2) * 2);
  expect(seedTint(undefined)).toBe("transparent");
});

test("a closed stage keeps the lines of what is in it, each once, and the critical path is told apart", () => {
  const graph = readGraph(view)[0]!;
  const layouts = new Map([["final", layoutStage({ stage: "final", waves: [0, 0], links: [] })]]);
  const edges = drawEdges({ graph, layouts });
  expect(edges.map(({ source, target, className }) => [source, target, className])).toEqual([
    ["stage stage1", "stage stage2", "line-critical"],
    ["stage stage2", uuid(3), "line-critical"],
  ]);
});

test("times are told in their two largest units", () => {
  expect([0.4, 59, 60, 3599, 3600, 90_000].map(tellSeconds)).toEqual([
    "0s",
    "59s",
    "1m 00s",
    "59m 59s",
    "1h 00m",
    "1d 1h",
  ]);
});

test("an arch that is not planned yet counts as the one that is; nothing is known before the first plan", () => {
  const run: Parameters<typeof countUnplanned>[0] = { arches: ["x86_64", "aarch64"] };
  expect(countUnplanned(run, ["x86_64", "x86_64"])).toBe(2);
  expect(countUnplanned(run, ["x86_64", "x86_64", "aarch64"])).toBe(0);
  expect(countUnplanned(run, [])).toBe(0);
});

test("a text with digests can be read on a phone: each is as short as where it stands alone", () => {
  const reason = `a (sha256:${"0a1b2c3d4e5f6789".repeat(4)}) of seed:debian, not sha256:${"f".repeat(64)}`;
  expect(shortDigests(reason)).toBe("a (0a1b2c3d4e5f…) of seed:debian, not ffffffffffff…");
  expect(shortDigests("sha256 of nothing")).toBe("sha256 of nothing");
});
