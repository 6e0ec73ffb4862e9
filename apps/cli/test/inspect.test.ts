// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { formatPlace, type PackageRecord, parseDependency } from "@ascent/core";
import { writeIndex } from "@ascent/formats";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { addLint } from "../src/commands/lint.ts";
import { addPlan } from "../src/commands/plan.ts";
import { inspect } from "../src/inspect/inspect.ts";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "ascent-inspect-"));
  vi.stubEnv("ASCENT_HOME", join(root, "home"));
  for (const [path, text] of Object.entries(FILES)) await put(path, text);
});

afterAll(() => rm(root, { recursive: true, force: true }));

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

const SHA = "ab".repeat(32);

interface Sketch {
  readonly version?: string;
  readonly needs?: readonly string[];
  readonly repository: string;
  readonly uri?: string;
  readonly script?: string;
}

/** The script is on line 17; the URI on line 13, column 12; names that are needed are on line 8. */
function definition(name: string, sketch: Sketch): string {
  const { version = "1.0", needs = [], repository, script = "make" } = sketch;
  return `package:
  name: ${name}
  version: "${version}"
environment:
  contents:
    repositories: ["${repository}"]
    keyring: [/etc/apk/keys/some.rsa.pub]
    packages: [${needs.join(", ")}]
# as Wolfi's are
pipeline:
  - uses: fetch
    with:
      uri: ${sketch.uri ?? `https://example.org/${name}-\${{package.version}}.tar.gz`}
      expected-sha256: ${SHA}
      extract: "true"
  - runs: |
      ${script}
`;
}

const ALPINE = "https://mirrors.edge.kernel.org/alpine/edge/main";
const STAGE1 = "https://packages.wolfi.dev/bootstrap/stage1";
const STAGE2 = "https://packages.wolfi.dev/bootstrap/stage2";

/** Small definitions of our own with the traits of the public ones. */
const FILES: Readonly<Record<string, string>> = {
  "one/cross-gcc.yaml": definition("cross-gcc", { repository: ALPINE, needs: ["build-base", "wget"] }),
  "one/signing.rsa.pub": "KEY",
  "two/gcc.yaml": definition("gcc", { repository: STAGE1, needs: ["cross-gcc", "busybox", "own"] }),
  "two/own.yaml": definition("own", { repository: ALPINE, needs: ["cross-gcc"] }),
  "two/busybox.yaml": definition("busybox", {
    repository: STAGE1,
    version: "1.36",
    needs: ["busybox"],
    uri: "https://distfiles.alpinelinux.org/busybox-1.36.tar.bz2",
    script: "./configure --build=x86_64-alpine-linux-musl",
  }),
  "two/signing.rsa.pub": "KEY",
  "three/libxcrypt.yaml": definition("libxcrypt", { repository: STAGE2, needs: ["gcc", "autoconf"] }),
  "three/flex.yaml": definition("flex", {
    repository: STAGE2,
    needs: ["gcc"],
    script: "ln -s flex ${{target.destdir}}/lex",
  }),
  "three/isl.yaml": definition("isl", {
    repository: STAGE2,
    needs: ["gcc", "own"],
    script: "./configure --build=x86_64-alpine-linux-musl",
  }),
  "three/gcc.yaml": definition("gcc", { repository: STAGE2, needs: ["gcc", "isl"] }),
  "three/busybox.yaml": definition("busybox", {
    repository: STAGE2,
    version: "1.35",
    needs: ["gcc", "busybox"],
    uri: "http://example.org/busybox-1.35.tar.bz2",
  }),
  "three/Makefile": "GCC_VERSION ?= 2.0-r0\npackages/${ARCH}/gcc-${GCC_VERSION}.apk:\n",
};

function parameters() {
  return new Map([
    ["stage1", join(root, "one")],
    ["stage2", join(root, "two")],
    ["stage3", join(root, "three")],
  ]);
}

async function looked(more: Parameters<typeof inspect>[1] = {}) {
  const { looked: found, findings } = await inspect("wolfi-upstream", { param: parameters(), arch: "x86_64", ...more });
  if (found === undefined) throw new Error("the map of Wolfi's repositories cannot be read");
  return { stages: found.stages, told: findings.map(({ place, code }) => `${formatPlace(place)} ${code}`) };
}

describe("Wolfi's bootstrap by its map", () => {
  test("shows each trait of the public definitions where it is", async () => {
    const { told } = await looked();
    expect(told).toEqual([
      "bootstrap.yaml:17:11 moving-seed",
      "stage1/signing.rsa.pub:1:1 key-shared",
      "stage2/busybox.yaml:13:12 seed-hosted-source",
      "stage3/Makefile:1:1 makefile-version-drift",
      "stage3/busybox.yaml:2:9 older-stage-outranks",
      "stage3/busybox.yaml:13:12 plain-http-source",
      "stage3/flex.yaml:17:18 undefined-variable",
      "stage3/gcc.yaml:2:9 version-tie",
      "stage3/isl.yaml:17:27 seed-triplet",
      "stage3/libxcrypt.yaml:8:21 name-not-provided",
    ]);
  });

  test("is planned in spite of them, with Alpine's own packages first and what is unknown assumed", async () => {
    const { stages } = await looked();
    const edges = stages.flatMap(({ stage, builds, unordered }) =>
      [...builds, ...unordered].flatMap(({ name, waitsFor }) => waitsFor.map((first) => `${stage} ${first} → ${name}`)),
    );
    expect(edges).toEqual(["stage2 own → gcc", "stage3 isl → gcc"]);
    expect(stages.map(({ blocked }) => blocked)).toEqual([[], [], ["libxcrypt"]]);
  });

  test("takes what a real index of the seed lists, and nothing else", async () => {
    const record: PackageRecord = {
      name: "build-base",
      version: "1-r0",
      arch: "x86_64",
      origin: "build-base",
      description: "",
      url: "",
      license: "MIT",
      size: 1,
      installedSize: 1,
      checksum: "Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      depends: [parseDependency("wget")],
      provides: [],
      installIf: [],
      replaces: [],
    };
    const wget = { ...record, name: "wget", origin: "wget", depends: [] };
    await put("x86_64/APKINDEX.tar.gz", await writeIndex([record, wget], { description: "test" }));
    const index = new Map([["seed", join(root, "{arch}/APKINDEX.tar.gz")]]);
    const { stages, told } = await looked({ index });
    const assumed = stages.flatMap(({ builds }) => builds.flatMap(({ edges }) => edges.filter((edge) => edge.assumed)));
    expect(assumed).toEqual([]);
    // Alpine has no busybox any more, so stage 2's own waits for itself.
    expect(told.filter((line) => line.endsWith("cycle"))).toEqual(["stage2/busybox.yaml:8:16 cycle"]);
  });

  test.each([
    ["a stage whose folder is given", "stage1", "APKINDEX", "index-unknown-input"],
    ["a file that is not there", "seed", "no-such-file", "index-unreadable"],
    ["a file that is no index", "seed", "one/cross-gcc.yaml", "archive-corrupt"],
  ])("refuses an index for %s", async (...[, input, file, code]) => {
    await expect(looked({ index: new Map([[input, join(root, file)]]) })).rejects.toMatchObject({
      name: "Fault",
      code,
    });
  });

  test("without any folder is nothing to look at", async () => {
    await expect(inspect("wolfi-upstream", {})).rejects.toMatchObject({ code: "parameter-missing" });
  });
});

/** Runs a command of the command line and catches what it writes. */
async function run(...words: readonly string[]) {
  const program = new Command().exitOverride();
  addLint(program);
  addPlan(program);
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  }
  await program.parseAsync(["node", "ascent", ...words]);
  vi.restoreAllMocks();
  return { ...written, exitCode: process.exitCode };
}

const given = () => [...parameters()].flatMap(([name, folder]) => ["--param", `${name}=${folder}`]);

describe("what is remembered", () => {
  test("changes no byte of what is told, also not beside a changed file", async () => {
    const words = [["plan"], ["plan", "--json"], ["lint", "--json"]].map(([name = "", ...more]) => {
      return [name, "wolfi-upstream", ...given(), ...more];
    });
    const all = async (...more: readonly string[]) => {
      const told: unknown[] = [];
      for (const command of words) told.push(await run(...command, ...more));
      return told;
    };
    const first = await all("--no-cache");
    expect(await all()).toEqual(first);
    expect(await all()).toEqual(first);
    await put("two/own.yaml", `${FILES["two/own.yaml"]}  - runs: curl -O https://example.org/x.tar.gz\n`);
    const next = await all("--no-cache");
    expect(await all()).toEqual(next);
    expect(next).not.toEqual(first);
    await put("two/own.yaml", FILES["two/own.yaml"] ?? "");
  });
});

describe("ascent lint", () => {
  test("names files as a person can open them, and fails when there are defects", async () => {
    const { stdout, exitCode } = await run("lint", "wolfi-upstream", ...given());
    expect(stdout).toContain(`${join(root, "three/flex.yaml")}:17:18`);
    expect(stdout).toMatch(/2 defects, 8 warnings/);
    expect(exitCode).toBe(1);
  });

  test("passes over warnings, unless it is to be strict", async () => {
    expect((await run("lint", join(root, "one"))).exitCode).toBe(0);
    const insecure = definition("p", { repository: ALPINE, uri: "http://example.org/p-1.0.tar.gz" });
    await put("warned/p.yaml", insecure);
    expect((await run("lint", join(root, "warned"))).exitCode).toBe(0);
    expect((await run("lint", join(root, "warned"), "--strict")).exitCode).toBe(1);
  });

  test("writes SARIF with every finding, and JSON with logical paths", async () => {
    const file = join(root, "lint.sarif");
    const { stdout } = await run("lint", "wolfi-upstream", ...given(), "--sarif", file, "--json");
    const log = JSON.parse(await readFile(file, "utf8"));
    const { findings } = JSON.parse(stdout);
    expect(log.runs[0].results).toHaveLength(findings.length);
    expect(findings.map(({ place }: { place: { file: string } }) => place.file)).toContain("stage3/flex.yaml");
  });

  test("says so when nothing is found", async () => {
    expect((await run("lint", "tiny")).stdout).toBe("nothing found\n");
  });
});

describe("ascent plan", () => {
  test("tells each stage in numbers and in order, and why", async () => {
    const { stdout, exitCode } = await run("plan", "wolfi-upstream", ...given());
    expect(stdout).toContain("not given, so taken on trust: os");
    expect(stdout).toMatch(
      /stage3 x86_64 {2}\(from stage2\)\n {2}5 builds of 5 packages, 2 waves, 1 edge inside the stage, 4 wait for nothing/,
    );
    expect(stdout).toContain("  longest path: isl → gcc");
    expect(stdout).toMatch(/assumed from seed:alpine: 2 names: build-base, wget/);
    expect(stdout).toMatch(/2\. gcc-1\.0-r0 .*gcc from stage2; isl from stage3 {2}after isl/);
    expect(stdout).toMatch(/libxcrypt-1\.0-r0 .*CANNOT BE BUILT/);
    expect(stdout).toContain("x86_64 and aarch64 share 9 of 9 builds with all their edges");
    expect(exitCode).toBe(1);
  });

  test("of a folder without bootstrap.yaml takes the rest on trust", async () => {
    const { stdout, exitCode } = await run("plan", join(root, "three"), "--arch", "x86_64");
    expect(stdout).toMatch(/assumed from seed:elsewhere: \d+ names: autoconf, own/);
    expect(exitCode).toBe(1);
    const alone = await run("plan", join(root, "one"), "--arch", "x86_64");
    expect(alone.exitCode).toBe(0);
    expect(alone.stderr).toBe("");
  });

  test("is the same bytes as JSON, graph and picture, wherever the folders are", async () => {
    const tell = async (folders: string) => {
      const files = [join(root, `${folders}.dot`), join(root, `${folders}.svg`)] as const;
      const params = [...parameters()].flatMap(([name, folder]) => [
        "--param",
        `${name}=${folder.replace(root, join(root, folders))}`,
      ]);
      const { stdout } = await run("plan", "wolfi-upstream", ...params, "--json", "--dot", files[0], "--svg", files[1]);
      return [stdout, await readFile(files[0], "utf8"), await readFile(files[1], "utf8")];
    };
    for (const [path, text] of Object.entries(FILES).toReversed()) await put(`elsewhere/${path}`, text);
    for (const [path, text] of Object.entries(FILES)) await put(`here/${path}`, text);
    const [first, second] = [await tell("elsewhere"), await tell("here")];
    expect(first).toEqual(second);
    expect(JSON.parse(first[0] ?? "").summary).toHaveLength(6);
  });
});
