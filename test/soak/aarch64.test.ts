import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Installation } from "../support/ascent.ts";

/**
 * The other arch, for real: aarch64 under qemu's user emulation, about ten times slower than native. Only with
 * `./ascent test --soak`, which installs the emulator; the run without it plans aarch64 and compares the recipes.
 */

const HOURS = 60 * 60_000;

test.each([
  ["hello", 1, "declared"],
  ["tiny", 6, "resolved"],
])(
  "%s is bootstrapped for aarch64 on an emulating host, to its verdict",
  async (blueprint, packages, rung) => {
    const installation = await Installation.make();
    const out = await mkdtemp(join(tmpdir(), "ascent-soak-"));
    const args = ["--blueprint", blueprint, "--arch", "aarch64", "--export", out];
    const { exitCode, stdout } = await installation.run("bootstrap", ...args);
    const exported = await readdir(join(out, "aarch64")).catch(() => []);
    await installation.remove();
    await rm(out, { recursive: true, force: true });
    expect(stdout).toContain(`all ${packages} final packages stand on "${rung}"`);
    expect(exported).toHaveLength(packages + 1);
    expect(exitCode).toBe(0);
  },
  2 * HOURS,
);
