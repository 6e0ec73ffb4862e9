import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RemainingBuild, remainingTime } from "../../src/index.ts";

const STAGES = ["a", "b", "c"];

/** Stages of builds of which nothing has begun; each waits for some before it in its stage. */
const flights = fc
  .array(
    fc.record({
      stage: fc.constantFrom(...STAGES),
      seconds: fc.integer({ min: 0, max: 50 }),
      waits: fc.array(fc.nat(100), { maxLength: 3 }),
    }),
    { maxLength: 40 },
  )
  .map((sketches) =>
    sketches.map(({ stage, seconds, waits }, index): RemainingBuild => {
      const earlier = sketches.flatMap((other, at) => (at < index && other.stage === stage ? [`b${at}`] : []));
      const waitsFor = earlier.length === 0 ? [] : waits.map((wait) => earlier[wait % earlier.length] ?? "");
      return { id: `b${index}`, stage, waitsFor, seconds, state: "waiting" };
    }),
  );
const slotCounts = fc.integer({ min: 1, max: 6 });

const build = (id: string, given: Partial<RemainingBuild> = {}): RemainingBuild => {
  return { id, stage: "a", waitsFor: [], seconds: 10, state: "ready", ...given };
};

describe("the time that is left", () => {
  test("is never less than the longest chain, nor than the work shared by all workers", () => {
    fc.assert(
      fc.property(flights, slotCounts, (builds, slots) => {
        const { seconds, work, path } = remainingTime({ stages: STAGES, builds, slots });
        expect(seconds).toBeGreaterThanOrEqual(path.seconds);
        expect(seconds).toBeGreaterThanOrEqual(work / slots);
      }),
    );
  });

  test("is never more than Graham's bound: no worker is idle while something is ready", () => {
    fc.assert(
      fc.property(flights, slotCounts, (builds, slots) => {
        const { seconds, work, path } = remainingTime({ stages: STAGES, builds, slots });
        expect(seconds).toBeLessThanOrEqual(work / slots + path.seconds * (1 - 1 / slots) + 1e-6);
      }),
    );
  });

  test("with one worker is the work; with a worker for each build the longest chain", () => {
    fc.assert(
      fc.property(flights, (builds) => {
        const one = remainingTime({ stages: STAGES, builds, slots: 1 });
        expect(one.seconds).toBe(one.work);
        const many = remainingTime({ stages: STAGES, builds, slots: builds.length + 1 });
        expect(many.seconds).toBe(many.path.seconds);
      }),
    );
  });

  test("of what is done, failed, blocked or cancelled is nothing", () => {
    fc.assert(
      fc.property(flights, slotCounts, (builds, slots) => {
        const settled = (["done", "failed", "blocked", "cancelled"] as const).flatMap((state) =>
          builds.map((one) => ({ ...one, id: `${state} ${one.id}`, state })),
        );
        const { seconds, stages, work } = remainingTime({ stages: STAGES, builds: settled, slots });
        expect([seconds, stages.size, work]).toEqual([0, 0, 0]);
      }),
    );
  });

  test("of each stage ends where the next begins, the last where all ends", () => {
    fc.assert(
      fc.property(flights, slotCounts, (builds, slots) => {
        const { seconds, stages } = remainingTime({ stages: STAGES, builds, slots });
        const ends = STAGES.flatMap((stage) => stages.get(stage) ?? []);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
        expect(ends.at(-1) ?? 0).toBe(seconds);
      }),
    );
  });

  test("of a build that runs is what it has left; of one that is late a tenth of what it took", () => {
    const running = (elapsed: number) =>
      remainingTime({ stages: ["a"], builds: [build("x", { state: "building", elapsed })], slots: 1 }).seconds;
    expect(running(4)).toBe(6);
    expect(running(100)).toBe(10);
  });

  test("counts builds that run although there are fewer workers now, and one worker where there is none", () => {
    const builds = ["x", "y"].map((id) => build(id, { state: "building" }));
    expect(remainingTime({ stages: ["a"], builds, slots: 0 }).seconds).toBe(10);
    expect(remainingTime({ stages: ["a"], builds: [build("x"), build("y")], slots: 0 }).seconds).toBe(20);
  });

  test("of four thousand builds is found quickly", () => {
    const builds = Array.from({ length: 4000 }, (_, index) =>
      build(`${index}`, { waitsFor: index < 40 ? [] : [`${index - 40}`, `${index - 39}`] }),
    );
    const before = process.cpuUsage();
    expect(remainingTime({ stages: ["a"], builds, slots: 8 }).seconds).toBe(5000);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(1);
  });
});
