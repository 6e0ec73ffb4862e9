import { describe, expect, test } from "vitest";
import { asksOf, type Edge } from "../src/index.ts";

const place = { file: "x.yaml", line: 1, column: 1 };
const edge = (given: Partial<Edge> & Pick<Edge, "name" | "input">): Edge => ({ assumed: false, place, ...given });

describe("what a build takes from others", () => {
  test("has every build of its own stage that it waits for, and of earlier stages what it asks for itself", () => {
    const asks = asksOf({
      stage: "two",
      waitsFor: ["cc", "libc"],
      edges: [
        edge({ name: "cc", input: "two", build: "cc" }),
        edge({ name: "so:libc.so", askedBy: "cc", input: "two", build: "libc" }),
        edge({ name: "make", input: "one", build: "make" }),
        edge({ name: "so:libz.so", askedBy: "make", input: "one", build: "zlib" }),
        edge({ name: "sed", input: "seed:x" }),
      ],
    });
    expect(asks).toEqual([
      { stage: "two", build: "cc", name: "cc" },
      { stage: "two", build: "libc", name: "so:libc.so", askedBy: "cc" },
      { stage: "one", build: "make", name: "make" },
    ]);
  });

  test("is told once, with the definition's own asking before that of another package", () => {
    const asks = asksOf({
      stage: "two",
      waitsFor: ["cc"],
      edges: [
        edge({ name: "libgcc", askedBy: "libc", input: "two", build: "cc" }),
        edge({ name: "cc", input: "two", build: "cc" }),
        edge({ name: "cc-doc", input: "two", build: "cc" }),
      ],
    });
    expect(asks).toEqual([{ stage: "two", build: "cc", name: "cc" }]);
  });
});
