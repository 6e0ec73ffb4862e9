import { configDefaults, defineConfig } from "vitest/config";
import LongestFirst from "./test/setup/longest-first.ts";

export default defineConfig({
  // Tests read the sources, never a build that may be stale.
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts", "test/**/*.test.ts"],
    // What takes long runs by `./ascent test --soak` alone.
    exclude: [...configDefaults.exclude, ...(process.env.ASCENT_SOAK === "1" ? [] : ["test/soak/**"])],
    globalSetup: ["test/setup/postgres.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One more than the cores that there should be: many tests wait, for a time-out or a process.
    maxWorkers: 3,
    // What files have in common is loaded once per worker and not once per file, which was a third of all the work. A test cleans up
    // behind itself anyway: what it leaves to the next is a defect of it.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
