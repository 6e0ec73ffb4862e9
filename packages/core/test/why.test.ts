import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BuildUse, type LineagePath, LineageSearch, partOf, usesWanted } from "../src/index.ts";
import { digest } from "./builders.ts";

/** `stage/build` → what it used: `stage/package` (made by the build of that name), `seed:NAME/package`, or a source's URI. */
type Sketch = Readonly<Record<string, readonly string[]>>;

function usesOf(sketch: Sketch): BuildUse[] {
  return Object.entries(sketch).flatMap(([buildId, used]) => {
    const [stage = "", build = ""] = buildId.split("/");
    return used.map((one): BuildUse => {
      const common = { buildId, stage, build, digest: digest(one) };
      if (one.includes("://")) return { ...common, role: "source", name: one };
      const [input = "", name = ""] = one.split("/");
      const made = input.startsWith("seed:") ? {} : { madeBy: one };
      return { ...common, role: "environment", name, version: "1-r0", contentDigest: digest(name), input, ...made };
    });
  });
}

function search(sketch: Sketch, from: string, on: string): { path: LineagePath | undefined; asked: string[] } {
  const [stage = ""] = from.split("/");
  const going = new LineageSearch({ buildId: from, stage }, usesWanted(on));
  const asked: string[] = [];
  while (going.open.length > 0) {
    const open = new Set(going.open);
    asked.push(...open);
    going.take(usesOf(sketch).filter(({ buildId }) => open.has(buildId)));
  }
  return { path: going.found, asked };
}

const told = (path: LineagePath | undefined) =>
  path?.map(({ stage, build, input, name, generation }) => `${generation} ${stage}/${build} <- ${input ?? ""} ${name}`);

const ROCKET: Sketch = {
  "stage1/tcc": ["seed:debian/gcc", "https://example.org/tcc.tar"],
  "stage2/make": ["stage1/tcc", "seed:debian/make"],
  "stage2/musl": ["stage1/tcc"],
  "stage3/sed": ["stage2/make", "stage3/libc"],
  "stage3/libc": ["stage2/musl"],
  "final/sed": ["stage3/sed", "stage3/libc", "https://example.org/sed.tar"],
};

describe("the way back from a package", () => {
  test("to the seed leads through the fewest generations, and says how many", () => {
    expect(told(search(ROCKET, "final/sed", "seed").path)).toEqual([
      "0 final/sed <- stage3 sed",
      "1 stage3/sed <- stage2 make",
      "2 stage2/make <- seed:debian make",
    ]);
  });

  test("to a package of the seed that lies farther back leads there", () => {
    expect(told(search(ROCKET, "final/sed", "gcc").path)?.at(-1)).toBe("3 stage1/tcc <- seed:debian gcc");
  });

  test.each(["debian", "seed:debian"])("takes %s for the seed of that name", (on) => {
    expect(told(search(ROCKET, "final/sed", on).path)).toHaveLength(3);
  });

  test("to a source is told by its URI or its last part", () => {
    const whole = search(ROCKET, "final/sed", "https://example.org/sed.tar").path;
    expect(told(whole)).toEqual(["0 final/sed <-  https://example.org/sed.tar"]);
    expect(search(ROCKET, "final/sed", "sed.tar").path).toEqual(whole);
  });

  test("to bytes is told by their digest", () => {
    expect(told(search(ROCKET, "final/sed", digest("seed:debian/make")).path)).toHaveLength(3);
    expect(told(search(ROCKET, "final/sed", digest("libc")).path)).toEqual(["0 final/sed <- stage3 libc"]);
  });

  test("to what is not there is none, and every build was looked at once", () => {
    const { path, asked } = search(ROCKET, "final/sed", "seed:alpine");
    expect(path).toBeUndefined();
    expect(asked.toSorted()).toEqual(Object.keys(ROCKET).toSorted());
  });

  test("stays within a generation before it goes to the next, however many builds that takes", () => {
    const sketch: Sketch = {
      "final/a": ["final/b", "stage1/x"],
      "final/b": ["final/c"],
      "final/c": ["seed:debian/near"],
      "stage1/x": ["seed:debian/far"],
    };
    expect(told(search(sketch, "final/a", "seed").path)?.at(-1)).toBe("0 final/c <- seed:debian near");
  });

  test("is the same whatever order the uses come in, and ends in loops too", () => {
    const names = ["s1/a", "s1/b", "s2/a", "s2/b", "s3/a", "s3/b"];
    const graphs = fc
      .array(fc.uniqueArray(fc.constantFrom(...names, "seed:d/x", "seed:d/y"), { maxLength: 4 }), {
        minLength: names.length,
        maxLength: names.length,
      })
      .map((used) => Object.fromEntries(names.map((name, index) => [name, used[index] ?? []])));
    fc.assert(
      fc.property(graphs, (sketch) => {
        const reversed = Object.fromEntries(
          Object.entries(sketch).map(([build, used]) => [build, [...used].reverse()]),
        );
        const { path } = search(sketch, "s3/a", "seed");
        expect(search(reversed, "s3/a", "seed").path).toEqual(path);
        for (const [index, step] of (path ?? []).entries()) {
          expect(step.buildId).toBe(index === 0 ? "s3/a" : path?.[index - 1]?.madeBy);
        }
      }),
    );
  });
});

test.each([
  [["cmd:tcc", "cmd:sh"], "tcc", "compiler"],
  [["cmd:x86_64-linux-gnu-gcc-12"], "gcc-12", "compiler"],
  [["cmd:ld.bfd"], "binutils", "linker"],
  [["cmd:ash", "cmd:sed"], "busybox", "shell"],
  [["cmd:busybox"], "busybox", "shell"],
  [["cmd:make"], "make", "build tool"],
  [["so:libz.so.1"], "zlib", "library"],
  [[], "musl", "library"],
  [[], "linux-headers-dev", "library"],
  [["cmd:sed"], "sed", "tool"],
])("a package that provides %j and is called %s is a %s", (provides, name, part) => {
  expect(partOf({ name, provides: provides.map((text) => ({ name: text })) })).toBe(part);
});
