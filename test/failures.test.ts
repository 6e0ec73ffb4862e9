import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Installation } from "./support/ascent.ts";
import { blueprintOf, definitionOf } from "./support/small-blueprint.ts";

/** What a person sees when something is wrong: each told once, with the place and the way out, and nothing half-done. */

const MINUTES = 60_000;

let installation: Installation;
let folder: string;

beforeAll(async () => {
  installation = await Installation.make();
  folder = await mkdtemp(join(tmpdir(), "ascent-failures-"));
});
afterAll(async () => {
  await installation.remove();
  await rm(folder, { recursive: true, force: true });
});

/** A definition that needs a shell, and `needs`, and runs `script`. */
const definition = (name: string, script: string, needs: readonly string[] = []) =>
  definitionOf(name, ["tools", ...needs], script);

async function blueprint(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const directory = join(folder, name);
  await mkdir(directory);
  for (const [path, text] of Object.entries(files)) await writeFile(join(directory, path), text);
  return directory;
}

const stages = (definitions: readonly string[]) => blueprintOf("broken", definitions, ["stage1"]);

describe("a build that fails", () => {
  let stdout: string;
  let exitCode: number | null;

  beforeAll(async () => {
    const directory = await blueprint("failing", {
      "bootstrap.yaml": stages(["bad.yaml", "behind.yaml", "good.yaml"]),
      "bad.yaml": definition("bad", "echo one last word\nexit 3"),
      "behind.yaml": definition("behind", "true", ["bad"]),
      "good.yaml": definition("good", "mkdir -p melange-out/good/usr && echo fine > melange-out/good/usr/good"),
      "end.yaml": definition("end", "true").replace("tools", "good"),
    });
    ({ stdout, exitCode } = await installation.run("bootstrap", "--blueprint", directory));
  }, 5 * MINUTES);

  test("is told once, with its step, the end of its log, and how to see all of it", () => {
    expect(exitCode).toBe(1);
    expect(stdout.match(/stage1\/bad FAILED/g)).toHaveLength(1);
    expect(stdout).toMatch(/✘ stage1\/bad failed in step Make it/);
    expect(stdout).toMatch(/│ one last word/);
    expect(stdout).toMatch(/whole log: ascent logs bad --stage stage1 --run [0-9a-f-]{36}/);
  });

  test("blocks what needs it, by name, and nothing else", () => {
    expect(stdout).toMatch(/stage1\/behind is blocked by bad/);
    expect(stdout).toMatch(/blocks: stage1\/behind, final\/end/);
    expect(stdout).toMatch(/stage1\/good built/);
    expect(stdout).not.toMatch(/(behind|end) FAILED/);
  });

  test(
    "can be looked at after the service that built it has ended",
    async () => {
      const [, command] = /whole log: ascent (.+)/.exec(stdout)!;
      const log = await installation.run(...command!.split(" "));
      expect(log.stdout).toMatch(/one last word/);
      const told = JSON.parse((await installation.run("logs", "bad", "--json")).stdout);
      expect(told).toMatchObject({ build: { name: "bad", state: "failed" }, log: log.stdout });
      const [line] = (await installation.run("logs", "-f", "bad", "--json")).stdout.split("\n");
      expect(JSON.parse(line!)).toEqual({ buildId: told.build.id, log: expect.stringContaining("one last word") });
      const status = await installation.run("status");
      expect(status.stdout).toMatch(/1 failed\s+1 blocked/);
    },
    MINUTES,
  );
});

describe("a defect of the blueprint", () => {
  const cases: [string, Record<string, string>, RegExp][] = [
    ["malformed YAML", { "bootstrap.yaml": "name: [" }, /bootstrap\.yaml:1:\d+: yaml-syntax/],
    [
      "an unknown key",
      { "bootstrap.yaml": stages(["end.yaml"]).replace("arches:", "archs:") },
      /bootstrap\.yaml:3:1: unknown-key/,
    ],
    [
      "a name that nothing provides",
      { "end.yaml": definition("end", "true").replace("tools", "good, unheard-of") },
      /end\.yaml:10:\d+: name-not-provided: .*unheard-of/,
    ],
    [
      "an unknown pipeline",
      {
        "good.yaml": definition("good", "true")
          .replace("name: Make it", "uses: make/it")
          .replace(/ {4}runs[\s\S]*/, ""),
      },
      /good\.yaml:12:\d+: unknown-pipeline: .*make\/it/,
    ],
    [
      "an undefined variable",
      { "good.yaml": definition("good", "echo ${{targets.dest}}") },
      /good\.yaml:14:\d+: undefined-variable/,
    ],
    [
      "a cycle",
      {
        "good.yaml": definition("good", "true", ["other"]),
        "other.yaml": definition("other", "true", ["good"]),
        "bootstrap.yaml": stages(["good.yaml", "other.yaml"]),
      },
      /: cycle: .*good → other → good/,
    ],
  ];

  test.each(cases)(
    "%s is told with file, line and column, before anything is started",
    async (name, files, complaint) => {
      const directory = await blueprint(name.replaceAll(" ", "-"), {
        "bootstrap.yaml": stages(["good.yaml"]),
        "good.yaml": definition("good", "true"),
        "end.yaml": definition("end", "true").replace("tools", "good"),
        ...files,
      });
      const { exitCode, stderr } = await installation.run("plan", directory);
      expect(stderr).toMatch(complaint);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(exitCode).toBe(1);
    },
  );

  test(
    "stops a bootstrap before a run is recorded",
    async () => {
      const directory = await blueprint("refused", { "bootstrap.yaml": "name: [" });
      const { exitCode, stderr } = await installation.run("bootstrap", "--blueprint", directory);
      expect(stderr).toMatch(/bootstrap\.yaml:1:\d+: yaml-syntax/);
      expect(exitCode).toBe(1);
    },
    MINUTES,
  );
});

describe("a source", () => {
  const fetching = (sha256: string, uri: string) =>
    definition("good", "true").replace(
      "pipeline:",
      `pipeline:\n  - uses: fetch\n    with:\n      uri: ${uri}\n      expected-sha256: ${sha256}`,
    );

  test(
    "that cannot be reached says where it was looked for",
    async () => {
      const directory = await blueprint("unreachable", {
        "bootstrap.yaml": stages(["good.yaml"]),
        "good.yaml": fetching("0".repeat(64), "http://127.0.0.1:9/nothing.tar.gz"),
        "end.yaml": definition("end", "true").replace("tools", "good"),
      });
      const { exitCode, stdout } = await installation.run("bootstrap", "--blueprint", directory);
      expect(stdout).toMatch(/stage1\/good FAILED.*127\.0\.0\.1:9/);
      expect(exitCode).toBe(1);
    },
    3 * MINUTES,
  );
});

describe("the host", () => {
  test(
    "without bubblewrap is told what to install",
    async () => {
      const bin = join(folder, "bin");
      await mkdir(bin);
      for (const directory of (process.env.PATH ?? "").split(delimiter)) {
        for (const name of await readdir(directory).catch(() => [])) {
          if (name !== "bwrap") await symlink(join(directory, name), join(bin, name)).catch(() => {});
        }
      }
      const bare = await Installation.make({ PATH: bin });
      const { exitCode, stderr } = await bare.run("bootstrap", "--blueprint", "hello");
      await bare.remove();
      expect(stderr).toMatch(/bwrap[\s\S]*apt-get install bubblewrap/);
      expect(exitCode).toBe(1);
    },
    MINUTES,
  );

  test(
    "with the port in use is told so, and nothing keeps running",
    async () => {
      const taken: Server = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => taken.once("listening", resolve));
      const { port } = taken.address() as { port: number };
      const busy = await Installation.make({ ASCENT_PORT: String(port) });
      const { exitCode, stderr } = await busy.run("up");
      taken.close();
      expect(stderr).toMatch(new RegExp(`another program listens on 127\\.0\\.0\\.1:${port}[\\s\\S]*ASCENT_PORT`));
      expect(exitCode).toBe(1);
      expect(await readdir(join(busy.home, "postgres", "data"))).not.toContain("postmaster.pid");
      await busy.remove();
    },
    MINUTES,
  );

  test(
    "whose database is gone is told so",
    async () => {
      const lost = await Installation.make({ DATABASE_URL: "postgres://x:y@127.0.0.1:9/z" });
      const { exitCode, stderr } = await lost.run("up");
      await lost.remove();
      expect(stderr).toMatch(/Postgres[\s\S]*DATABASE_URL/);
      expect(exitCode).toBe(1);
    },
    MINUTES,
  );

  test("with a data directory that cannot be made is told which variable names another", async () => {
    await writeFile(join(folder, "file"), "");
    const nowhere = await Installation.make({ ASCENT_HOME: join(folder, "file", "home") });
    const { exitCode, stderr } = await nowhere.run("bootstrap");
    await nowhere.remove();
    expect(stderr).toMatch(/data directory[\s\S]*ASCENT_HOME/);
    expect(exitCode).toBe(1);
  });
});

test("the token lies in a file that its owner alone can read, and in no log", async () => {
  const token = (await readFile(join(installation.home, "token"), "utf8")).trim();
  expect((await stat(join(installation.home, "token"))).mode & 0o777).toBe(0o600);
  for (const file of await readdir(join(installation.home, "logs"))) {
    expect(await readFile(join(installation.home, "logs", file), "utf8")).not.toContain(token);
  }
});

test("wrong usage ends with exit code 2 and says what is right", async () => {
  const { exitCode, stderr } = await installation.run("bootstrap", "--jobs", "none");
  expect(stderr).toMatch(/whole number from 1/);
  expect(exitCode).toBe(2);
});

describe("an app that does not start", () => {
  test(
    "is told in its own words of this time, not in the log's of earlier times",
    async () => {
      const here = await Installation.make({ ASCENT_HOST: "192.0.2.1" });
      await mkdir(join(here.home, "logs"));
      await writeFile(join(here.home, "logs", "api.log"), "the words of yesterday\n");
      const elsewhere = await here.run("up");
      expect(elsewhere.exitCode).toBe(1);
      expect(elsewhere.stderr).toMatch(
        /the api ended at once \(exit code 1\):\nascent api: cannot listen on 192\.0\.2\.1/,
      );
      expect(elsewhere.stderr).not.toMatch(/yesterday|"level"/);
      await here.remove();
    },
    2 * MINUTES,
  );
});
