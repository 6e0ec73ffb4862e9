import { type WhyRequest, why } from "@ascent/engine";
import { type Deck, flightDeck } from "@ascent/testkit";
import { beforeAll, describe, expect, test } from "vitest";

let deck: Deck;
let runId: string;
beforeAll(async () => {
  deck = await flightDeck();
  runId = (await deck.start()).run.id;
  await deck.fly(runId, 2);
});

const ask = (request: Omit<WhyRequest, "runId">) => why(deck, { runId, ...request });

describe("why a package depends on something", () => {
  test("the seed is as many generations away as stages were built in between", async () => {
    const found = await ask({ package: "app", on: "seed" });
    expect(found.path?.map(({ stage, build, input, name }) => `${stage}/${build} < ${input} ${name}`)).toEqual([
      "final/app < stage2 cc",
      "stage2/cc < stage1 cc",
      "stage1/cc < seed:alpine gcc",
    ]);
    expect(found.path?.at(-1)?.generation).toBe(2);
    expect(found.package).toMatchObject({ name: "app", stage: "final", arch: "x86_64" });
  });

  test("each step says what the package was to the build", async () => {
    const found = await ask({ package: "app", on: "lib" });
    expect(found.path?.map(({ name, part }) => [name, part])).toEqual([["lib", "library"]]);
  });

  test("a package of an earlier stage is asked about by its stage", async () => {
    const found = await ask({ package: "stage1/libc", on: "seed" });
    expect(found.path?.map(({ name, generation }) => [name, generation])).toEqual([["gcc", 0]]);
  });

  test("what it does not go back to is told as never, after everything was looked at", async () => {
    const found = await ask({ package: "lib", on: "sh" });
    expect(found).not.toHaveProperty("path");
    expect(found.looked).toBe(4);
  });

  test.each(["nothing", "stage9/cc", "stage1/app", "/", ""])(
    "a package %j that is not there is a clear fault",
    async (name) => {
      await expect(ask({ package: name, on: "seed" })).rejects.toMatchObject({ code: "package-unknown" });
    },
  );
});
