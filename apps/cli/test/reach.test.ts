import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDependency, parseProvision } from "@ascent/core";
import { writeIndex } from "@ascent/formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const CHECKOUT = fileURLToPath(new URL("../../..", import.meta.url));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ascent-reach-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function ascent(...args: string[]): Promise<Ended> {
  const node = ["--import", import.meta.resolve("tsx"), "--conditions=source", MAIN, ...args];
  const options = { cwd: folder, env: { ...process.env, NO_COLOR: "1", ASCENT_HOME: join(folder, "home") } };
  return new Promise((resolve) => {
    execFile(process.execPath, node, options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

function definition(name: string, needs: readonly string[] = [], runtime: readonly string[] = []): string {
  const list = (items: readonly string[]) => `[${items.map((item) => JSON.stringify(item)).join(", ")}]`;
  return [
    `package: {name: ${name}, version: 1.2.3, epoch: 0, copyright: [{license: MIT}], dependencies: {runtime: ${list(runtime)}}}`,
    `environment: {contents: {packages: ${list(needs)}}}`,
    "pipeline: [{runs: make}]",
    "",
  ].join("\n");
}

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const OS = {
  "os/m4.yaml": definition("m4", ["gcc"]),
  "os/autoconf.yaml": definition("autoconf", ["automake", "m4"]),
  "os/automake.yaml": definition("automake", ["autoconf"]),
  "os/zlib.yaml": definition("zlib", ["autoconf"]),
  "os/old.yaml": definition("old", ["gcc", "zlib<1"]),
};

describe("ascent reach", () => {
  beforeAll(async () => {
    await write({ ...OS, "stage3/gcc.yaml": definition("gcc") });
  });

  test("tells how far a folder of definitions comes from another, what is missing, the cycles and what opens the rest", async () => {
    const { code, stdout } = await ascent("reach", "./os", "--from", "./stage3", "--arch", "x86_64");
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "x86_64: 1 of 5 definitions can be built from 1 packages of stage3, in 1 wave",
      "  wave 0       1  m4",
      "",
      "4 cannot:",
      "      1  ask for something that nobody gives",
      "      2  need each other, in cycles",
      "      1  wait for one of those",
      "",
      "Nobody gives:",
      "  zlib<1 (no fitting version): asked for by old",
      "With these names given, 2 of 5 could be built.",
      "",
      "1 cycle:",
      "      2  autoconf, automake; shortest: autoconf → automake → autoconf",
      "",
      "Were these 1 and the names above given, as a seed or as bootstrap variants:",
      "  autoconf                     opens    2",
      "then 5 of 5 could be built, in 2 waves.",
      "",
    ]);
  });

  test("says of a toolchain that is built with itself just that", async () => {
    await write({ "toolchains/go.yaml": definition("go", ["go"]), "toolchains/app.yaml": definition("app", ["go"]) });
    const { stdout } = await ascent("reach", "./toolchains", "--from", "./stage3", "--arch", "x86_64");
    expect(stdout).toContain("\n1 cycle:\n      1  go needs itself\n");
    expect(stdout).toContain("\n  go                           opens    1\n");
  });

  test("starts from an index as from a repository's folder", async () => {
    const gcc = {
      ...{
        name: "gcc-13",
        version: "13.2-r0",
        arch: "x86_64",
        origin: "gcc",
        description: "",
        url: "",
        license: "GPL",
      },
      ...{ size: 1, installedSize: 1, checksum: "Q1", depends: [parseDependency("so:libc.so.6")], installIf: [] },
      ...{ provides: [parseProvision("gcc=13.2")], replaces: [] },
    };
    const libc = { ...gcc, name: "glibc", depends: [], provides: [parseProvision("so:libc.so.6=6")] };
    const index = await writeIndex([gcc, libc], { description: "" });
    await write({ "repo/x86_64/APKINDEX.tar.gz": index });
    for (const from of ["repo", "repo/{arch}/APKINDEX.tar.gz"]) {
      const { stdout } = await ascent("reach", "./os", "--from", from, "--arch", "x86_64", "--json");
      const { reach } = JSON.parse(stdout);
      expect(reach.reached).toEqual([{ name: "m4", file: "m4.yaml", wave: 0 }]);
    }
  });

  test("guards a baseline: exit code 1 and the reason when a change makes something unreachable", async () => {
    const ask = ["reach", "./os", "--from", "./stage3", "--arch", "x86_64"];
    expect((await ascent(...ask, "--write", "reach.json")).code).toBe(0);
    const before = await readFile(join(folder, "reach.json"), "utf8");
    expect(JSON.parse(before)).toMatchObject({ arch: "x86_64", reached: ["m4"] });
    expect((await ascent(...ask, "--check", "reach.json")).code).toBe(0);
    await write({ "os/m4.yaml": definition("m4", ["gcc", "help2man"]) });
    const lost = await ascent(...ask, "--check", "reach.json");
    expect(lost.code).toBe(1);
    expect(lost.stdout).toContain("1 could be built before and cannot now:");
    expect(lost.stdout).toContain("    help2man: nobody gives it");
    await write({ "os/m4.yaml": "package: [" });
    const broken = await ascent(...ask, "--check", "reach.json");
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain("Cannot be read any more:\n  m4.yaml: ");
    await write(OS);
  });

  test("tells why one definition cannot be built", async () => {
    const { stdout } = await ascent("reach", "./os", "--from", "./stage3", "--why", "autoconf", "--why", "m4");
    expect(stdout.split("\n")).toEqual([
      "autoconf (autoconf.yaml) cannot be built; it is in a cycle:",
      "    automake: made by automake, which is not built",
      "m4 (m4.yaml) can be built, in wave 0",
      "",
    ]);
  });

  test("asks about the last stage of a blueprint, from its inputs, and from any stage", async () => {
    const tiny = join(CHECKOUT, "stages", "tiny");
    const { stdout } = await ascent("reach", tiny, "--arch", "x86_64");
    expect(stdout.split("\n")[0]).toBe("x86_64: 6 of 6 definitions can be built from 6 packages of stage3, in 1 wave");
    const stage2 = await ascent("reach", tiny, "--arch", "x86_64", "--stage", "stage2", "--json");
    expect(JSON.parse(stage2.stdout).from).toContainEqual(expect.stringContaining("the seed"));
  });

  test.each([
    [["reach", "./os", "--from", "nothing"], "from-unknown"],
    [["reach", "./os", "--from", "os/m4.yaml"], "archive-corrupt"],
    [["reach", "./os", "--from", "./stage3", "--check", "none.json"], "baseline-unreadable"],
  ])("%j is refused with a reason", async (args, code) => {
    const ended = await ascent(...args, "--json");
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stderr)).toMatchObject({ code });
  });
});
