import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { findService } from "@ascent/config";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Installation, type Running } from "./support/ascent.ts";

/** However a command is stopped, nothing that it started goes on. */

const MINUTES = 60_000;

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.make();
  // Makes the database, so that no test waits for that.
  await installation.run("status", "--all");
}, 2 * MINUTES);
afterAll(() => installation.remove());

async function nothingRuns(): Promise<void> {
  expect(await findService(installation.home)).toBeUndefined();
  expect(await readdir(join(installation.home, "postgres", "data"))).not.toContain("postmaster.pid");
}

/** Of a command that says nothing while it starts a service of its own. */
async function serviceIsThere({ child }: Running): Promise<void> {
  while ((await findService(installation.home)) === undefined) {
    if (child.exitCode !== null) throw new Error("ended before its service was there");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("what a command started ends with it", { timeout: 4 * MINUTES }, () => {
  test.each(["SIGHUP", "SIGTERM", "SIGINT"] as const)("when a service gets %s", async (signal) => {
    const up = installation.start("up");
    await up.until(/Ctrl-C stops it/);
    up.child.kill(signal);
    expect(await up.finished).toMatchObject({ exitCode: 0, stderr: "" });
    await nothingRuns();
  });

  test("but for its database server, which the next command takes over, when it is killed with -9", async () => {
    const up = installation.start("up");
    await up.until(/Ctrl-C stops it/);
    up.child.kill("SIGKILL");
    await up.finished;
    await expect.poll(() => findService(installation.home), { timeout: MINUTES }).toBeUndefined();
    const next = await installation.run("status", "--all");
    expect(next).toMatchObject({ exitCode: 0, stderr: "" });
    await nothingRuns();
  });

  test("when nobody reads what a service says any more", async () => {
    const up = installation.start("up");
    await up.until(/starting Postgres/);
    up.child.stdout?.destroy();
    expect(await up.finished).toMatchObject({ exitCode: 0, stderr: "" });
    await nothingRuns();
  });

  test("when the reader of an answer has seen enough, which is no failure", async () => {
    const status = installation.start("status", "--all");
    status.child.stdout?.destroy();
    expect(await status.finished).toMatchObject({ exitCode: 0, stderr: "" });
    await nothingRuns();
  });

  test("when a question is interrupted for which the service was started", async () => {
    const audit = installation.start("audit");
    await serviceIsThere(audit);
    audit.child.kill("SIGINT");
    const { exitCode, stderr } = await audit.finished;
    // It may have had its answer by then.
    expect([0, 130]).toContain(exitCode);
    expect(stderr).toBe("");
    await nothingRuns();
  });
});

test(
  "a database server that is killed is started again, and the service answers as before",
  async () => {
    const up = installation.start("up");
    await up.until(/Ctrl-C stops it/);
    const running = await findService(installation.home);
    const ready = async () => (await fetch(`${running?.url}/readyz`)).status;
    const pidFile = join(installation.home, "postgres", "data", "postmaster.pid");
    process.kill(Number.parseInt(await readFile(pidFile, "utf8"), 10), "SIGKILL");
    await up.until(/Postgres has ended.*\n.*Postgres runs again/);
    await expect.poll(ready, { timeout: MINUTES }).toBe(200);
    up.child.kill("SIGTERM");
    expect(await up.finished).toMatchObject({ exitCode: 0 });
    await nothingRuns();
  },
  4 * MINUTES,
);
