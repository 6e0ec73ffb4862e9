import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChainLink, longestChain } from "../../src/index.ts";
import { shuffled } from "../builders.ts";

/** Builds of up to three stages; each waits for some before it in its stage. */
const flights = fc
  .array(
    fc.record({
      stage: fc.constantFrom("a", "b", "c"),
      seconds: fc.integer({ min: 0, max: 50 }),
      waits: fc.array(fc.nat(100), { maxLength: 4 }),
    }),
    { maxLength: 30 },
  )
  .map((sketches) =>
    sketches.map(({ stage, seconds, waits }, index): ChainLink => {
      const earlier = sketches.flatMap((other, at) => (at < index && other.stage === stage ? [`b${at}`] : []));
      const waitsFor = earlier.length === 0 ? [] : waits.map((wait) => earlier[wait % earlier.length] ?? "");
      return { id: `b${index}`, stage, waitsFor, seconds };
    }),
  );

/** By trying every chain. */
function longestByHand(links: readonly ChainLink[], stage: string): number {
  const seconds = (link: ChainLink): number =>
    link.seconds +
    Math.max(0, ...link.waitsFor.map((id) => seconds(links.find((other) => other.id === id) as ChainLink)));
  return Math.max(0, ...links.filter((link) => link.stage === stage).map(seconds));
}

describe("the critical path", () => {
  test("is as long as the longest chain of each stage, one after the other", () => {
    fc.assert(
      fc.property(flights, (links) => {
        const { seconds } = longestChain(["a", "b", "c"], links);
        expect(seconds).toBe(["a", "b", "c"].reduce((sum, stage) => sum + longestByHand(links, stage), 0));
      }),
    );
  });

  test("is a chain: each build waits for the one before it, or opens a later stage, and its times add up", () => {
    fc.assert(
      fc.property(flights, (links) => {
        const { ids, seconds } = longestChain(["a", "b", "c"], links);
        const path = ids.map((id) => links.find((link) => link.id === id) as ChainLink);
        expect(path.reduce((sum, link) => sum + link.seconds, 0)).toBe(seconds);
        for (const [index, link] of path.entries()) {
          const before = path[index - 1];
          if (before === undefined) continue;
          if (before.stage === link.stage) expect(link.waitsFor).toContain(before.id);
          else expect(before.stage < link.stage).toBe(true);
        }
      }),
    );
  });

  test("takes as long in whatever order the builds are told", () => {
    fc.assert(
      fc.property(
        flights.chain((links) => fc.tuple(fc.constant(links), shuffled(links))),
        ([links, otherwise]) => {
          const { seconds } = longestChain(["a", "b", "c"], links);
          expect(longestChain(["a", "b", "c"], otherwise).seconds).toBe(seconds);
        },
      ),
    );
  });

  test("of builds that wait for each other, and of stages that nobody knows, is nothing", () => {
    const knot = [
      { id: "a", stage: "s", waitsFor: ["b"], seconds: 1 },
      { id: "b", stage: "s", waitsFor: ["a"], seconds: 1 },
    ];
    expect(longestChain(["s"], knot)).toEqual({ ids: [], seconds: 0 });
    expect(longestChain([], [{ id: "a", stage: "s", waitsFor: [], seconds: 1 }])).toEqual({ ids: [], seconds: 0 });
  });

  test("is found in a chain of ten thousand", () => {
    const links = Array.from({ length: 10_000 }, (_, index) => {
      return { id: `${index}`, stage: "s", waitsFor: index === 0 ? [] : [`${index - 1}`], seconds: 1 };
    });
    expect(longestChain(["s"], links).seconds).toBe(10_000);
  });
});
