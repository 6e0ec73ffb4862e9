import { setTimeout as nap } from "node:timers/promises";
import { expect, test } from "vitest";
import { atOnce } from "../src/at-once.ts";

test("never more than the limit run, and results keep the order of the items", async () => {
  let running = 0;
  let most = 0;
  const results = await atOnce([5, 1, 4, 2, 3], 2, async (item) => {
    most = Math.max(most, ++running);
    await nap(item);
    running--;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test("after a failure nothing more is begun, and what runs is waited for", async () => {
  const begun: number[] = [];
  let finished = false;
  const work = async (item: number) => {
    begun.push(item);
    if (item === 1) throw new Error("no");
    await nap(20);
    finished = true;
  };
  await expect(atOnce([1, 2, 3, 4], 2, work)).rejects.toThrow("no");
  expect(begun).toEqual([1, 2]);
  expect(finished).toBe(true);
});
