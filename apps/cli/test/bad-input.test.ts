import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isFault } from "@ascent/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspect } from "../src/inspect/inspect.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "ascent-bad-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function folder(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const path = join(root, name);
  await mkdir(path, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), content);
  }
  return path;
}

/** `code file:line` of every defect; of a refusal, its code alone. */
async function told(path: string): Promise<string[]> {
  try {
    const { findings } = await inspect(path, { arch: "x86_64" });
    const defects = findings.filter(({ severity }) => severity === "defect");
    return defects.map(({ code, place }) => `${code} ${place.file}:${place.line}`);
  } catch (error) {
    if (isFault(error)) return [error.code];
    throw error;
  }
}

const A = 'package:\n  name: a\n  version: "1"\n';
const LINES = 200_000;
const LONG = `      ${"x".repeat(60)}\n`;

/** Ten times ten times ten …: aliases of aliases, eleven deep. */
function bomb(): string {
  const deeper = Array.from({ length: 11 }, (_, depth) => {
    return `a${depth + 1}: &a${depth + 1} [${Array(10).fill(`*a${depth}`).join(",")}]\n`;
  });
  return `${A}a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${deeper.join("")}`;
}

function noise(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => (index * 197 + (index >> 3)) % 256);
}

describe("bad input is told where it is, and never hangs", () => {
  test.each([
    ["a bomb of aliases", { "a.yaml": bomb() }, ["yaml-too-large a.yaml:1"]],
    ["an alias to what it is in", { "a.yaml": "package: &p\n  name: *p\n" }, ["yaml-syntax a.yaml:2"]],
    ["a key twice", { "a.yaml": `${A}  name: b\n` }, ["duplicate-key a.yaml:4"]],
    ["tabs", { "a.yaml": 'package:\n\tname: a\n\tversion: "1"\n' }, ["yaml-syntax a.yaml:2"]],
    ["a script of more than 10 MB", { "a.yaml": `${A}pipeline:\n  - runs: |\n${LONG.repeat(LINES)}` }, []],
    [
      "a mapping of more than 10 MB",
      { "a.yaml": `${A}vars:\n${Array.from({ length: LINES * 3 }, (_, n) => `  key${n}: value\n`).join("")}` },
      ["yaml-too-large a.yaml:1"],
    ],
    ["binary files", { "a.yaml": A, "b.yaml": noise(100_000), "c.bin": noise(10) }, ["not-utf8 b.yaml:1"]],
    ["a NUL", { "a.yaml": `${A}  description: a\0b\n` }, ["yaml-syntax a.yaml:4"]],
    ["two files that define one name", { "a.yaml": A, "b.yaml": A }, ["name-provided-twice b.yaml:2"]],
    ["an empty folder", {}, ["definitions-missing"]],
    ["brackets without end", { "a.yaml": `${A}vars: ${"[".repeat(100_000)}` }, ["yaml-syntax a.yaml:4"]],
    [
      "pipelines that use each other",
      {
        "a.yaml": `${A}pipeline:\n  - uses: x\n`,
        "pipelines/x.yaml": "pipeline:\n  - uses: y\n",
        "pipelines/y.yaml": "pipeline:\n  - uses: x\n",
      },
      ["pipeline-cycle pipelines/y.yaml:2"],
    ],
  ])(
    "%s",
    async (name, files, expected) => {
      expect(await told(await folder(name.replaceAll(" ", "-"), files as Record<string, string>))).toEqual(expected);
    },
    20_000,
  );

  test("links to themselves, to each other, to the folder that they are in, and to nowhere", async () => {
    for (const [name, links] of Object.entries({
      self: { "b.yaml": "b.yaml" },
      other: { "b.yaml": "c.yaml", "c.yaml": "b.yaml" },
      around: { deeper: "." },
      nowhere: { "b.yaml": "missing.yaml" },
    })) {
      const path = await folder(`links-${name}`, { "a.yaml": A });
      for (const [link, target] of Object.entries(links)) await symlink(target, join(path, link));
      expect(await told(path)).toEqual(["blueprint-unreadable"]);
    }
  });
});

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

function ascent(...args: string[]): Promise<{ code: number; stderr: string }> {
  const node = ["--import", import.meta.resolve("tsx"), "--conditions=source", MAIN, ...args];
  const env = { ...process.env, NO_COLOR: "1", ASCENT_HOME: join(root, "no-home") };
  return new Promise((resolve) => {
    execFile(process.execPath, node, { env }, (error, _, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stderr });
    });
  });
}

describe("wrong words are answered with what would be right", () => {
  test.each([
    ["a folder that is not there", ["plan", "./no-such-folder"], "There is no folder ./no-such-folder"],
    ["a misspelt blueprint", ["lint", "tinny"], "Known are: "],
    ["a picture that cannot be written", ["plan", "tiny", "--svg", "/no/such/folder/x.svg"], "/no/such/folder/x.svg"],
    ["a log that cannot be written", ["lint", "tiny", "--sarif", "/no/such/folder/x"], "cannot be written"],
    ["a baseline that cannot be written", ["reach", "tiny", "--write", "/no/such/folder/x"], "cannot be written"],
    ["a seed that nobody declares", ["impact", "sed", "--seed", "gentoo"], "Choose among its seeds: "],
  ])("%s", async (_, words, expected) => {
    const { code, stderr } = await ascent(...words);
    expect(code).toBe(1);
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain("defect of Ascent itself");
  });

  test("a file where its folder is meant", async () => {
    const path = await folder("file", { "a.yaml": A });
    const { code, stderr } = await ascent("lint", join(path, "a.yaml"));
    expect(code).toBe(1);
    expect(stderr).toContain(`Name the folder that it is in: ${path}`);
  });
});
