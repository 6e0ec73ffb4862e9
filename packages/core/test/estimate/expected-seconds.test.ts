import { describe, expect, test } from "vitest";
import { expectSeconds, GUESSED_SECONDS, median } from "../../src/index.ts";

const build = (id: string, earlier: readonly number[], at: { stage?: string; arch?: string } = {}) => {
  return { id, earlier, stage: "s", arch: "x86_64", ...at };
};

describe("how long a build is likely to take", () => {
  test("is the median of its own earlier times", () => {
    expect(expectSeconds([build("a", [9, 1, 5])]).get("a")).toEqual({ seconds: 5, from: "history" });
    expect(expectSeconds([build("a", [9, 1])]).get("a")).toEqual({ seconds: 1, from: "history" });
  });

  test("is what its stage and arch usually takes where it was never built", () => {
    const expected = expectSeconds([
      ...[build("a", [10]), build("b", [20]), build("c", [1000]), build("new", [])],
      ...[build("other stage", [], { stage: "t" }), build("other arch", [], { arch: "aarch64" })],
    ]);
    expect(expected.get("new")).toEqual({ seconds: 20, from: "stage" });
    expect(expected.get("other stage")).toEqual({ seconds: GUESSED_SECONDS, from: "guess" });
    expect(expected.get("other arch")).toEqual({ seconds: GUESSED_SECONDS, from: "guess" });
  });

  test("a build that took no time at all was built all the same", () => {
    expect(expectSeconds([build("a", [0])]).get("a")).toEqual({ seconds: 0, from: "history" });
  });

  test("the median is one of the numbers; of none it is nothing", () => {
    expect(median([4, 1, 3, 2])).toBe(2);
    expect(median([])).toBe(0);
  });
});
