import { expect, test } from "vitest";
import { pathDot, pathSvg, type ToldPath } from "../../src/index.ts";
import { checkXml } from "../plan-drawing/check-xml.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const START = { name: "sed", version: "4.9-r0", stage: "final", contentDigest: digest("a") };
const PATH: ToldPath = [
  {
    ...{ role: "environment", part: "compiler", name: "tcc", version: "0.9-r0", input: "stage3" },
    ...{ digest: digest("b"), contentDigest: digest("c"), madeBy: "a build" },
  },
  {
    role: "environment",
    part: "build tool",
    name: 'make"<4>&',
    version: "4-r0",
    input: "seed:debian",
    digest: digest("d"),
  },
];

test("a path drawn as SVG is well-formed, with a box for each thing and an arrow that says what it was used as", () => {
  const svg = pathSvg(START, PATH);
  expect(checkXml(svg)).toBeGreaterThan(10);
  expect(svg.match(/<rect /g)).toHaveLength(3);
  expect([...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)).toEqual([
    "sed-4.9-r0",
    "final  sha256:aaaaaaaaaaaa…",
    "compiler",
    "tcc-0.9-r0",
    "stage3  sha256:cccccccccccc…",
    "build tool",
    "make&quot;&lt;4&gt;&amp;-4-r0",
    "seed:debian  sha256:dddddddddddd…",
  ]);
  expect(svg.match(/class="seed"/g)).toHaveLength(1);
});

test("a path of nothing is the package alone", () => {
  expect(pathSvg(START, []).match(/<rect /g)).toHaveLength(1);
  expect(pathDot(START, [])).not.toContain("->");
});

test("a path for Graphviz has a node for each thing and an arrow that says what it was used as", () => {
  const dot = pathDot(START, PATH);
  expect(dot.match(/ -> /g)).toHaveLength(2);
  expect(dot).toContain('n0 -> n1 [label="compiler"]');
  expect(dot).toContain('n2 [label="make\\"<4>&-4-r0\\nseed:debian\\nsha256:dddddddddddd", style=filled');
});
