import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Installation, type Running } from "./support/ascent.ts";
import { blueprintOf, definitionOf } from "./support/small-blueprint.ts";

/** A blueprint that lies in somebody's own folder, named by its path. */

const MINUTES = 60_000;

let installation: Installation;
let folder: string;

beforeAll(async () => {
  installation = await Installation.make();
  folder = await mkdtemp(join(tmpdir(), "ascent-own-"));
  const made = "sleep 60 && mkdir -p melange-out/good/usr && echo fine > melange-out/good/usr/good";
  await writeFile(join(folder, "bootstrap.yaml"), blueprintOf("own", ["good.yaml"], ["stage1"]));
  await writeFile(join(folder, "good.yaml"), definitionOf("good", ["tools"], made));
  await writeFile(join(folder, "end.yaml"), definitionOf("end", ["good"], "true"));
});
afterAll(async () => {
  await installation.remove();
  await rm(folder, { recursive: true, force: true });
});

test("is refused before anything is started for it where there is none", async () => {
  const { exitCode, stdout, stderr } = await installation.run("bootstrap", "--blueprint", `${folder}/none`);
  expect(stderr).toMatch(/There is no blueprint "\S+\/none"[\s\S]*Known are: .*tiny/);
  expect(stdout).toBe("");
  expect(exitCode).toBe(1);
  expect(await readdir(installation.home)).toEqual([]);
});

describe("while a service runs that was started elsewhere", { timeout: 2 * MINUTES }, () => {
  let up: Running;
  beforeAll(async () => {
    up = installation.start("up");
    await up.until(/Ctrl-C stops it/);
  });
  afterAll(async () => {
    up.child.kill("SIGTERM");
    expect(await up.finished).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("counts from where the command is given", async () => {
    const asked = await installation.startIn(folder, "run", "--blueprint", "./", "--dry-run").finished;
    expect(asked).toMatchObject({ exitCode: 0, stderr: "" });
    expect(asked.stdout).toMatch(/dry run of own/);
  });

  test("is told that its run waits where none of that service's workers is for its arch", async () => {
    const run = installation.startIn(folder, "run", "--blueprint", "./", "--arch", "aarch64", "--watch");
    await run.until(/no worker takes builds for aarch64 now, so the run waits: .*ascent worker --help/);
    run.child.kill("SIGINT");
    expect(await run.finished).toMatchObject({ exitCode: 130, stderr: "" });
    expect(await installation.run("cancel")).toMatchObject({ exitCode: 0 });
  });

  /** Follows a bootstrap of it, however it is named, as far as `sign` tells a run, and stops following. */
  async function runOf(named: string, sign: RegExp): Promise<string> {
    const bootstrap = installation.startIn(folder, "bootstrap", "--blueprint", named);
    await bootstrap.until(sign);
    bootstrap.child.kill("SIGINT");
    const { exitCode, stdout } = await bootstrap.finished;
    expect(exitCode).toBe(130);
    return sign.exec(stdout)![1]!;
  }

  test("goes on with the same run after Ctrl-C for as long as its files are the same", async () => {
    const begun = await runOf(folder, /started run (\S+)/);
    expect(await runOf("./", /going on with run (\S+)/)).toBe(begun);

    await writeFile(join(folder, "end.yaml"), definitionOf("end", ["good"], "true # and nothing more"));
    expect(await runOf("./", /started run (\S+)/)).not.toBe(begun);
  });
});
