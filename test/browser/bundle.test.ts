import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { CHECKOUT } from "../support/ascent.ts";

const ASSETS = join(CHECKOUT, "apps", "dashboard", "dist", "site", "assets");
const BUDGET = 350_000;

test("all scripts of the dashboard together are less than 350 kB, gzipped", async () => {
  const scripts = (await readdir(ASSETS)).filter((name) => name.endsWith(".js"));
  const sizes = await Promise.all(scripts.map(async (name) => gzipSync(await readFile(join(ASSETS, name))).length));
  expect(scripts.length).toBeGreaterThan(5);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET);
});
