import type { WhyView } from "@ascent/client";
import { expect, test } from "vitest";
import type { Paint } from "../src/view/picture.ts";
import { whyLines } from "../src/view/why-view.ts";

const same = (text: string) => text;
const plain: Paint = { columns: 100, rows: 40, good: same, bad: same, busy: same, faint: same, bold: same };
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const asked = { name: "sed", version: "4.9-r0", arch: "x86_64", stage: "final", contentDigest: digest("a") } as const;

function path(generation: number): NonNullable<WhyView["path"]> {
  const seed = {
    name: "make",
    version: "4.3-r0",
    input: "seed:debian",
    digest: digest("c"),
    contentDigest: digest("d"),
  };
  return [
    {
      ...{
        stage: "final",
        build: "sed",
        buildId: "1",
        role: "environment",
        part: "compiler",
        name: "tcc",
        madeBy: "2",
      },
      ...{ version: "0.9-r0", input: "stage3", digest: digest("b"), generation: 0 },
    },
    { stage: "stage3", build: "tcc", buildId: "2", role: "environment", part: "build tool", ...seed, generation },
  ];
}

test("a way back is a line per build, with what it used, as what, and its digest", () => {
  expect(whyLines({ package: asked, on: "seed", path: path(2), looked: 9 }, plain)).toEqual([
    "sed-4.9-r0 (final, x86_64) goes back to seed, 2 generations away:",
    "",
    "  final/sed   used tcc-0.9-r0 of stage3        as compiler    sha256:bbbbbbbbbbbb",
    "  stage3/tcc  used make-4.3-r0 of seed:debian  as build tool  sha256:dddddddddddd",
    "",
    'Never within the rung "resolved", which looks at a package\'s own build and those of one stage before.',
  ]);
});

test("what is within the rung resolved is said to be", () => {
  const lines = whyLines({ package: asked, on: "seed", path: path(1), looked: 9 }, plain);
  expect(lines[0]).toContain("1 generation away");
  expect(lines.at(-1)).toBe('That is within what the rung "resolved" looks at.');
});

test("without a way it is never, and how many builds were looked at", () => {
  expect(whyLines({ package: asked, on: "perl", looked: 1 }, plain)).toEqual([
    "never: sed-4.9-r0 (final, x86_64) does not go back to perl; 1 build was looked at",
  ]);
});
