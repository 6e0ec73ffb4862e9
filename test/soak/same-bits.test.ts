import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VerdictView } from "../../apps/api/src/schema/run.ts";
import { Installation } from "../support/ascent.ts";

/** All of tiny, each time from an empty store: how it is built must not be seen in what is built. */

const MINUTES = 60_000;

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "ascent-same-bits-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** The content digest of every final package. */
async function bootstrap(jobs: string, interruptAfter?: RegExp) {
  const installation = await Installation.make();
  const exported = join(scratch, `jobs-${jobs}`);
  const args = ["bootstrap", "--jobs", jobs, "--export", exported];
  try {
    if (interruptAfter !== undefined) {
      const first = installation.start(...args);
      await first.until(interruptAfter);
      first.child.kill("SIGINT");
      expect((await first.finished).exitCode).toBe(130);
    }
    const { exitCode, stdout, stderr } = await installation.run(...args);
    if (exitCode !== 0) throw new Error(`${stdout}\n${stderr}`);
  } finally {
    await installation.remove();
  }
  const { packages } = VerdictView.parse(JSON.parse(await readFile(join(exported, "verdict.json"), "utf8")));
  return packages.map(({ name, contentDigest }) => [name, contentDigest]);
}

test(
  "tiny ends in the same bits with --jobs 1, interrupted, and with --jobs 4",
  async () => {
    const one = await bootstrap("1", /stage2\/\S+ built/);
    expect(one).toHaveLength(6);
    expect(await bootstrap("4")).toEqual(one);
  },
  40 * MINUTES,
);
