import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LEAST_URGENT, messagePriority, RUN_PRIORITY } from "../src/index.ts";

const priorities = fc.integer({ min: RUN_PRIORITY.least, max: RUN_PRIORITY.most });
const paths = fc.integer({ min: 1, max: 100_000 });

describe("a build's priority in the queue", () => {
  test("is within what the queue takes, and never as urgent as what prepares a run", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (run, path) => {
        const priority = messagePriority(run, path);
        expect(Number.isInteger(priority) && priority >= 2 && priority <= LEAST_URGENT).toBe(true);
      }),
    );
  });

  test("of a more urgent run comes before all of a less urgent one", () => {
    fc.assert(
      fc.property(fc.tuple(priorities, priorities), fc.tuple(paths, paths), ([one, other], [path, otherPath]) => {
        fc.pre(one > other);
        expect(messagePriority(one, path)).toBeLessThan(messagePriority(other, otherPath));
      }),
    );
  });

  test("of equally urgent runs is the more urgent, the longer the path to the end", () => {
    fc.assert(
      fc.property(priorities, paths, paths, (run, path, longer) => {
        fc.pre(longer > path);
        expect(messagePriority(run, longer)).toBeLessThan(messagePriority(run, path));
      }),
    );
  });
});
